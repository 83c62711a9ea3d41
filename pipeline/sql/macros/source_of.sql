-- The words from which a record was made, with document and page: how to check any row of any table.
-- parameter record: Key of a record of any table, for example of a case or a decision.
-- column document_id = documents.document_id
-- column path = documents.path
-- column page_number = spans.page_number
-- column role = spans.role
-- column words: The words on the page, exactly as they stand there.
CREATE OR REPLACE MACRO main.source_of(record) AS TABLE
SELECT
    s.document_id,
    d.path,
    s.page_number,
    s.role,
    substr(p.text, s.char_start + 1, s.char_end - s.char_start) AS words
FROM main.spans AS s
LEFT JOIN main.documents AS d ON d.document_id = s.document_id
LEFT JOIN main.pages AS p ON p.document_id = s.document_id AND p.page_number = s.page_number
WHERE s.record_id = record
ORDER BY d.path, s.document_id, s.page_number, s.char_start
