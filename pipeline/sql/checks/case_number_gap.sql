-- Numbers of cases between the first and the last of a body, year and series ('PS', 'RS', …) that
-- no document mentions.
WITH numbered AS (
    SELECT
        meetings.body_id,
        cases.year,
        upper(regexp_extract(cases.number, '^\s*(\pL*)', 1)) AS series,
        cases.sequence AS n
    FROM main.cases
    INNER JOIN main.meetings USING (meeting_id)
    WHERE cases.sequence IS NOT NULL AND cases.year IS NOT NULL
),
missing AS (
    SELECT body_id, year, series, unnest(range(min(n), max(n))) AS n
    FROM numbered
    GROUP BY body_id, year, series
    HAVING max(n) - min(n) < 2000
),
gaps AS (
    SELECT *, n - row_number() OVER (PARTITION BY body_id, year, series ORDER BY n) AS run
    FROM missing
    ANTI JOIN numbered USING (body_id, year, series, n)
),
runs AS (
    SELECT body_id, year, series, min(n) AS first, max(n) AS last
    FROM gaps
    GROUP BY body_id, year, series, run
)
SELECT
    body_id || '/' || year || '/' || series AS key,
    'info' AS severity,
    NULL AS document_id,
    NULL AS meeting_id,
    NULL AS case_id,
    'Cases of ' || body_id || ' in ' || year || ' with these numbers are in no document: '
    || string_agg(
        trim(series || ' ') || CASE WHEN series = '' THEN '' ELSE ' ' END
        || CASE WHEN first = last THEN first::VARCHAR ELSE first || '–' || last END,
        ', ' ORDER BY first
    )
    || '. Look for the minutes of the meetings between.' AS message
FROM runs
GROUP BY body_id, year, series
