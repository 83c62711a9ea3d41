-- Cases of the chosen parts with what tells which matter they belong to.
SELECT
    cases.case_id,
    bodies.organization_id,
    coalesce(meetings.body_id, split_part(cases.case_id, '/', 1)) AS body_id,
    cases.meeting_id,
    meetings.date,
    cases.ordinal,
    cases.title,
    cases.title_variants,
    cases.archive_case,
    cases.sequence,
    cases.year
FROM main.cases
LEFT JOIN main.meetings USING (meeting_id)
LEFT JOIN main.bodies ON bodies.body_id = meetings.body_id
WHERE $where
ORDER BY cases.case_id
