-- Numbers of meetings between the first and the last of a body and year that no document mentions.
WITH numbered AS (
    SELECT body_id, year, try_cast(regexp_extract(number, '^\D*(\d{1,3})\b', 1) AS INTEGER) AS n
    FROM main.meetings
),
missing AS (
    SELECT body_id, year, unnest(range(min(n), max(n))) AS n
    FROM numbered
    WHERE n IS NOT NULL AND year IS NOT NULL
    GROUP BY body_id, year
    HAVING max(n) - min(n) < 200
)
SELECT
    body_id || '/' || year AS key,
    'warning' AS severity,
    NULL AS document_id,
    NULL AS meeting_id,
    NULL AS case_id,
    'Meetings of ' || body_id || ' in ' || year || ' with these numbers are in no document: '
    || string_agg(n::VARCHAR, ', ' ORDER BY n) || '. Look for their minutes.' AS message
FROM missing
ANTI JOIN numbered USING (body_id, year, n)
GROUP BY body_id, year
