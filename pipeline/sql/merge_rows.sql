-- One row per key: each column the first value in order of precedence that is not NULL; a list
-- column all values in that order, each once.
INSERT INTO main.$table BY NAME
SELECT * $united
FROM (
    SELECT $columns
    FROM (
        SELECT *, $precedences
        FROM $source
        WHERE $key IN (SELECT key FROM temp.touched WHERE table_name = '$table')
    )
    GROUP BY $key
)
