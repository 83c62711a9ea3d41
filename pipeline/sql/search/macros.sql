-- The search as macros. They need the extension fts, which vedtak loads by itself.

-- What a query asks for: one row per term. Terms of one slot stand for each other.
CREATE OR REPLACE MACRO main.search_terms(query) AS TABLE
WITH units AS (
    SELECT
        unit,
        written,
        starts_with(written, '-') AS excluded,
        contains(written, '"') AS quoted,
        ends_with(written, '*') AS opened,
        CASE WHEN contains(written, '"') THEN [written] ELSE string_split(written, '|') END AS choices
    FROM (
        SELECT
            unnest(found) AS written,
            unnest(range(len(found))) AS unit
        FROM (SELECT regexp_extract_all(lower(query), '-?"[^"]*"|[^\s"]+') AS found)
    )
),
spoken AS (
    SELECT unit, excluded, quoted, opened, len(choices) > 1 AS chosen, unnest(choices) AS choice
    FROM units
),
tokens AS (
    SELECT
        unit, excluded, quoted, opened, chosen,
        unnest(words) AS word,
        unnest(range(len(words))) AS place,
        len(words) AS count
    FROM (
        SELECT *, regexp_extract_all(choice, '[\p{L}\p{N}]+') AS words FROM spoken
    )
),
asked AS (
    SELECT DISTINCT
        unit,
        unit * 1000 + CASE WHEN chosen THEN 0 ELSE place END AS slot,
        excluded, quoted, word,
        opened AND place = count - 1 AS opened
    FROM tokens
    WHERE opened OR word NOT IN (SELECT word FROM search_index.stop_words)
),
spelled AS (
    SELECT unit, slot, excluded, quoted, word, stem(word, 'norwegian') AS term, 1.0 AS weight
    FROM asked
    UNION ALL
    SELECT
        unit, slot, excluded, quoted, word,
        stem(coalesce(words.standard, standards.standard), 'norwegian'), 0.9
    FROM asked
    LEFT JOIN search_index.words USING (word)
    LEFT JOIN search_index.standards
        ON standards.stem = stem(search_index.plain(asked.word), 'norwegian')
    WHERE NOT quoted AND coalesce(words.standard, standards.standard) IS NOT NULL
    UNION ALL
    SELECT unit, slot, excluded, quoted, word, stem(search_index.plain(word), 'norwegian'), 0.9
    FROM asked
    WHERE NOT quoted
    UNION ALL
    SELECT asked.unit, asked.slot, asked.excluded, asked.quoted, asked.word, words.stem, 1.0
    FROM asked
    JOIN search_index.words ON starts_with(words.word, asked.word)
    WHERE asked.opened
)
SELECT unit, slot, excluded, quoted, word, term, max(weight) AS weight
FROM spelled
GROUP BY ALL;

-- The phrases in quotes of a query, as they are compared: words between single spaces.
CREATE OR REPLACE MACRO search_index.phrases(query) AS TABLE
SELECT starts_with(written, '-') AS excluded, search_index.bare(written) AS phrase
FROM (SELECT unnest(regexp_extract_all(query, '-?"[^"]*"')) AS written)
WHERE search_index.bare(written) != '  ';

-- Which documents of the index answer a query, and how well.
CREATE OR REPLACE MACRO search_index.scores(query) AS TABLE
WITH terms AS MATERIALIZED (
    FROM main.search_terms(query)
),
wanted AS (
    SELECT slot, excluded, termid, max(weight) AS weight
    FROM terms
    JOIN fts_main_search_texts.dict USING (term)
    WHERE NOT (excluded AND quoted)
    GROUP BY slot, excluded, termid
),
asked AS (
    SELECT count(DISTINCT slot) AS slots FROM terms WHERE NOT excluded
),
weighed AS (
    -- BM25 over fields: a word in the title counts as much as three in the text
    SELECT fieldid, CASE field
        WHEN 'title' THEN 3.0 WHEN 'text' THEN 1.0 WHEN 'terms' THEN 0.5 ELSE 0.4
    END::FLOAT AS field_weight
    FROM fts_main_search_texts.fields
),
found AS MATERIALIZED (
    SELECT slot, excluded, docid, sum(weight::FLOAT * field_weight) AS often
    FROM fts_main_search_texts.terms
    JOIN wanted USING (termid)
    JOIN weighed USING (fieldid)
    GROUP BY slot, excluded, docid
),
rare AS (
    SELECT
        slot, ln((any_value(num_docs) - count(*) + 0.5) / (count(*) + 0.5) + 1) AS rarity
    FROM found, fts_main_search_texts.stats
    WHERE NOT excluded
    GROUP BY slot
),
scored AS (
    SELECT
        docid,
        sum(rarity * often * 2.2 / (often + 1.2 * (0.25 + 0.75 * len / avgdl))) AS score,
        count(*) AS words_found
    FROM found
    JOIN rare USING (slot)
    JOIN fts_main_search_texts.docs USING (docid)
    CROSS JOIN fts_main_search_texts.stats
    WHERE NOT excluded
    GROUP BY docid
)
SELECT
    docid,
    -- a text with all the words comes before one that says one of them often
    score * (words_found / slots) ** 2 AS score,
    words_found::INTEGER AS words_found,
    slots::INTEGER AS words_asked
FROM scored
CROSS JOIN asked
WHERE docid NOT IN (SELECT docid FROM found WHERE excluded);

-- The same where phrases in quotes count, for which the texts themselves must be read.
CREATE OR REPLACE MACRO search_index.phrase_scores(query) AS TABLE
WITH candidates AS MATERIALIZED (
    FROM search_index.scores(query)
),
failed AS (
    SELECT docid
    FROM search_index.phrases(query) AS phrases
    CROSS JOIN candidates
    JOIN search_index.places USING (docid)
    JOIN main.search_texts AS texts USING (text_id)
    WHERE phrases.excluded
        = contains(search_index.bare(texts.title || ' . ' || texts.text), phrases.phrase)
)
FROM candidates
WHERE docid NOT IN (SELECT docid FROM failed);

-- The search for reading: whole rows, best first.
CREATE OR REPLACE MACRO main.search(query) AS TABLE
SELECT
    round(found.score, 3) AS score, texts.kind, texts.record_id, texts.case_id, texts.meeting_id,
    texts.body_id, texts.date, texts.title, texts.text, texts.document_path, texts.page,
    found.words_found, found.words_asked
FROM search_index.phrase_scores(query) AS found
JOIN search_index.places USING (docid)
JOIN main.search_texts AS texts USING (text_id)
ORDER BY found.score DESC, texts.date DESC NULLS LAST, texts.text_id;
