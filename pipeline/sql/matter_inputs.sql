-- All that matters and the meaning of references are made from, by organization, or by body where
-- nobody says to which organization it belongs: no rule looks beyond. A case whose meeting nobody
-- states has no organization, though its body may have one; then all is one part.
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
    UNION ALL
    SELECT coalesce(owners.owner, meetings.body_id), NULL, hash('meeting', meetings.body_id, date)
    FROM main.meetings
    LEFT JOIN owners USING (body_id)
    WHERE date IS NOT NULL
)
SELECT
    CASE WHEN whole.one THEN '' ELSE coalesce(inputs.owner, '') END AS part,
    case_id,
    hash($rules, whole.one, inputs.input) AS input
FROM inputs, whole
