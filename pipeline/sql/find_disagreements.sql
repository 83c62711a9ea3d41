-- A finding for each field of which two documents say something different. Each document has one
-- voice: its best part that says anything. Spacing, case and punctuation are no difference.
INSERT INTO main.findings BY NAME
WITH stated_values AS (
    SELECT
        'meetings.' || field AS field,
        meeting_id AS key,
        meeting_id,
        NULL AS case_id,
        value,
        COLUMNS(['part_rank', 'source_rank', 'document_id', 'part_ordinal', 'statement'])
    FROM (
        SELECT
            * REPLACE (
                date::VARCHAR AS date,
                strftime(DATE '2000-01-01' + start_time, '%H:%M') AS start_time,
                strftime(DATE '2000-01-01' + end_time, '%H:%M') AS end_time
            )
        FROM ${source}meetings
        WHERE meeting_id IN (SELECT key FROM temp.touched WHERE table_name = 'meetings')
    )
    UNPIVOT (value FOR field IN (date, start_time, end_time, place))
    UNION ALL
    SELECT
        'attendance.status',
        attendance_id,
        meeting_id,
        NULL,
        status,
        COLUMNS(['part_rank', 'source_rank', 'document_id', 'part_ordinal', 'statement'])
    FROM ${source}attendance
    WHERE attendance_id IN (SELECT key FROM temp.touched WHERE table_name = 'attendance')
    UNION ALL
    SELECT
        'decisions.text',
        decision_id,
        NULL,
        case_id,
        text,
        COLUMNS(['part_rank', 'source_rank', 'document_id', 'part_ordinal', 'statement'])
    FROM ${source}decisions
    WHERE decision_id IN (SELECT key FROM temp.touched WHERE table_name = 'decisions')
),
voices AS (
    SELECT
        *,
        regexp_replace(lower(value), '[^\pL\pN]', '', 'g') AS plain,
        row_number() OVER (
            PARTITION BY field, key
            ORDER BY part_rank, source_rank, document_id, part_ordinal, statement
        ) AS place
    FROM stated_values
    QUALIFY
        row_number() OVER (
            PARTITION BY field, key, document_id
            ORDER BY part_rank, source_rank, part_ordinal, statement
        ) = 1
),
wordings AS (
    SELECT
        field,
        key,
        min(meeting_id) AS meeting_id,
        min(case_id) AS case_id,
        min(place) AS place,
        arg_min(value, place) AS value,
        arg_min(document_id, place) AS document_id,
        string_agg(document_id || ' (' || path || ')', ', ' ORDER BY place) AS documents
    FROM voices
    INNER JOIN (SELECT document_id, path FROM main.documents) USING (document_id)
    GROUP BY field, key, plain
)
SELECT
    'documents_disagree/' || field || '/' || key AS finding_id,
    'documents_disagree' AS check_name,
    'warning' AS severity,
    -- the best of the documents that were overruled
    arg_min(document_id, place) FILTER (place > 1) AS document_id,
    coalesce(min(wordings.meeting_id), any_value(cases.meeting_id)) AS meeting_id,
    min(case_id) AS case_id,
    'Documents disagree on ' || field || ' of ' || key || ': '
    || string_agg('''' || value || ''' in ' || documents, '; ' ORDER BY place)
    || '. The first is used; look at the pages and see which is right.' AS message
FROM wordings
LEFT JOIN (SELECT case_id, meeting_id FROM main.cases) AS cases USING (case_id)
GROUP BY field, key
HAVING count(*) > 1
