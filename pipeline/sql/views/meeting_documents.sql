-- Every part of every document of a meeting: its agenda, its notes, draft and signed minutes.
-- column meeting_id = meetings.meeting_id
-- column body_id = meetings.body_id
-- column date = meetings.date
-- column part_id = parts.part_id
-- column kind = parts.kind
-- column status = parts.status
-- column approved_in: Cases in which a later meeting approved the minutes; empty for other kinds.
-- column title = parts.title
-- column document_id = documents.document_id
-- column document_path = documents.path
-- column text_source = documents.text_source
-- column first_page = parts.first_page
-- column last_page = parts.last_page
-- column stated_meeting_id = parts.stated_meeting_id
CREATE OR REPLACE VIEW main.meeting_documents AS
WITH approved AS (
    SELECT approved_meeting_id AS meeting_id, list_sort(list(DISTINCT case_id)) AS cases
    FROM main.approvals
    WHERE approved_meeting_id IS NOT NULL
    GROUP BY approved_meeting_id
)
SELECT
    parts.meeting_id,
    meetings.body_id,
    meetings.date,
    parts.part_id,
    parts.kind,
    parts.status,
    CASE WHEN parts.kind = 'minutes' THEN coalesce(approved.cases, []) ELSE [] END AS approved_in,
    parts.title,
    parts.document_id,
    documents.path AS document_path,
    documents.text_source,
    parts.first_page,
    parts.last_page,
    parts.stated_meeting_id
FROM main.parts
INNER JOIN main.meetings USING (meeting_id)
INNER JOIN main.documents ON documents.document_id = parts.document_id
LEFT JOIN approved ON approved.meeting_id = parts.meeting_id
ORDER BY meetings.body_id, meetings.date, parts.meeting_id, parts.kind, documents.path, parts.ordinal;
