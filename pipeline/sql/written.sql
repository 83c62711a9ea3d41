-- The keys that the documents of a batch state, each with how often, and whether anything was ever
-- stated of the meeting or case that it begins with. Where nothing was, no row is there either.
CREATE OR REPLACE TEMP TABLE written AS
WITH keyed AS MATERIALIZED (
    SELECT
        *,
        (md5_number_lower(array_to_string(string_split(key, '/')[1:3], '/')) >> 1)::BIGINT AS owner
    FROM $incoming
),
-- by themselves, so that it is known how few they are
known AS MATERIALIZED (
    SELECT DISTINCT owner FROM stated.known_owners WHERE owner IN (SELECT owner FROM keyed)
)
SELECT table_name, key, times, owner, owner IN (FROM known) AS is_known
FROM keyed
