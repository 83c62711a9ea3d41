-- The search as macros.

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
    SELECT
        * EXCLUDE (spellings),
        unnest(spellings) AS spelling,
        search_index.stem(unnest(spellings)) AS term,
        unnest(range(len(spellings))) AS place
    FROM (
        SELECT
            *,
            CASE WHEN quoted THEN [word] ELSE [word, search_index.plain(word)] END AS spellings
        FROM asked
    )
),
standing AS (
    -- the word that stands for all forms of the one asked for
    SELECT unit, slot, excluded, quoted, word, coalesce(words.standard, standards.standard) AS standard
    FROM spelled
    LEFT JOIN search_index.words USING (word)
    LEFT JOIN search_index.standards ON standards.stem = spelled.term
    WHERE NOT quoted AND place = 1
)
SELECT unit, slot, excluded, quoted, word, term, max(weight) AS weight
FROM (
    SELECT
        unit, slot, excluded, quoted, word, term, CASE place WHEN 0 THEN 1.0 ELSE 0.9 END AS weight
    FROM spelled
    UNION ALL
    SELECT unit, slot, excluded, quoted, word, search_index.stem(standard), 0.9
    FROM standing
    WHERE standard IS NOT NULL
    UNION ALL
    SELECT asked.unit, asked.slot, asked.excluded, asked.quoted, asked.word, words.stem, 1.0
    FROM asked
    JOIN search_index.words ON starts_with(words.word, asked.word)
    WHERE asked.opened
)
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
    SELECT
        slot, excluded, search_index.number(term) AS term, (10 * max(weight))::INTEGER AS tenths
    FROM terms
    WHERE NOT (excluded AND quoted)
    GROUP BY slot, excluded, term
),
asked AS (
    SELECT count(DISTINCT slot) AS slots FROM terms WHERE NOT excluded
),
-- BM25 over fields: a word in the title counts as much as three in the text
found AS MATERIALIZED (
    SELECT
        slot, excluded, docid, any_value(length) AS length,
        sum(tenths * often) / 100 AS often
    FROM search_index.postings
    JOIN wanted USING (term)
    JOIN search_index.places USING (docid)
    GROUP BY slot, excluded, docid
),
stats AS (
    SELECT count(*) AS texts, sum(length) / count(*) AS usual FROM search_index.places
),
rare AS (
    SELECT slot, ln((any_value(texts) - count(*) + 0.5) / (count(*) + 0.5) + 1) AS rarity
    FROM found, stats
    WHERE NOT excluded
    GROUP BY slot
),
scored AS (
    SELECT
        docid,
        -- whole numbers, whose sum is the same in any order
        sum(round(
            1e6 * rarity * often * 2.2 / (often + 1.2 * (0.25 + 0.75 * length / usual))
        )::INTEGER) / 1e6 AS score,
        count(*) AS words_found
    FROM found
    JOIN rare USING (slot)
    CROSS JOIN stats
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
