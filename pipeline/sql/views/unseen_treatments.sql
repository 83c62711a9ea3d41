-- Treatments that the papers of a case tell of and that no document in the database is of: what an
-- archivist would look for.
-- column case_id: Case whose papers tell of it.
-- column kind = case_references.kind
-- column body_as_written = case_references.body_as_written
-- column date = case_references.date
-- column number = case_references.number
-- column status = reference_links.status
-- column reason = reference_links.reason
-- column text = case_references.text
-- column document_path = documents.path
-- column page = case_references.page
CREATE OR REPLACE VIEW main.unseen_treatments AS
SELECT
    case_references.case_id,
    case_references.kind,
    case_references.body_as_written,
    case_references.date,
    case_references.number,
    reference_links.status,
    reference_links.reason,
    case_references.text,
    documents.path AS document_path,
    case_references.page
FROM main.case_references
INNER JOIN main.reference_links USING (reference_id)
LEFT JOIN main.parts ON parts.part_id = case_references.part_id
LEFT JOIN main.documents ON documents.document_id = parts.document_id
WHERE reference_links.status <> 'found'
ORDER BY case_references.date NULLS LAST, case_references.reference_id;
