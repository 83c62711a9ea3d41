-- What is decided before it can have been: minutes approved before their meeting was held, a note
-- written after the meeting that it prepares, a deadline that had passed when it was set.
SELECT
    approvals.case_id || '/approves/' || coalesce(approvals.approved_number, '')
    || coalesce(approvals.approved_date::VARCHAR, '') AS key,
    'warning' AS severity,
    parts.document_id,
    approvals.meeting_id,
    approvals.case_id,
    'Case ' || approvals.case_id || ' of ' || meetings.date || ' is about the minutes of meeting '
    || concat_ws(' of ', approvals.approved_number, coalesce(earlier.date, approvals.approved_date))
    || ', which is no earlier; compare the dates with the pages.' AS message
FROM main.approvals
INNER JOIN main.meetings ON meetings.meeting_id = approvals.meeting_id
INNER JOIN main.cases ON cases.case_id = approvals.case_id
LEFT JOIN main.parts ON parts.part_id = cases.part_id
LEFT JOIN main.meetings AS earlier ON earlier.meeting_id = approvals.approved_meeting_id
WHERE coalesce(earlier.date, approvals.approved_date) >= meetings.date
UNION ALL
SELECT
    case_notes.part_id || '/note',
    'info',
    parts.document_id,
    meetings.meeting_id,
    cases.case_id,
    'The case note of case ' || cases.case_id || ' is dated ' || case_notes.date
    || ', after the meeting of ' || meetings.date || '; compare the dates with the pages.'
FROM main.case_notes
INNER JOIN main.cases USING (case_id)
INNER JOIN main.meetings ON meetings.meeting_id = cases.meeting_id
INNER JOIN main.parts ON parts.part_id = case_notes.part_id
WHERE case_notes.date > meetings.date
UNION ALL
SELECT
    requests.decision_id || '/due/' || requests.ordinal,
    'info',
    parts.document_id,
    meetings.meeting_id,
    cases.case_id,
    'The decision ' || requests.decision_id || ' of ' || meetings.date || ' asks for something '
    || requests.due || ', which had passed; compare the dates with the page.'
FROM main.requests
INNER JOIN main.decisions USING (decision_id)
INNER JOIN main.cases ON cases.case_id = decisions.case_id
INNER JOIN main.meetings ON meetings.meeting_id = cases.meeting_id
LEFT JOIN main.parts ON parts.part_id = requests.part_id
WHERE requests.due_date < meetings.date
