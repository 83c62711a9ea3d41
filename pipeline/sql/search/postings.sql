-- Some of the texts put into the index, by their words in temp.tokens.
CREATE OR REPLACE TEMP TABLE found AS
SELECT words.term, docid, often, count
FROM temp.tokens
JOIN search_index.words USING (word)
WHERE words.term IS NOT NULL
UNION ALL
SELECT unnest(words.further), docid, 5, 1
FROM temp.tokens
JOIN search_index.words USING (word)
WHERE len(words.further) > 0;
INSERT INTO search_index.postings SELECT term, docid, often FROM temp.found ORDER BY term, docid;
INSERT INTO search_index.places BY NAME
SELECT
    docid, text_id, digest,
    search_index.number(coalesce(case_id, record_id)) AS unit,
    coalesce(counted.length, 0) AS length,
    kind, date, body_id, case_type, case_kind
FROM temp.texts
LEFT JOIN (SELECT docid, sum(count)::INTEGER AS length FROM temp.found GROUP BY docid) AS counted
    USING (docid)
WHERE docid BETWEEN $first AND $last
ORDER BY docid;
INSERT INTO main.search_texts BY NAME
SELECT texts.* EXCLUDE (docid, digest), coalesce(added.terms, '') AS terms
FROM temp.texts
LEFT JOIN (
    SELECT
        docid,
        -- in the order of the words; to let the aggregate sort takes three times as long
        array_to_string(
            list_transform(list_sort(list((word, array_to_string(terms, ' ')))), lambda x: x[2]), ' '
        ) AS terms
    FROM temp.tokens
    JOIN search_index.words USING (word)
    WHERE len(words.terms) > 0
    GROUP BY docid
) AS added USING (docid)
WHERE docid BETWEEN $first AND $last;
