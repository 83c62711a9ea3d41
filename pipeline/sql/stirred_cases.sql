-- Cases of the changed parts of which something has changed, came or went. Where a body of a part
-- has changed, or nothing is known of the part, those are all of its cases.
CREATE OR REPLACE TEMP TABLE case_digests AS
SELECT part, case_id, sum(input::HUGEINT)::VARCHAR AS digest
FROM ($inputs)
WHERE part IN (FROM temp.changed_parts) AND case_id IS NOT NULL
GROUP BY part, case_id;
CREATE OR REPLACE TEMP TABLE stirred AS
WITH compared AS (
    SELECT
        coalesce(now.part, before.part) AS part,
        coalesce(now.case_id, before.case_id) AS case_id,
        (hash(now.digest) >> 1)::BIGINT IS DISTINCT FROM before.digest AS is_changed
    FROM temp.case_digests AS now
    FULL JOIN (
        SELECT part, case_id, digest
        FROM stated.known_cases
        WHERE part IN (FROM temp.changed_parts)
    ) AS before USING (part, case_id)
)
SELECT DISTINCT case_id
FROM compared
WHERE is_changed OR part IN (SELECT part FROM compared WHERE case_id = '' AND is_changed);
CREATE OR REPLACE TEMP TABLE recurring_before AS
SELECT DISTINCT title
FROM stated.known_cases
WHERE part IN (FROM temp.changed_parts) AND title IS NOT NULL
GROUP BY title, body_id
HAVING count(*) >= $often;
-- What they were before: what was told by their old title or number is told anew too.
CREATE OR REPLACE TEMP TABLE old_cases AS
SELECT *
FROM stated.known_cases
WHERE part IN (FROM temp.changed_parts) AND case_id IN (FROM temp.stirred);
DELETE FROM stated.known_cases
WHERE part IN (FROM temp.changed_parts) AND case_id IN (FROM temp.stirred);
