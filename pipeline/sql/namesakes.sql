-- Those who have a touched name, with the next of each of their names: unless both stand on one
-- attendance list, or the pair is a candidate for another reason.
CREATE OR REPLACE TEMP TABLE namesakes AS
SELECT DISTINCT person_id
FROM stated.person_full_names
WHERE name IN (FROM temp.touched_names);
CREATE OR REPLACE TEMP TABLE namesake_pairs AS
WITH chained AS (
    SELECT
        person_id AS left_id,
        lead(person_id) OVER (PARTITION BY name ORDER BY person_id) AS right_id
    FROM stated.person_full_names
    WHERE name IN (
        SELECT name FROM stated.person_full_names WHERE person_id IN (FROM temp.namesakes)
    )
),
pairs AS (
    SELECT DISTINCT left_id, right_id
    FROM chained
    WHERE left_id IN (FROM temp.namesakes) AND right_id IN (FROM temp.namesakes)
),
-- Who stand on one list are named in the papers of one body, or both where no body is told.
without_body AS MATERIALIZED (
    SELECT DISTINCT person_id
    FROM main.attendance
    ANTI JOIN (SELECT meeting_id FROM main.meetings WHERE body_id IS NOT NULL) USING (meeting_id)
),
near AS (
    SELECT left_id, right_id
    FROM pairs
    INNER JOIN main.people AS one ON one.person_id = left_id
    INNER JOIN main.people AS other ON other.person_id = right_id
    WHERE
        list_has_any(one.bodies, other.bodies)
        OR (left_id IN (FROM without_body) AND right_id IN (FROM without_body))
),
people AS (
    SELECT left_id AS person_id FROM near UNION SELECT right_id FROM near
),
rows_of AS MATERIALIZED (
    SELECT person_id, attendance_id, part_id
    FROM main.attendance
    WHERE person_id IN (FROM people)
),
lists AS MATERIALIZED (
    SELECT rows_of.person_id, coalesce(stated.part_id, rows_of.part_id) AS list
    FROM rows_of
    LEFT JOIN (
        SELECT attendance_id, part_id
        FROM stated.attendance
        WHERE attendance_id IN (SELECT attendance_id FROM rows_of)
    ) AS stated USING (attendance_id)
)
FROM pairs
ANTI JOIN (
    SELECT DISTINCT one.person_id AS left_id, other.person_id AS right_id
    FROM lists AS one
    INNER JOIN lists AS other USING (list)
) AS together USING (left_id, right_id)
ANTI JOIN (
    SELECT left_id, right_id
    FROM main.merge_candidates
    WHERE kind = 'person' AND rule <> 'same name'
) AS known USING (left_id, right_id);
