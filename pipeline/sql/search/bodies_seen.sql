-- The names of bodies that the texts in the index are found by.
DELETE FROM search_index.bodies;
INSERT INTO search_index.bodies
SELECT body_id, hash(name, short_name, organization_as_written) FROM main.bodies;
