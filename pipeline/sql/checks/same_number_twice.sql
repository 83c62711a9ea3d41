-- One number for two meetings of a body and year, or for two cases. Papers of one meeting that
-- differ in their date are another matter (documents_disagree); a case that keeps its number and
-- title in a later meeting was postponed.
WITH numbered AS (
    SELECT
        meeting_id,
        body_id,
        coalesce(year, year(date)) AS year,
        date,
        number,
        try_cast(regexp_extract(number, '^\D*(\d{1,3})\b', 1) AS INTEGER) AS n
    FROM main.meetings
    WHERE date IS NOT NULL
),
-- Most cases are stated once
repeated AS MATERIALIZED (
    SELECT case_id, meeting_id, document_id, part_id, statement, number, title
    FROM stated.cases
    WHERE case_id IN (SELECT case_id FROM stated.cases GROUP BY case_id HAVING count(*) > 1)
),
-- What each document calls a case, in each meeting
called AS (
    SELECT
        repeated.case_id,
        repeated.meeting_id,
        meetings.date,
        repeated.document_id,
        repeated.part_id,
        repeated.statement,
        repeated.number,
        repeated.title,
        list_distinct(
            list_filter(
                string_split_regex(lower(repeated.title), '[^\pL\pN]+'),
                lambda word: length(word) > 3
            )
        ) AS words
    FROM repeated
    INNER JOIN main.meetings ON meetings.meeting_id = repeated.meeting_id
    WHERE repeated.title IS NOT NULL AND repeated.case_id IN (
        SELECT case_id
        FROM repeated
        WHERE number IS NOT NULL
        GROUP BY case_id
        HAVING count(DISTINCT meeting_id) > 1 OR count(*) > count(DISTINCT part_id)
    )
),
twice AS (
    SELECT
        one.case_id,
        min(one.meeting_id) AS meeting_id,
        min(one.document_id) AS document_id,
        arg_min(one.number, one.title) AS number,
        min(one.title) AS one_title,
        max(other.title) AS other_title,
        any_value(one.meeting_id <> other.meeting_id) AS two_meetings
    FROM called AS one
    INNER JOIN called AS other
        ON
            other.case_id = one.case_id
            AND one.title < other.title
            AND (
                (one.meeting_id <> other.meeting_id AND one.date <> other.date)
                OR (one.part_id = other.part_id AND one.statement <> other.statement)
            )
    WHERE len(one.words) > 0 AND len(other.words) > 0
        AND NOT list_has_any(one.words, other.words)
    GROUP BY one.case_id
)
SELECT
    'meeting/' || body_id || '/' || year || '/' || n AS key,
    'warning' AS severity,
    NULL AS document_id,
    min(meeting_id) AS meeting_id,
    NULL AS case_id,
    'Meetings ' || string_agg(meeting_id || ' (' || date || ')', ' and ' ORDER BY date, meeting_id)
    || ' of one year have the number ' || n || '; compare number and date with the pages.' AS message
FROM numbered
WHERE n IS NOT NULL AND year IS NOT NULL
GROUP BY body_id, year, n
HAVING count(DISTINCT date) > 1
UNION ALL
SELECT
    'case/' || case_id,
    'warning',
    document_id,
    meeting_id,
    case_id,
    'Two cases have the number ' || number || ' (' || case_id || '): ''' || one_title || ''' and '''
    || other_title || '''; they are stored as one. Compare the numbers with the pages.'
FROM twice
