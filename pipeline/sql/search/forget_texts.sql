-- Texts that have changed or are gone. Their postings stay, as those of numbers that no text has.
DELETE FROM search_index.places WHERE docid IN (SELECT docid FROM temp.outdated);
DELETE FROM main.search_texts WHERE text_id IN (SELECT text_id FROM temp.outdated);
