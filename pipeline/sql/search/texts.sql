-- What can be searched of the records in temp.stirred, one row per record, without the terms that
-- are derived from all words.
WITH placed AS (
    SELECT record_id, part_id, min(page_number) AS page
    FROM main.spans
    WHERE record_id IN (SELECT record_id FROM temp.stirred)
    GROUP BY record_id, part_id
),
votes AS (
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
),
headed AS (
    SELECT
        cases.case_id,
        cases.case_type,
        cases.case_kind,
        cases.meeting_id,
        concat_ws(' ', cases.number, cases.title) AS title,
        cases.archive_case
    FROM main.cases
),
records AS (
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
)
SELECT
    records.kind || ':' || records.record_id AS text_id,
    records.kind,
    records.record_id,
    records.case_id,
    headed.case_type,
    headed.case_kind,
    meetings.meeting_id,
    meetings.body_id,
    coalesce(meetings.date, records.date) AS date,
    documents.path AS document_path,
    coalesce(placed.page, parts.first_page) AS page,
    coalesce(nullif(records.title, ''), nullif(headed.title, ''), '') AS title,
    coalesce(records.text, '') AS text,
    concat_ws(
        ' ', bodies.name, bodies.short_name, bodies.organization_as_written,
        headed.archive_case, records.numbers
    ) AS context
FROM records
LEFT JOIN headed ON headed.case_id = records.case_id
LEFT JOIN main.parts ON parts.part_id = records.part_id
LEFT JOIN main.meetings
    ON meetings.meeting_id = coalesce(records.meeting_id, headed.meeting_id, parts.meeting_id)
LEFT JOIN main.bodies ON bodies.body_id = meetings.body_id
LEFT JOIN main.documents ON documents.document_id = parts.document_id
LEFT JOIN placed ON placed.record_id = records.record_id AND placed.part_id = records.part_id
