-- Every place where a person is named in the papers of some bodies, or in some documents.
WITH named AS ($named),
touched AS MATERIALIZED (
    SELECT *, split_part(part_id, '/', 1) AS document_id
    FROM named
    WHERE text IS NOT NULL AND ($where)
),
lists AS (
    SELECT attendance_id, list_sort(list(DISTINCT part_id)) AS lists
    FROM stated.attendance
    WHERE attendance_id IN (SELECT key FROM touched WHERE table_name = 'attendance')
    GROUP BY attendance_id
)
SELECT
    touched.table_name,
    touched.key,
    touched.text,
    meetings.body_id,
    touched.meeting_id,
    meetings.date,
    coalesce(year(meetings.date), meetings.year) AS year,
    touched.document_id,
    CASE
        WHEN touched.table_name = 'attendance' THEN coalesce(lists.lists, [touched.part_id])
        ELSE []
    END AS lists,
    touched.party,
    touched.organization_id,
    coalesce(touched.role, '') AS role,
    touched.person_id
FROM touched
LEFT JOIN main.meetings ON meetings.meeting_id = touched.meeting_id
LEFT JOIN lists ON lists.attendance_id = touched.key
