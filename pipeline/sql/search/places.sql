-- What filters and groups hits, by the numbers that DuckDB's index gives to its rows.
CREATE OR REPLACE TABLE search_index.places AS
SELECT
    docs.docid,
    texts.text_id,
    dense_rank() OVER (ORDER BY coalesce(texts.case_id, texts.record_id)) AS unit,
    texts.kind,
    texts.date,
    texts.body_id,
    texts.case_type,
    texts.case_kind
FROM fts_main_search_texts.docs
JOIN main.search_texts AS texts ON texts.text_id = docs.name
ORDER BY docs.docid;
COMMENT ON TABLE search_index.places IS 'What filters and groups hits.';
COMMENT ON COLUMN search_index.places.docid IS 'Number of the text in the index of DuckDB.';
COMMENT ON COLUMN search_index.places.text_id IS 'Text.';
COMMENT ON COLUMN search_index.places.unit IS 'Number that the texts of one case share.';
COMMENT ON COLUMN search_index.places.kind IS 'Kind of record.';
COMMENT ON COLUMN search_index.places.date IS 'Day.';
COMMENT ON COLUMN search_index.places.body_id IS 'Body.';
COMMENT ON COLUMN search_index.places.case_type IS 'Type of the case as written.';
COMMENT ON COLUMN search_index.places.case_kind IS 'Type of the case in the national vocabulary.';
