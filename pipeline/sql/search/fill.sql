-- Searchable texts with the further terms that their words are found by.
DELETE FROM main.search_texts;
INSERT INTO main.search_texts BY NAME
WITH spelled AS (
    SELECT text_id, unnest(list_distinct(regexp_extract_all(
        lower(concat_ws(' ', title, text, context)), '[\p{L}\p{N}]+'
    ))) AS word
    FROM temp.texts
),
added AS (
    SELECT text_id, string_agg(array_to_string(words.terms, ' '), ' ' ORDER BY words.word) AS terms
    FROM spelled
    JOIN search_index.words USING (word)
    WHERE len(words.terms) > 0
    GROUP BY text_id
)
SELECT texts.*, coalesce(added.terms, '') AS terms
FROM temp.texts
LEFT JOIN added USING (text_id)
ORDER BY text_id;
