-- Every record that points to an organization so far.
SELECT 'bodies' AS table_name, body_id AS key, organization_id
FROM main.bodies
WHERE organization_id IS NOT NULL
UNION ALL
SELECT 'attendance', attendance_id, organization_id
FROM main.attendance
WHERE organization_id IS NOT NULL
UNION ALL
SELECT 'contributions', contribution_id, organization_id
FROM main.contributions
WHERE organization_id IS NOT NULL
