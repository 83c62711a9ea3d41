-- Tables that the search has besides the index of DuckDB.
CREATE SCHEMA IF NOT EXISTS search_index;
CREATE TABLE IF NOT EXISTS search_index.words (
    word VARCHAR NOT NULL, stem VARCHAR NOT NULL, records INTEGER NOT NULL,
    standard VARCHAR, terms VARCHAR[] NOT NULL
);
CREATE TABLE IF NOT EXISTS search_index.standards (stem VARCHAR NOT NULL, standard VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS search_index.stop_words (word VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS search_index.state (fingerprint VARCHAR NOT NULL);
COMMENT ON TABLE search_index.words IS 'Words of the searchable texts.';
COMMENT ON COLUMN search_index.words.word IS 'The word in lower case.';
COMMENT ON COLUMN search_index.words.stem IS 'The word without its ending.';
COMMENT ON COLUMN search_index.words.records IS 'Number of texts that have it.';
COMMENT ON COLUMN search_index.words.standard IS 'The same word in another form of the language or spelling; NULL when it stands for itself.';
COMMENT ON COLUMN search_index.words.terms IS 'What else it is found by: its standard form and parts.';
COMMENT ON TABLE search_index.standards IS 'Words that stand for all forms of a word.';
COMMENT ON COLUMN search_index.standards.stem IS 'Stem of one of the forms.';
COMMENT ON COLUMN search_index.standards.standard IS 'The word that stands for them.';
COMMENT ON TABLE search_index.stop_words IS 'Words that are no part of the index.';
COMMENT ON COLUMN search_index.stop_words.word IS 'The word in lower case.';
COMMENT ON TABLE search_index.state IS 'What the index was made from; empty when it is not whole.';
COMMENT ON COLUMN search_index.state.fingerprint IS 'Digest of the texts and of the word lists.';

-- Letters that are written in more than one way: ö for ø, aa for å, accents.
CREATE OR REPLACE MACRO search_index.plain(word) AS replace(
    translate(lower(word), 'éèêëáàâóòôöäüíìîúùûñç', 'eeeeaaaoooøæuiiiuuunc'), 'aa', 'å'
);

-- Words between single spaces, without signs, for comparing phrases.
CREATE OR REPLACE MACRO search_index.bare(words) AS ' ' || trim(
    regexp_replace(lower(words), '[^\p{L}\p{N}]+', ' ', 'g')
) || ' ';
