-- The words of some of the texts. In tenths: a word of the title counts as much as three of the text.
CREATE OR REPLACE TEMP TABLE tokens AS
SELECT docid, word, sum(tenths)::INTEGER AS often, count(*)::INTEGER AS count
FROM (
    SELECT docid, tenths, unnest(regexp_extract_all(lower(said), '[\p{L}\p{N}]+')) AS word
    FROM (
        SELECT docid, unnest([title, text, context]) AS said, unnest([30, 10, 4]) AS tenths
        FROM temp.texts
        WHERE docid BETWEEN $first AND $last
    )
)
GROUP BY docid, word;
