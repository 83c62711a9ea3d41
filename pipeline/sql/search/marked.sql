-- Which of some words a query finds: by themselves, their standard form, or a part of them.
WITH asked AS (
    SELECT DISTINCT term FROM main.search_terms($query) WHERE NOT excluded
)
SELECT DISTINCT words.word
FROM search_index.words
WHERE list_contains($words::VARCHAR[], words.word)
    AND (
        words.stem IN (SELECT term FROM asked)
        OR list_has_any(
            list_transform(words.terms, lambda word: stem(word, 'norwegian')),
            (SELECT list(term) FROM asked)
        )
    );
