-- Meetings that were called and of which there are no minutes, though the body has later minutes.
SELECT
    meeting_id AS key,
    'warning' AS severity,
    document_id,
    meeting_id,
    NULL AS case_id,
    'There is an agenda for meeting ' || meeting_id || ' and no minutes, though there are '
    || 'minutes of later meetings. Look for them, or note that it was not held.' AS message
FROM temp.known_gaps
WHERE kind = 'agenda without minutes'
