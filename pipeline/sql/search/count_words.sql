-- Words that are there are counted; those that no text has any more go.
CREATE OR REPLACE TEMP TABLE difference AS
SELECT word, sum(records)::INTEGER AS records FROM temp.difference GROUP BY word HAVING sum(records) <> 0;
UPDATE search_index.words
SET records = words.records + difference.records
FROM temp.difference AS difference
WHERE words.word = difference.word;
CREATE OR REPLACE TEMP TABLE gone AS
SELECT plain, root FROM search_index.words WHERE records = 0;
DELETE FROM search_index.words WHERE records = 0;
CREATE OR REPLACE TEMP TABLE new_words AS
SELECT word, search_index.plain(word) AS plain, records
FROM temp.difference
WHERE word NOT IN (SELECT word FROM search_index.words) AND records > 0
ORDER BY word;
