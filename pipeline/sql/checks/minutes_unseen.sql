-- Minutes that a later meeting approved and that are in no document.
SELECT
    approvals.case_id || '/' || coalesce(approved_number, approved_date::VARCHAR) AS key,
    'warning' AS severity,
    NULL AS document_id,
    approvals.meeting_id,
    approvals.case_id,
    'Case ' || approvals.case_id || ' is about the minutes of meeting '
    || concat_ws(' of ', approved_number, approved_date::VARCHAR)
    || ', which are in no document. Look for them.' AS message
FROM main.approvals
WHERE
    approved_meeting_id IS NULL
    OR approved_meeting_id NOT IN (
        SELECT meeting_id FROM main.parts
        WHERE kind IN ('minutes', 'case_protocol') AND meeting_id IS NOT NULL
    )
GROUP BY ALL
