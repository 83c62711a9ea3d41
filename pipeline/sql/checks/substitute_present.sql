-- Substitutes [vara] for a member who is listed as present at the same meeting. Where the text says
-- that one of them left, came or was unfit, they may well have taken turns, and nothing is said.
WITH folded AS (
    SELECT
        *,
        replace(strip_accents(replace(lower(trim(name_as_written)), 'å', 'aa')), '-', ' ') AS plain,
        replace(strip_accents(replace(lower(trim(substitute_for)), 'å', 'aa')), '-', ' ') AS plain_for
    FROM main.attendance
    WHERE
        status = 'present'
        AND meeting_id IN (
            SELECT meeting_id FROM main.attendance WHERE substitute_for IS NOT NULL
        )
),
moved AS (
    SELECT cases.meeting_id, case_presence.name_as_written, case_presence.person_id
    FROM main.case_presence
    INNER JOIN main.cases USING (case_id)
)
SELECT
    standing_in.attendance_id AS key,
    'warning' AS severity,
    parts.document_id,
    standing_in.meeting_id,
    NULL AS case_id,
    standing_in.name_as_written || ' is listed as substitute for ' || standing_in.substitute_for
    || ' at meeting ' || standing_in.meeting_id || ', and ' || member.name_as_written
    || ' is listed as present too; look at the list.' AS message
FROM folded AS standing_in
INNER JOIN folded AS member
    ON
        member.meeting_id = standing_in.meeting_id
        AND member.plain = standing_in.plain_for
        AND member.attendance_id <> standing_in.attendance_id
LEFT JOIN main.parts ON parts.part_id = standing_in.part_id
ANTI JOIN moved
    ON
        moved.meeting_id = standing_in.meeting_id
        AND (
            moved.name_as_written IN (member.name_as_written, standing_in.name_as_written)
            OR moved.person_id IN (member.person_id, standing_in.person_id)
        )
