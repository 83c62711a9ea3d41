-- Minutes that a later meeting approved and that are in no document.
SELECT
    case_id || '/' || missing AS key,
    'warning' AS severity,
    NULL AS document_id,
    meeting_id,
    case_id,
    'Case ' || case_id || ' is about the minutes of meeting ' || missing
    || ', which are in no document. Look for them.' AS message
FROM temp.known_gaps
WHERE kind = 'minutes cited'
