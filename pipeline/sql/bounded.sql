-- What the checks read of touched bodies, by the names of the tables.
CREATE OR REPLACE TEMP TABLE meetings AS
SELECT * FROM main.meetings WHERE split_part(meeting_id, '/', 1) IN (FROM stated.touched_bodies);
CREATE OR REPLACE TEMP TABLE cases AS
SELECT
    case_id, meeting_id, number, sequence, year, approves_minutes_of, approves_meetings, part_id
FROM main.cases
WHERE split_part(meeting_id, '/', 1) IN (FROM stated.touched_bodies);
-- Of these only cases that are stated more than once are asked for.
CREATE OR REPLACE TEMP TABLE stated_cases AS
SELECT *
FROM stated.cases
WHERE
    case_id IN (
        SELECT case_id
        FROM stated.cases
        WHERE split_part(case_id, '/', 1) IN (FROM stated.touched_bodies)
        GROUP BY case_id
        HAVING count(*) > 1
    );
CREATE OR REPLACE TEMP TABLE parts AS
SELECT *
FROM main.parts
WHERE
    split_part(meeting_id, '/', 1) IN (FROM stated.touched_bodies)
    OR part_id IN (SELECT part_id FROM temp.cases);
