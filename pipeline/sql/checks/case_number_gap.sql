-- Numbers of cases between the first and the last of a body, year and series ('PS', 'RS', …) that
-- no document mentions.
SELECT
    body_id || '/' || year || '/' || series AS key,
    'info' AS severity,
    NULL AS document_id,
    NULL AS meeting_id,
    NULL AS case_id,
    'Cases of ' || body_id || ' in ' || year || ' with these numbers are in no document: '
    || string_agg(missing, ', ' ORDER BY first)
    || '. Look for the minutes of the meetings between.' AS message
FROM temp.known_gaps
WHERE kind = 'case number'
GROUP BY body_id, year, series
