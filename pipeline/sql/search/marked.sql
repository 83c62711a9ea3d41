-- Which of some words are found by some terms: by themselves, their standard form, or a part.
SELECT words.word
FROM search_index.words
WHERE list_contains($words::VARCHAR[], words.word)
    AND (
        list_contains($terms::VARCHAR[], words.stem)
        OR list_has_any(
            list_transform(words.terms, lambda word: search_index.stem(word)),
            $terms::VARCHAR[]
        )
    );
