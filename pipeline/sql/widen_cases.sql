-- Adds what has something in common with the cases that are told anew.
INSERT INTO temp.near_cases
WITH near AS (
    SELECT archive, title
    FROM stated.known_cases
    WHERE part IN (FROM temp.changed_parts) AND case_id IN (FROM temp.near_cases)
),
tied AS (
    SELECT case_references.case_id AS one, reference_links.target_case_id AS other
    FROM main.reference_links
    INNER JOIN main.case_references USING (reference_id)
    WHERE reference_links.target_case_id IS NOT NULL AND case_references.kind IN ($kinds)
),
found AS (
    SELECT case_id
    FROM stated.known_cases
    WHERE part IN (FROM temp.changed_parts) AND (
        archive IN (SELECT archive FROM near)
        OR (title IN (SELECT title FROM near) AND title NOT IN (FROM temp.recurring))
    )
    UNION
    SELECT one FROM tied WHERE other IN (FROM temp.near_cases)
    UNION
    SELECT other FROM tied WHERE one IN (FROM temp.near_cases)
)
SELECT case_id FROM found WHERE case_id NOT IN (FROM temp.near_cases)
