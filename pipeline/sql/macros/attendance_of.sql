-- Lists of attendance that name a person, in order of date: invited, present or absent, in what
-- capacity, for whom.
-- parameter person: Key of the person, or any spelling of the name that was seen; capitals do not matter.
-- column meeting_id = meetings.meeting_id
-- column date = meetings.date
-- column body = bodies.name
-- column person_id = people.person_id
-- column name_as_written = attendance.name_as_written
-- column role = attendance.role
-- column status = attendance.status
-- column substitute_for = attendance.substitute_for
-- column organization_as_written = attendance.organization_as_written
CREATE OR REPLACE MACRO main.attendance_of(person) AS TABLE
SELECT
    m.meeting_id,
    m.date,
    b.name AS body,
    a.person_id,
    a.name_as_written,
    a.role,
    a.status,
    a.substitute_for,
    a.organization_as_written
FROM main.attendance AS a
LEFT JOIN main.meetings AS m ON m.meeting_id = a.meeting_id
LEFT JOIN main.bodies AS b ON b.body_id = m.body_id
WHERE
    lower(a.name_as_written) = lower(person)
    OR a.person_id IN (
        SELECT person_id FROM main.people WHERE lower(person) IN (lower(person_id), lower(name))
        UNION ALL
        SELECT person_id FROM main.person_names WHERE lower(name_as_written) = lower(person)
    )
ORDER BY m.date, m.meeting_id, a.status, a.attendance_id
