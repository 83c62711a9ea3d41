-- Every place where an organization is named, with the papers in which it stands.
WITH named AS (
    SELECT
        'bodies' AS table_name,
        body_id AS key,
        organization_as_written AS text,
        NULL AS meeting_id,
        body_id,
        part_id,
        NULL AS person
    FROM main.bodies
    UNION ALL
    SELECT
        'attendance', attendance_id, organization_as_written, meeting_id, NULL, part_id,
        name_as_written
    FROM main.attendance
    UNION ALL
    SELECT
        'contributions', contribution_id, organization_as_written, cases.meeting_id, NULL,
        contributions.part_id, name_as_written
    FROM main.contributions
    LEFT JOIN main.cases USING (case_id)
    UNION ALL
    SELECT
        'senders', case_notes.part_id, sender, cases.meeting_id, NULL, case_notes.part_id, NULL
    FROM main.case_notes
    LEFT JOIN main.cases USING (case_id)
)
SELECT
    named.table_name,
    named.key,
    named.text,
    coalesce(named.body_id, meetings.body_id) AS body_id,
    named.meeting_id,
    meetings.date,
    coalesce(year(meetings.date), meetings.year) AS year,
    coalesce(split_part(named.part_id, '/', 1), '') AS document_id,
    named.person
FROM named
LEFT JOIN main.meetings ON meetings.meeting_id = named.meeting_id
WHERE named.text IS NOT NULL
