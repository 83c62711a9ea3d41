-- What postings are; said again when they are put in order.
COMMENT ON TABLE search_index.postings IS 'Which texts have which words; those of texts that are gone are of no account.';
COMMENT ON COLUMN search_index.postings.term IS 'Number of the stem of the word.';
COMMENT ON COLUMN search_index.postings.docid IS 'Number of the text.';
COMMENT ON COLUMN search_index.postings.often IS 'How often, in tenths: a word of the text 10, of the title 30, of the context 4, a part of a word 5.';
