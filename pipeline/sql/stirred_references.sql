-- References that may mean another case than before: those of stirred cases, those that a stirred
-- case fits by its number or day, and those to days of which now a paper is known, or none is.
CREATE OR REPLACE TEMP TABLE stirred_references AS
WITH stirred AS (
    SELECT body_id, date, sequence, year FROM temp.old_cases
    UNION
    SELECT body_id, date, sequence, year
    FROM stated.known_cases
    WHERE part IN (FROM temp.changed_parts) AND case_id IN (FROM temp.stirred)
),
days AS (
    SELECT DISTINCT date FROM stirred WHERE date IS NOT NULL
),
met AS (
    SELECT DISTINCT meetings.date
    FROM main.meetings
    LEFT JOIN main.bodies USING (body_id)
    WHERE meetings.date IS NOT NULL AND (
        coalesce(bodies.organization_id, meetings.body_id) IN (FROM temp.chosen_parts)
        OR '' IN (FROM temp.chosen_parts)
    )
),
references_here AS (
    SELECT
        case_references.reference_id,
        case_references.case_id,
        case_references.sequence,
        case_references.year,
        case_references.date,
        known.case_id IS NULL AS is_lost,
        known.date AS told_on,
        reference_links.status
    FROM main.case_references
    LEFT JOIN stated.known_cases AS known USING (case_id)
    LEFT JOIN main.reference_links USING (reference_id)
    WHERE known.part IN (FROM temp.changed_parts) OR known.part IS NULL
)
SELECT reference_id
FROM references_here
WHERE
    is_lost
    OR case_id IN (FROM temp.stirred)
    OR (sequence, year) IN (SELECT (sequence, year) FROM stirred)
    OR date IN (FROM days)
    OR (date IS NOT NULL AND (status = 'meeting unseen') = (date IN (FROM met)))
    OR (
        date IS NULL
        AND (sequence IS NULL OR year IS NULL)
        AND EXISTS (
            SELECT 1
            FROM days
            WHERE references_here.told_on BETWEEN days.date AND days.date + INTERVAL 366 DAY
        )
    )
