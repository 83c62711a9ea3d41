-- Filled in the transaction that writes or removes a document, so that linking after a stop knows
-- what is left to do.
CREATE TABLE stated.touched_bodies (body_id VARCHAR NOT NULL);
COMMENT ON TABLE stated.touched_bodies IS
'Bodies of which documents were written or removed since keys were linked last.';
COMMENT ON COLUMN stated.touched_bodies.body_id IS 'Key of the body as the documents give it.'
