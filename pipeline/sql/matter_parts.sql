-- All that matters and the meaning of references are made from, by organization, or by body where
-- nobody says to which organization it belongs: no rule looks beyond. A case whose meeting nobody
-- states has no organization, though its body may have one; then all is one part.
WITH owners AS (
    SELECT body_id, coalesce(organization_id, body_id) AS owner FROM main.bodies
),
-- Meeting by meeting: what every case is looked at for is only what the case itself has.
treated AS (
    SELECT
        meeting_id,
        count(*) AS cases,
        sum(
            hash(case_id, ordinal, title, title_variants, archive_case, sequence, year)::HUGEINT
        ) AS input
    FROM main.cases
    GROUP BY meeting_id
),
placed AS (
    SELECT
        coalesce(owners.owner, meetings.body_id) AS owner,
        treated.cases,
        hash(
            'meeting', coalesce(meetings.meeting_id, treated.meeting_id), meetings.body_id,
            meetings.date, treated.cases, treated.input
        ) AS input
    FROM main.meetings
    FULL JOIN treated ON treated.meeting_id = meetings.meeting_id
    LEFT JOIN owners ON owners.body_id = meetings.body_id
),
whole AS (
    SELECT EXISTS (SELECT 1 FROM placed WHERE owner IS NULL AND cases > 0) AS one
),
inputs AS (
    SELECT owner, input FROM placed
    UNION ALL
    SELECT coalesce(owners.owner, meetings.body_id), hash('reference', case_references)
    FROM main.case_references
    LEFT JOIN main.cases ON cases.case_id = case_references.case_id
    LEFT JOIN main.meetings ON meetings.meeting_id = cases.meeting_id
    LEFT JOIN owners ON owners.body_id = meetings.body_id
    UNION ALL
    SELECT
        coalesce(organization_id, body_id),
        hash('body', body_id, name, short_name, organization_id, organization_as_written)
    FROM main.bodies
)
SELECT
    CASE WHEN whole.one THEN '' ELSE coalesce(inputs.owner, '') END AS part,
    hash($rules, whole.one, inputs.input) AS input
FROM inputs, whole
