-- Texts that have a word whose parts are others now are indexed anew though they are the same.
CREATE OR REPLACE TEMP TABLE again AS
SELECT docid, text_id, digest
FROM search_index.places
SEMI JOIN (
    SELECT docid FROM search_index.postings SEMI JOIN temp.parted USING (term)
) AS postings USING (docid)
ANTI JOIN temp.outdated USING (docid);
INSERT INTO temp.texts BY NAME
SELECT nextval('temp.docids')::UINTEGER AS docid, again.digest, texts.* EXCLUDE (terms)
FROM main.search_texts AS texts
JOIN temp.again USING (text_id);
INSERT INTO temp.outdated SELECT docid, text_id FROM temp.again;
