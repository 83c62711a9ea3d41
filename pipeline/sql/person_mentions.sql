-- Every place where a person is named, with the papers in which it stands.
WITH lists AS (
    SELECT attendance_id, list_sort(list(DISTINCT part_id)) AS lists
    FROM stated.attendance
    GROUP BY attendance_id
),
named AS (
    SELECT
        'attendance' AS table_name,
        attendance_id AS key,
        name_as_written AS text,
        meeting_id,
        part_id,
        party,
        organization_id,
        role,
        coalesce(lists.lists, [part_id]) AS lists
    FROM main.attendance
    LEFT JOIN lists USING (attendance_id)
    UNION ALL
    SELECT
        'case_presence', presence_id, name_as_written, cases.meeting_id, case_presence.part_id,
        NULL, NULL, NULL, []
    FROM main.case_presence
    LEFT JOIN main.cases USING (case_id)
    UNION ALL
    SELECT
        'ballots', vote_id || ' ' || ballots.ordinal, name_as_written, cases.meeting_id,
        ballots.part_id, coalesce(party_listed, party), NULL, NULL, []
    FROM main.ballots
    LEFT JOIN main.votes USING (vote_id)
    LEFT JOIN main.cases USING (case_id)
    UNION ALL
    SELECT
        'contributions', contribution_id, name_as_written, cases.meeting_id, contributions.part_id,
        NULL, contributions.organization_id, NULL, []
    FROM main.contributions
    LEFT JOIN main.cases USING (case_id)
    WHERE name_as_written IS NOT NULL
    UNION ALL
    SELECT
        'case_handlers', case_notes.part_id, unnest(case_handlers), cases.meeting_id,
        case_notes.part_id, NULL, NULL, NULL, []
    FROM main.case_notes
    LEFT JOIN main.cases USING (case_id)
    UNION ALL
    SELECT
        'senders', case_notes.part_id, sender, cases.meeting_id, case_notes.part_id,
        NULL, NULL, NULL, []
    FROM main.case_notes
    LEFT JOIN main.cases USING (case_id)
    WHERE sender IS NOT NULL
)
SELECT
    named.table_name,
    named.key,
    named.text,
    meetings.body_id,
    named.meeting_id,
    meetings.date,
    coalesce(year(meetings.date), meetings.year) AS year,
    split_part(named.part_id, '/', 1) AS document_id,
    named.lists,
    named.party,
    named.organization_id,
    named.role
FROM named
LEFT JOIN main.meetings ON meetings.meeting_id = named.meeting_id
WHERE named.text IS NOT NULL
