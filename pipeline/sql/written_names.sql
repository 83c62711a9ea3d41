-- Every written name with the body in whose papers it stands, and who it is taken for.
WITH cases_of AS (
    SELECT cases.case_id, meetings.body_id
    FROM main.cases
    LEFT JOIN main.meetings USING (meeting_id)
),
written AS (
    SELECT 'person' AS kind, name_as_written AS text, meetings.body_id, person_id AS id
    FROM main.attendance
    LEFT JOIN main.meetings USING (meeting_id)
    UNION ALL
    SELECT 'person', name_as_written, body_id, person_id
    FROM main.case_presence LEFT JOIN cases_of USING (case_id)
    UNION ALL
    SELECT 'person', name_as_written, body_id, person_id
    FROM main.contributions LEFT JOIN cases_of USING (case_id)
    UNION ALL
    SELECT 'person', name_as_written, body_id, person_id
    FROM main.ballots
    LEFT JOIN main.votes USING (vote_id)
    LEFT JOIN cases_of USING (case_id)
    UNION ALL
    SELECT 'organization', organization_as_written, meetings.body_id, organization_id
    FROM main.attendance
    LEFT JOIN main.meetings USING (meeting_id)
    UNION ALL
    SELECT 'organization', organization_as_written, body_id, organization_id
    FROM main.contributions LEFT JOIN cases_of USING (case_id)
    UNION ALL
    SELECT 'organization', organization_as_written, body_id, organization_id
    FROM main.bodies
    UNION ALL
    SELECT 'person', handlers.name, cases_of.body_id, NULL
    FROM (SELECT case_id, unnest(case_handlers) AS name FROM main.case_notes) AS handlers
    LEFT JOIN cases_of USING (case_id)
    UNION ALL
    SELECT 'person', sender, cases_of.body_id, NULL
    FROM main.case_notes LEFT JOIN cases_of USING (case_id)
    UNION ALL
    SELECT 'organization', sender, cases_of.body_id, NULL
    FROM main.case_notes LEFT JOIN cases_of USING (case_id)
)
SELECT DISTINCT kind, text, body_id, id
FROM written
WHERE text IS NOT NULL
ORDER BY ALL
