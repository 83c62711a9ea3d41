-- What was derived of changed cases, and of cases and references that are gone. A part that has
-- changed is forgotten whole, so that of a matter all cases go or none.
DELETE FROM main.reference_links
WHERE reference_id NOT IN (
    SELECT reference_id
    FROM main.case_references
    WHERE NOT (
        coalesce(case_id IN (FROM temp.changed_cases), FALSE)
        OR '' IN (FROM temp.changed_parts)
    )
);
DELETE FROM main.matter_cases
WHERE case_id IN (FROM temp.changed_cases)
    OR case_id NOT IN (SELECT case_id FROM main.cases);
DELETE FROM main.matters
WHERE matter_id NOT IN (SELECT matter_id FROM main.matter_cases);
