-- What an archive misses, as a list to chase: one row per missing thing, with where its absence
-- shows. A range of numbers that follow each other is one row.
-- column kind: 'meeting number' and 'case number' (a hole between the first and the last of a body and year), 'minutes cited' (approved by a later case, in no document), 'agenda without minutes' (though the body has later minutes), 'attachment' (named, and neither in a file nor linked to).
-- column body_id = bodies.body_id
-- column year: Year that the missing thing is of.
-- column missing: The missing numbers, the meeting, or the attachment.
-- column series: Letters before a case number, for example 'PS'; NULL for other kinds.
-- column first: First missing number of a range; NULL for other kinds.
-- column last: Last missing number of a range; NULL for other kinds.
-- column meeting_id: Meeting whose papers show the gap; NULL for holes in numbers.
-- column case_id: Case that names the missing thing; NULL when none does.
-- column document_id: Document that names the missing thing; NULL for holes in numbers.
CREATE OR REPLACE VIEW main.gaps AS
WITH numbered AS (
    SELECT
        'meeting number' AS kind,
        body_id,
        year,
        NULL AS series,
        try_cast(regexp_extract(number, '^\D*(\d{1,3})\b', 1) AS INTEGER) AS n,
        200 AS longest
    FROM main.meetings
    UNION ALL
    SELECT
        'case number',
        meetings.body_id,
        cases.year,
        CASE
            WHEN cases.number[1] BETWEEN '0' AND '9' THEN ''
            ELSE upper(regexp_extract(cases.number, '^\s*(\pL*)', 1))
        END,
        cases.sequence,
        2000
    FROM main.cases
    INNER JOIN main.meetings USING (meeting_id)
),
-- Most series have no hole. A number far beyond the others is misread, and everything before it
-- would be missing.
broken AS (
    SELECT kind, body_id, year, series, list_sort(list(n)) AS numbers
    FROM (
        SELECT DISTINCT kind, body_id, year, series, n, longest
        FROM numbered
        WHERE n IS NOT NULL AND year IS NOT NULL
    )
    GROUP BY kind, body_id, year, series, longest
    HAVING max(n) - min(n) >= count(*) AND max(n) - min(n) < longest
),
neighbours AS (
    SELECT
        kind, body_id, year, series, unnest(numbers[:-2]) AS before, unnest(numbers[2:]) AS n
    FROM broken
),
holes AS (
    SELECT kind, body_id, year, series, before + 1 AS first, n - 1 AS last
    FROM neighbours
    WHERE n > before + 1
),
kinds AS (
    SELECT
        meeting_id,
        bool_or(kind = 'agenda') AS called,
        bool_or(kind IN ('minutes', 'case_protocol')) AS held,
        min(document_id) FILTER (kind = 'agenda') AS document_id
    FROM main.parts
    WHERE meeting_id IS NOT NULL
    GROUP BY meeting_id
),
dated AS NOT MATERIALIZED (
    SELECT kinds.*, meetings.body_id, meetings.date
    FROM kinds
    INNER JOIN main.meetings USING (meeting_id)
    WHERE meetings.date IS NOT NULL
),
latest AS (
    SELECT body_id, max(date) AS date
    FROM dated
    WHERE held
    GROUP BY body_id
)
SELECT
    kind,
    body_id,
    year,
    trim(coalesce(series, '') || ' ')
    || CASE WHEN coalesce(series, '') = '' THEN '' ELSE ' ' END
    || CASE WHEN first = last THEN first::VARCHAR ELSE first || '–' || last END AS missing,
    series,
    first,
    last,
    NULL::VARCHAR AS meeting_id,
    NULL::VARCHAR AS case_id,
    NULL::VARCHAR AS document_id
FROM holes
UNION ALL
SELECT DISTINCT
    'minutes cited',
    meetings.body_id,
    coalesce(year(approvals.approved_date), meetings.year),
    concat_ws(' of ', approved_number, approved_date::VARCHAR),
    NULL,
    NULL,
    NULL,
    approvals.meeting_id,
    approvals.case_id,
    parts.document_id
FROM main.approvals
INNER JOIN main.meetings ON meetings.meeting_id = approvals.meeting_id
INNER JOIN main.cases ON cases.case_id = approvals.case_id
LEFT JOIN main.parts ON parts.part_id = cases.part_id
WHERE
    approved_meeting_id IS NULL
    OR approved_meeting_id NOT IN (
        SELECT meeting_id FROM main.parts
        WHERE kind IN ('minutes', 'case_protocol') AND meeting_id IS NOT NULL
    )
UNION ALL
SELECT
    'agenda without minutes',
    dated.body_id,
    year(dated.date),
    dated.meeting_id,
    NULL,
    NULL,
    NULL,
    dated.meeting_id,
    NULL,
    dated.document_id
FROM dated
INNER JOIN latest USING (body_id)
WHERE dated.called AND NOT dated.held AND dated.date < latest.date
UNION ALL
SELECT
    'attachment',
    body_id,
    year(date),
    concat_ws(' ', label, title),
    NULL,
    NULL,
    NULL,
    meeting_id,
    case_id,
    document_id
FROM main.attachment_ledger
WHERE state = 'missing'
ORDER BY body_id, year, kind, series, first, missing;
