-- Person by body and year: how many meetings were held, and to how many of them the person was
-- invited, came or did not come. Only meetings whose minutes are in the database count as held;
-- a person is listed for the years in which a list names them.
-- column person_id = people.person_id
-- column name = people.name
-- column body_id = bodies.body_id
-- column year: Year of the meetings.
-- column meetings_held: Meetings of the body in that year with minutes or a list of who came.
-- column invited: Meetings of that year for which an agenda names the person as invited.
-- column present: Held meetings at which the person is listed as present.
-- column absent: Held meetings at which the person is listed as absent, and not as present too.
-- column unknown: Held meetings at which nothing is said of whether the person came, where they are a member that year; NULL for others, of whom nothing need be said.
-- column share: Present divided by meetings held, 0 to 1; NULL when no meeting was held.
-- column roles: Capacities in which the person is listed, in alphabetical order.
CREATE OR REPLACE VIEW main.participation AS
WITH dated AS (
    SELECT meeting_id, body_id, coalesce(year, year(date)) AS year
    FROM main.meetings
),
held AS (
    SELECT body_id, year, count(*) AS meetings_held
    FROM dated
    WHERE
        meeting_id IN (SELECT meeting_id FROM main.attendance WHERE status <> 'invited')
        OR meeting_id IN (SELECT meeting_id FROM main.parts WHERE kind = 'minutes')
    GROUP BY body_id, year
),
listed AS (
    SELECT
        attendance.person_id,
        dated.body_id,
        dated.year,
        dated.meeting_id,
        bool_or(attendance.status = 'invited') AS invited,
        bool_or(attendance.status = 'present') AS present,
        bool_or(attendance.status = 'absent') AS absent,
        list(DISTINCT attendance.role) AS roles
    FROM main.attendance
    INNER JOIN dated USING (meeting_id)
    WHERE attendance.person_id IS NOT NULL
    GROUP BY ALL
),
counted AS (
    SELECT
        person_id,
        body_id,
        year,
        count(*) FILTER (invited) AS invited,
        count(*) FILTER (present) AS present,
        count(*) FILTER (absent AND NOT present) AS absent,
        list_sort(list_distinct(flatten(list(roles)))) AS roles,
        list_has_any(flatten(list(roles)), ['chair', 'deputy_chair', 'member']) AS is_member
    FROM listed
    GROUP BY person_id, body_id, year
)
SELECT
    counted.person_id,
    people.name,
    counted.body_id,
    counted.year,
    coalesce(held.meetings_held, 0) AS meetings_held,
    counted.invited,
    counted.present,
    counted.absent,
    CASE
        WHEN counted.is_member
            THEN coalesce(held.meetings_held, 0) - counted.present - counted.absent
    END AS unknown,
    counted.present / nullif(held.meetings_held, 0) AS share,
    counted.roles
FROM counted
LEFT JOIN main.people ON people.person_id = counted.person_id
LEFT JOIN held
    ON held.body_id = counted.body_id AND held.year IS NOT DISTINCT FROM counted.year
ORDER BY counted.body_id, counted.year, counted.person_id;
