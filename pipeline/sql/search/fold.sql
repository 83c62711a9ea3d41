-- Postings in the order of words, so that a search reads only those of its words; without those of
-- texts that are gone.
CREATE OR REPLACE TABLE search_index.postings AS
SELECT postings.*
FROM search_index.postings
SEMI JOIN search_index.places USING (docid)
ORDER BY term, docid;
UPDATE search_index.state SET folded = (SELECT count(*) FROM search_index.postings);
