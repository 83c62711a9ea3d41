-- What a query asks for, with whether any text has it.
WITH asked AS MATERIALIZED (
    SELECT *, search_index.number(term) AS number FROM main.search_terms($query)
),
known AS MATERIALIZED (
    SELECT DISTINCT postings.term
    FROM search_index.postings
    JOIN (SELECT DISTINCT number AS term FROM asked) AS wanted USING (term)
    JOIN search_index.places USING (docid)
)
SELECT slot, word, term, excluded, quoted, number IN (SELECT term FROM known)
FROM asked
ORDER BY slot, word, term;
