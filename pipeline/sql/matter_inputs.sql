-- What the rules make matters and the meaning of references from, case by case, with the part of
-- `matter_parts.sql` to which it belongs; of the cases where $where only.
WITH owners AS (
    SELECT body_id, coalesce(organization_id, body_id) AS owner FROM main.bodies
),
placed AS (
    SELECT
        cases.case_id,
        coalesce(owners.owner, meetings.body_id) AS owner,
        hash(
            cases.case_id, meetings.body_id, cases.meeting_id, meetings.date, cases.ordinal,
            cases.title, cases.title_variants, cases.archive_case, cases.sequence, cases.year
        ) AS input
    FROM main.cases
    LEFT JOIN main.meetings USING (meeting_id)
    LEFT JOIN owners ON owners.body_id = meetings.body_id
    WHERE $where
),
whole AS (
    SELECT EXISTS (SELECT 1 FROM placed WHERE owner IS NULL) AS one
),
inputs AS (
    SELECT owner, case_id, input FROM placed
    UNION ALL
    SELECT placed.owner, case_id, hash('reference', case_references)
    FROM main.case_references
    LEFT JOIN placed USING (case_id)
    UNION ALL
    -- What becomes of a body touches every reference of its organization.
    SELECT
        coalesce(organization_id, body_id),
        '',
        hash('body', body_id, name, short_name, organization_id, organization_as_written)
    FROM main.bodies
)
SELECT
    CASE WHEN whole.one THEN '' ELSE coalesce(inputs.owner, '') END AS part,
    case_id,
    hash($rules, whole.one, inputs.input) AS input
FROM inputs, whole
