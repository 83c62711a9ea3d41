-- The texts of the records in temp.stirred as they are now, numbered behind those of the index;
-- those that the index has just so are left out.
CREATE OR REPLACE TEMP TABLE known AS
SELECT docid, text_id, digest
FROM search_index.places
SEMI JOIN (SELECT kind || ':' || record_id AS text_id FROM temp.stirred) AS stirred USING (text_id);
-- by themselves, so that it is known how few they are when the rest is looked up
CREATE OR REPLACE TEMP TABLE records AS
$records;
CREATE OR REPLACE TEMP SEQUENCE docids START $first;
CREATE OR REPLACE TEMP TABLE texts AS
SELECT nextval('temp.docids')::UINTEGER AS docid, hash(gathered) AS digest, gathered.*
FROM ($texts) AS gathered;
DROP TABLE temp.records;
CREATE OR REPLACE TEMP TABLE outdated AS
SELECT docid, text_id FROM temp.known ANTI JOIN temp.texts USING (text_id, digest);
DELETE FROM temp.texts
WHERE (text_id, digest) IN (SELECT (text_id, digest) FROM temp.known);
