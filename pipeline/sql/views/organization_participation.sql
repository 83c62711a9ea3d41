-- Organization by body and year: at how many of the meetings held somebody came for it, and how many
-- people did. Only meetings whose minutes or list are in the database count as held.
-- column organization_id = organizations.organization_id
-- column name = organizations.name
-- column body_id = bodies.body_id
-- column year: Year of the meetings.
-- column meetings_held: Meetings of the body in that year with minutes or a list of who came.
-- column invited: Meetings of that year for which an agenda names somebody of the organization.
-- column present: Held meetings at which somebody of the organization is listed as present.
-- column absent: Held meetings at which somebody of it is listed as absent and nobody as present.
-- column unknown: Held meetings at which nothing is said about the organization, where it has a member that year; NULL where it has none.
-- column share: Present divided by meetings held, 0 to 1; NULL when no meeting was held.
-- column persons: Different people listed for it that year, in any capacity.
-- column persons_present: Different people of it who came to at least one meeting.
CREATE OR REPLACE VIEW main.organization_participation AS
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
        attendance.organization_id,
        dated.body_id,
        dated.year,
        dated.meeting_id,
        coalesce(attendance.person_id, attendance.name_as_written) AS person,
        attendance.status,
        attendance.role IN ('chair', 'deputy_chair', 'member') AS is_member
    FROM main.attendance
    INNER JOIN dated USING (meeting_id)
    WHERE attendance.organization_id IS NOT NULL
),
at_meetings AS (
    SELECT
        organization_id,
        body_id,
        year,
        meeting_id,
        bool_or(status = 'invited') AS invited,
        bool_or(status = 'present') AS present,
        bool_or(status = 'absent') AS absent,
        bool_or(is_member) AS is_member
    FROM listed
    GROUP BY ALL
),
counted AS (
    SELECT
        organization_id,
        body_id,
        year,
        count(*) FILTER (invited) AS invited,
        count(*) FILTER (present) AS present,
        count(*) FILTER (absent AND NOT present) AS absent,
        bool_or(is_member) AS is_member
    FROM at_meetings
    GROUP BY organization_id, body_id, year
),
people AS (
    SELECT
        organization_id,
        body_id,
        year,
        count(DISTINCT person) AS persons,
        count(DISTINCT person) FILTER (status = 'present') AS persons_present
    FROM listed
    GROUP BY organization_id, body_id, year
)
SELECT
    counted.organization_id,
    organizations.name,
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
    people.persons,
    people.persons_present
FROM counted
INNER JOIN people
    ON
        people.organization_id = counted.organization_id
        AND people.body_id = counted.body_id
        AND people.year IS NOT DISTINCT FROM counted.year
LEFT JOIN main.organizations ON organizations.organization_id = counted.organization_id
LEFT JOIN held
    ON held.body_id = counted.body_id AND held.year IS NOT DISTINCT FROM counted.year
ORDER BY counted.body_id, counted.year, counted.organization_id;
