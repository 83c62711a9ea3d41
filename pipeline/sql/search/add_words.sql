-- Words that are new, or found by other words than before.
INSERT INTO search_index.words BY NAME
SELECT
    incoming.* REPLACE (
        list_transform(further, lambda other: search_index.number(other)) AS further
    ),
    CASE WHEN word NOT IN (SELECT word FROM search_index.stop_words)
        THEN search_index.number(stem) END AS term
FROM $incoming AS incoming
