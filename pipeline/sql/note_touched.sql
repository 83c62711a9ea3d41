INSERT INTO stated.touched_bodies
SELECT DISTINCT split_part(key, '/', 1)
FROM temp.touched
WHERE
    table_name IN ('bodies', 'meetings', 'cases', 'case_references')
    AND key IS NOT NULL
    AND split_part(key, '/', 1) NOT IN (FROM stated.touched_bodies)
