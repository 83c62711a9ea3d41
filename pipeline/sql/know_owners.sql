-- Notes of which meetings and cases something is stated.
INSERT INTO stated.known_owners
SELECT DISTINCT (md5_number_lower(array_to_string(string_split(key, '/')[1:3], '/')) >> 1)::BIGINT AS owner
FROM $keys
WHERE key IS NOT NULL AND owner NOT IN (FROM stated.known_owners)
