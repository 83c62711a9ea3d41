-- The words of the records in temp.stirred, one row per record.
WITH votes AS (
    SELECT case_id, string_agg(subject, chr(10) ORDER BY ordinal, vote_id) AS subjects
    FROM main.votes
    WHERE case_id IN (SELECT record_id FROM temp.stirred WHERE kind = 'case')
    GROUP BY case_id
),
attached AS (
    SELECT case_id, string_agg(title, chr(10) ORDER BY attachment_id) AS titles
    FROM main.attachments
    WHERE case_id IN (SELECT record_id FROM temp.stirred WHERE kind = 'case')
    GROUP BY case_id
),
named AS (
    SELECT meeting_id, string_agg(name, chr(10) ORDER BY name) AS names
    FROM (
        SELECT DISTINCT
            meeting_id,
            concat_ws(', ', name_as_written, position, organization_as_written, party) AS name
        FROM main.attendance
        WHERE meeting_id IN (SELECT record_id FROM temp.stirred WHERE kind = 'meeting')
    )
    GROUP BY meeting_id
)
SELECT
    'case' AS kind, cases.case_id AS record_id, cases.case_id, cases.meeting_id,
    cases.part_id, NULL::DATE AS date, NULL AS title,
    concat_ws(
        chr(10), cases.description, cases.discussion, votes.subjects,
        array_to_string(cases.title_variants, chr(10)), attached.titles
    ) AS text,
    NULL AS numbers
FROM main.cases
LEFT JOIN votes USING (case_id)
LEFT JOIN attached USING (case_id)
WHERE case_id IN (SELECT record_id FROM temp.stirred WHERE kind = 'case')
UNION ALL
SELECT 'decision', decision_id, case_id, NULL, part_id, NULL, NULL, text, NULL
FROM main.decisions
WHERE decision_id IN (SELECT record_id FROM temp.stirred WHERE kind = 'decision')
UNION ALL
SELECT
    'proposal', proposal_id, case_id, NULL, part_id, NULL, NULL,
    concat_ws(chr(10), text, proposer), NULL
FROM main.proposals
WHERE proposal_id IN (SELECT record_id FROM temp.stirred WHERE kind = 'proposal')
UNION ALL
SELECT
    'note', part_id, case_id, NULL, part_id, date, title,
    concat_ws(chr(10), text, sender, array_to_string(case_handlers, chr(10))), archive_case
FROM main.case_notes
WHERE part_id IN (SELECT record_id FROM temp.stirred WHERE kind = 'note')
UNION ALL
SELECT
    'meeting', meeting_id, NULL, meeting_id, meetings.part_id, NULL,
    concat_ws(' ', bodies.name, meetings.number), concat_ws(chr(10), named.names, place), NULL
FROM main.meetings
LEFT JOIN main.bodies USING (body_id)
LEFT JOIN named USING (meeting_id)
WHERE meeting_id IN (SELECT record_id FROM temp.stirred WHERE kind = 'meeting')
