-- Some of the searchable texts with the further terms that their words are found by.
INSERT INTO main.search_texts BY NAME
WITH spelled AS (
    SELECT text_id, unnest(list_distinct(regexp_extract_all(
        lower(concat_ws(' ', title, text, context)), '[\p{L}\p{N}]+'
    ))) AS word
    FROM temp.texts
    WHERE text_id BETWEEN $first AND $last
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
WHERE texts.text_id BETWEEN $first AND $last
ORDER BY text_id;
