-- Tables that the search has besides its texts, empty.
DROP SCHEMA IF EXISTS fts_main_search_texts CASCADE; -- the index of an older vedtak
CREATE SCHEMA IF NOT EXISTS search_index;
CREATE OR REPLACE TABLE search_index.words (
    word VARCHAR NOT NULL, plain VARCHAR NOT NULL, stem VARCHAR NOT NULL, root VARCHAR,
    records INTEGER NOT NULL, standard VARCHAR, terms VARCHAR[] NOT NULL,
    term UBIGINT, further UBIGINT[] NOT NULL
);
CREATE OR REPLACE TABLE search_index.standards (stem VARCHAR NOT NULL, standard VARCHAR NOT NULL);
CREATE OR REPLACE TABLE search_index.stop_words (word VARCHAR NOT NULL);
CREATE OR REPLACE TABLE search_index.bodies (body_id VARCHAR NOT NULL, digest UBIGINT NOT NULL);
CREATE OR REPLACE TABLE search_index.places (
    docid UINTEGER NOT NULL, text_id VARCHAR NOT NULL, digest UBIGINT NOT NULL,
    unit UBIGINT NOT NULL, length INTEGER NOT NULL, kind VARCHAR NOT NULL, date DATE,
    body_id VARCHAR, case_type VARCHAR, case_kind VARCHAR
);
CREATE OR REPLACE TABLE search_index.postings (
    term UBIGINT NOT NULL, docid UINTEGER NOT NULL, often INTEGER NOT NULL
);
CREATE OR REPLACE TABLE search_index.state (folded UBIGINT NOT NULL, last_docid UINTEGER NOT NULL);
INSERT INTO search_index.state VALUES (0, 0);
DELETE FROM main.search_texts;

COMMENT ON TABLE search_index.words IS 'Words of the searchable texts.';
COMMENT ON COLUMN search_index.words.word IS 'The word in lower case.';
COMMENT ON COLUMN search_index.words.plain IS 'The same with letters that are written in one way.';
COMMENT ON COLUMN search_index.words.stem IS 'The word without its ending.';
COMMENT ON COLUMN search_index.words.root IS 'The plain word without its ending, where other words may have it as a part.';
COMMENT ON COLUMN search_index.words.records IS 'Number of texts that have it.';
COMMENT ON COLUMN search_index.words.standard IS 'The same word in another form of the language or spelling; NULL when it stands for itself.';
COMMENT ON COLUMN search_index.words.terms IS 'What else it is found by: its standard form and parts.';
COMMENT ON COLUMN search_index.words.term IS 'Number of its stem; NULL for a stop word.';
COMMENT ON COLUMN search_index.words.further IS 'Numbers of the stems of what else it is found by.';
COMMENT ON TABLE search_index.standards IS 'Words that stand for all forms of a word.';
COMMENT ON COLUMN search_index.standards.stem IS 'Stem of one of the forms.';
COMMENT ON COLUMN search_index.standards.standard IS 'The word that stands for them.';
COMMENT ON TABLE search_index.stop_words IS 'Words that are no part of the index.';
COMMENT ON COLUMN search_index.stop_words.word IS 'The word in lower case.';
COMMENT ON TABLE search_index.bodies IS 'Bodies by whose names texts are found.';
COMMENT ON COLUMN search_index.bodies.body_id IS 'Body.';
COMMENT ON COLUMN search_index.bodies.digest IS 'Digest of its names.';
COMMENT ON TABLE search_index.places IS 'Texts in the index, with what filters and groups hits.';
COMMENT ON COLUMN search_index.places.docid IS 'Number of the text in the index; a changed text gets a new one.';
COMMENT ON COLUMN search_index.places.text_id IS 'Text.';
COMMENT ON COLUMN search_index.places.digest IS 'Digest of the text and all that is told of it.';
COMMENT ON COLUMN search_index.places.unit IS 'Number that the texts of one case share.';
COMMENT ON COLUMN search_index.places.length IS 'Words of the text that are in the index, with their parts.';
COMMENT ON COLUMN search_index.places.kind IS 'Kind of record.';
COMMENT ON COLUMN search_index.places.date IS 'Day.';
COMMENT ON COLUMN search_index.places.body_id IS 'Body.';
COMMENT ON COLUMN search_index.places.case_type IS 'Type of the case as written.';
COMMENT ON COLUMN search_index.places.case_kind IS 'Type of the case in the national vocabulary.';
COMMENT ON TABLE search_index.state IS 'How far the index has come.';
COMMENT ON COLUMN search_index.state.folded IS 'How many postings, from the first on, stand in the order of words.';
COMMENT ON COLUMN search_index.state.last_docid IS 'Highest number that a text was given; postings may have it longer than the text is there.';

-- Letters that are written in more than one way: ö for ø, aa for å, accents.
CREATE OR REPLACE MACRO search_index.plain(word) AS replace(
    translate(lower(word), 'éèêëáàâóòôöäüíìîúùûñç', 'eeeeaaaoooøæuiiiuuunc'), 'aa', 'å'
);

-- The Norwegian stemmer of the Snowball project, as in `extractors/stem.py`. The bar stands where
-- endings begin: behind the first vowel with another letter behind it, or the third letter.
CREATE OR REPLACE MACRO search_index.stem(word) AS replace(
    regexp_replace(
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    word,
                    '^([aeiouyæåø][^aeiouyæåø].|.*?[aeiouyæåø][^aeiouyæåø])',
                    '\1|'
                ),
                '^(?:([^|]*\|.*?)(?:hetenes|hetene|hetens|heter|heten|endes|ande|ende|edes|enes'
                || '|(er)te|ede|ane|ene|ens|ers|ets|het|ast|(er)t|en|ar|er|as|es|et|a|e)'
                -- an s only behind certain letters, with the bar before, between or behind them
                || '|([^|]*(?:(?:[bcdfghjlmnoprtvyz]|[^aeiouyæåø|]k)\|'
                || '|\|.*(?:[bcdfghjlmnoprtvyz]|[^aeiouyæåø|]k)|[^aeiouyæåø|]\|k))s)$',
                '\1\2\3\4'
            ),
            '(\|.*[dv])t$',
            '\1'
        ),
        '(\|.*?)(?:hetslov|eleg|elig|elov|slov|leg|eig|lig|els|lov|ig)$',
        '\1'
    ),
    '|',
    ''
);

-- The number that stands for a stem in the index.
CREATE OR REPLACE MACRO search_index.number(term) AS md5_number_lower(term);

-- Words between single spaces, without signs, for comparing phrases.
CREATE OR REPLACE MACRO search_index.bare(words) AS ' ' || trim(
    regexp_replace(lower(words), '[^\p{L}\p{N}]+', ' ', 'g')
) || ' ';
