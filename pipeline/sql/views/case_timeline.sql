-- Every appearance of a case in every document, in order of date.
-- column case_id = cases.case_id
-- column number = cases.number
-- column title = cases.title
-- column archive_case = cases.archive_case
-- column date: Date of the case note, else of the meeting that the part belongs to, else of the meeting that treats the case.
-- column meeting_id: Meeting that the part belongs to, else the one that treats the case.
-- column document_id = documents.document_id
-- column document_path = documents.path
-- column part_id = parts.part_id
-- column part_kind = parts.kind
-- column page: Page on which the part first speaks of the case, else the part's first page.
-- column states: What the part says of the case, in alphabetical order: 'attachment', 'case', 'case note', 'contribution', 'decision', 'presence', 'proposal', 'vote'.
CREATE OR REPLACE VIEW main.case_timeline AS
WITH said AS (
    SELECT case_id, part_id, 'case' AS what FROM stated.cases
    UNION ALL SELECT case_id, part_id, 'proposal' FROM stated.proposals
    UNION ALL SELECT case_id, part_id, 'decision' FROM stated.decisions
    UNION ALL SELECT case_id, part_id, 'vote' FROM stated.votes
    UNION ALL SELECT case_id, part_id, 'contribution' FROM stated.contributions
    UNION ALL SELECT case_id, part_id, 'presence' FROM stated.case_presence
    UNION ALL SELECT case_id, part_id, 'attachment' FROM stated.attachments
    UNION ALL SELECT case_id, part_id, 'case note' FROM stated.case_notes
),
appearances AS (
    SELECT main.canonical_key(case_id) AS case_id, part_id, list_sort(list(what)) AS states
    FROM (SELECT DISTINCT case_id, part_id, what FROM said)
    WHERE case_id IS NOT NULL AND part_id IS NOT NULL
    GROUP BY ALL
),
placed AS (
    SELECT record_id, part_id, min(page_number) AS page
    FROM main.spans
    WHERE record_id IN (SELECT case_id FROM appearances)
    GROUP BY record_id, part_id
)
SELECT
    appearances.case_id,
    cases.number,
    cases.title,
    cases.archive_case,
    coalesce(case_notes.date, own_meeting.date, case_meeting.date) AS date,
    coalesce(parts.meeting_id, cases.meeting_id) AS meeting_id,
    parts.document_id,
    documents.path AS document_path,
    appearances.part_id,
    parts.kind AS part_kind,
    coalesce(placed.page, parts.first_page) AS page,
    appearances.states
FROM appearances
INNER JOIN main.parts ON parts.part_id = appearances.part_id
INNER JOIN main.documents ON documents.document_id = parts.document_id
LEFT JOIN main.cases ON cases.case_id = appearances.case_id
LEFT JOIN main.case_notes
    ON case_notes.part_id = appearances.part_id AND case_notes.case_id = appearances.case_id
LEFT JOIN main.meetings AS own_meeting ON own_meeting.meeting_id = parts.meeting_id
LEFT JOIN main.meetings AS case_meeting ON case_meeting.meeting_id = cases.meeting_id
LEFT JOIN placed
    ON placed.record_id = appearances.case_id AND placed.part_id = appearances.part_id
ORDER BY date NULLS LAST, appearances.case_id, parts.document_id, parts.ordinal;
