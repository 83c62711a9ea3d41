-- The words of some of the texts. In tenths: a word of the title counts as much as three of the text.
CREATE OR REPLACE TEMP TABLE tokens AS
SELECT docid, word, sum(tenths)::INTEGER AS often, count(*)::INTEGER AS count
FROM (
    SELECT docid, unnest(regexp_extract_all(lower(title), '[\p{L}\p{N}]+')) AS word, 30 AS tenths
    FROM temp.texts
    WHERE docid BETWEEN $first AND $last
    UNION ALL
    SELECT docid, unnest(regexp_extract_all(lower(text), '[\p{L}\p{N}]+')), 10
    FROM temp.texts
    WHERE docid BETWEEN $first AND $last
    UNION ALL
    SELECT docid, unnest(regexp_extract_all(lower(context), '[\p{L}\p{N}]+')), 4
    FROM temp.texts
    WHERE docid BETWEEN $first AND $last
)
GROUP BY docid, word;
