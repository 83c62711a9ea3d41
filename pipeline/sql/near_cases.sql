-- Begins the cases that are told anew: those stirred, the ends of references that mean another
-- case now, and all that had or have something in common with them. A title that one body has time
-- and again ties nothing, unless it did not come so often before, or does not any more.
CREATE OR REPLACE TEMP TABLE recurring AS
SELECT DISTINCT title
FROM stated.known_cases
WHERE part IN (FROM temp.changed_parts) AND title IS NOT NULL
GROUP BY title, body_id
HAVING count(*) >= $often;
CREATE OR REPLACE TEMP TABLE near_cases AS
WITH touched AS (
    FROM temp.old_cases
    UNION ALL
    FROM stated.known_cases
    WHERE part IN (FROM temp.changed_parts) AND case_id IN (FROM temp.stirred)
),
titles AS (
    SELECT title FROM touched WHERE title IS NOT NULL
    EXCEPT (FROM temp.recurring INTERSECT FROM temp.recurring_before)
)
FROM temp.ends
UNION
FROM temp.stirred
UNION
SELECT case_id
FROM stated.known_cases
WHERE part IN (FROM temp.changed_parts) AND (
    archive IN (SELECT archive FROM touched) OR title IN (FROM titles)
)
