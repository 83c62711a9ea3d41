-- Rows that one document alone states, as it states them.
INSERT INTO main.$table BY NAME
SELECT $columns
FROM $source
WHERE $group IN (SELECT key FROM temp.touched WHERE table_name = '$table')
    $but
