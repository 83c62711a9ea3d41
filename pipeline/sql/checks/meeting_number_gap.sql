-- Numbers of meetings between the first and the last of a body and year that no document mentions.
SELECT
    body_id || '/' || year AS key,
    'warning' AS severity,
    NULL AS document_id,
    NULL AS meeting_id,
    NULL AS case_id,
    'Meetings of ' || body_id || ' in ' || year || ' with these numbers are in no document: '
    || string_agg(missing, ', ' ORDER BY first) || '. Look for their minutes.' AS message
FROM temp.known_gaps
WHERE kind = 'meeting number'
GROUP BY body_id, year
