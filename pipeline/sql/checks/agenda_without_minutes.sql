-- Meetings that were called and of which there are no minutes, though the body has later minutes.
WITH kinds AS (
    SELECT
        meeting_id,
        bool_or(kind = 'agenda') AS called,
        bool_or(kind IN ('minutes', 'case_protocol')) AS held,
        min(document_id) FILTER (kind = 'agenda') AS document_id
    FROM main.parts
    WHERE meeting_id IS NOT NULL
    GROUP BY meeting_id
),
dated AS (
    SELECT kinds.*, meetings.body_id, meetings.date
    FROM kinds
    INNER JOIN main.meetings USING (meeting_id)
    WHERE meetings.date IS NOT NULL
),
latest AS (
    SELECT body_id, max(date) AS date
    FROM dated
    WHERE held
    GROUP BY body_id
)
SELECT
    dated.meeting_id AS key,
    'warning' AS severity,
    dated.document_id,
    dated.meeting_id,
    NULL AS case_id,
    'There is an agenda for meeting ' || dated.meeting_id || ' and no minutes, though there are '
    || 'minutes of later meetings. Look for them, or note that it was not held.' AS message
FROM dated
INNER JOIN latest USING (body_id)
WHERE dated.called AND NOT dated.held AND dated.date < latest.date
