-- All that tells who is who, by body, or by document where nobody tells the body. Papers that
-- name a meeting nobody has a body for may speak of one another; then all those without are one.
WITH named AS ($named),
bodies_of AS (
    SELECT
        meetings.meeting_id,
        meetings.body_id,
        hash(meetings.body_id, bodies.organization_id, meetings.date, meetings.year) AS input
    FROM main.meetings
    LEFT JOIN main.bodies USING (body_id)
),
by_meeting AS (
    SELECT
        meeting_id,
        CASE WHEN meeting_id IS NULL THEN 'document ' || split_part(part_id, '/', 1) END AS place,
        false AS is_list,
        sum(
            hash(table_name, key, text, part_id, party, organization_id, role, person_id)::HUGEINT
        ) AS input
    FROM named
    WHERE text IS NOT NULL AND ($where)
    GROUP BY ALL
    UNION ALL
    SELECT meeting_id, NULL, true, bit_xor(hash(attendance_id, part_id, statement))
    FROM stated.attendance
    WHERE $where
    GROUP BY meeting_id
),
placed AS (
    SELECT
        coalesce(bodies_of.body_id, by_meeting.place, '') AS part,
        is_list,
        hash($rules, meeting_id, is_list, by_meeting.input, bodies_of.input) AS input
    FROM by_meeting
    LEFT JOIN bodies_of USING (meeting_id)
),
whole AS (
    SELECT EXISTS (SELECT 1 FROM placed WHERE part = '' AND NOT is_list) AS one
)
SELECT
    CASE WHEN whole.one AND starts_with(part, 'document ') THEN '' ELSE part END AS part,
    input
FROM placed, whole
-- Lists of meetings that are known by another key count there.
WHERE whole.one OR part <> ''
