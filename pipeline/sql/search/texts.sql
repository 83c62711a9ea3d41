-- What can be searched of temp.records, without the terms that are derived from all words.
WITH placed AS (
    SELECT record_id, part_id, min(page_number) AS page
    FROM main.spans
    WHERE record_id IN (SELECT record_id FROM temp.records)
    GROUP BY record_id, part_id
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
    WHERE case_id IN (SELECT case_id FROM temp.records)
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
FROM temp.records
LEFT JOIN headed ON headed.case_id = records.case_id
LEFT JOIN main.parts ON parts.part_id = records.part_id
LEFT JOIN main.meetings
    ON meetings.meeting_id = coalesce(records.meeting_id, headed.meeting_id, parts.meeting_id)
LEFT JOIN main.bodies ON bodies.body_id = meetings.body_id
LEFT JOIN main.documents ON documents.document_id = parts.document_id
LEFT JOIN placed ON placed.record_id = records.record_id AND placed.part_id = records.part_id
