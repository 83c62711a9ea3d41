-- Every case of the changed parts with what tells which matter it belongs to.
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
WHERE coalesce(bodies.organization_id, meetings.body_id, '') IN (FROM temp.changed_parts)
    OR '' IN (FROM temp.changed_parts)
ORDER BY cases.case_id
