-- Texts that have a word whose parts are others now are indexed anew though they are the same.
INSERT INTO temp.texts BY NAME
SELECT
    (greatest(last_docid, (SELECT max(docid) FROM temp.texts))
        + row_number() OVER (ORDER BY text_id))::UINTEGER AS docid,
    places.digest,
    texts.* EXCLUDE (terms)
FROM main.search_texts AS texts
JOIN search_index.places USING (text_id)
CROSS JOIN search_index.state
WHERE docid NOT IN (SELECT docid FROM temp.outdated)
    AND docid IN (
        SELECT docid FROM search_index.postings WHERE term IN (SELECT term FROM temp.parted)
    );
INSERT INTO temp.outdated
SELECT docid, text_id FROM search_index.places
WHERE text_id IN (SELECT text_id FROM temp.texts) AND docid NOT IN (SELECT docid FROM temp.outdated);
UPDATE search_index.state SET last_docid = greatest(last_docid, (SELECT max(docid) FROM temp.texts));
