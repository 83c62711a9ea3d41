-- Every record that names a person, with who it is taken for so far.
SELECT
    'attendance' AS table_name,
    attendance_id AS key,
    name_as_written AS text,
    meeting_id,
    part_id,
    party,
    organization_id,
    role,
    person_id
FROM main.attendance
UNION ALL
SELECT
    'case_presence', presence_id, name_as_written, cases.meeting_id, case_presence.part_id,
    NULL, NULL, NULL, person_id
FROM main.case_presence
LEFT JOIN main.cases USING (case_id)
UNION ALL
SELECT
    'ballots', vote_id || ' ' || ballots.ordinal, name_as_written, cases.meeting_id,
    ballots.part_id, coalesce(party_listed, party), NULL, NULL, person_id
FROM main.ballots
LEFT JOIN main.votes USING (vote_id)
LEFT JOIN main.cases USING (case_id)
UNION ALL
SELECT
    'contributions', contribution_id, name_as_written, cases.meeting_id, contributions.part_id,
    NULL, contributions.organization_id, NULL, person_id
FROM main.contributions
LEFT JOIN main.cases USING (case_id)
WHERE name_as_written IS NOT NULL
UNION ALL
SELECT
    'case_handlers', case_notes.part_id, unnest(case_handlers), cases.meeting_id,
    case_notes.part_id, NULL, NULL, NULL, NULL
FROM main.case_notes
LEFT JOIN main.cases USING (case_id)
UNION ALL
SELECT
    'senders', case_notes.part_id, sender, cases.meeting_id, case_notes.part_id,
    NULL, NULL, NULL, NULL
FROM main.case_notes
LEFT JOIN main.cases USING (case_id)
WHERE sender IS NOT NULL AND case_notes.part_id NOT IN (FROM temp.organization_senders)
