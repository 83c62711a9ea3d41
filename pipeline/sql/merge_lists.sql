-- Numbered rows of one thing ($group) come whole from the part that states them best: row 1 of
-- one document and row 1 of another need not be the same thing.
INSERT INTO main.$table BY NAME
SELECT $columns
FROM $source
WHERE $group IN (SELECT key FROM temp.touched WHERE table_name = '$table')
QUALIFY
    rank() OVER (
        PARTITION BY $group ORDER BY part_rank, source_rank, document_id, part_ordinal, part_id
    ) = 1
    AND row_number() OVER (
        PARTITION BY $key
        ORDER BY part_rank, source_rank, document_id, part_ordinal, part_id, statement
    ) = 1
