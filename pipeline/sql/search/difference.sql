-- By how many texts each word becomes less frequent.
INSERT INTO temp.difference
SELECT
    unnest(list_distinct(regexp_extract_all(
        lower(concat_ws(' ', title, text, context)), '[\p{L}\p{N}]+'
    ))) AS word,
    -1 AS records
FROM main.search_texts
WHERE text_id IN (SELECT text_id FROM temp.outdated);
