-- Every spelling of a name with the number of records that carry it.
SELECT kind, text, count(*) AS occurrences
FROM (
    SELECT 'person' AS kind, name_as_written AS text FROM main.attendance
    UNION ALL SELECT 'person', name_as_written FROM main.case_presence
    UNION ALL SELECT 'person', name_as_written FROM main.ballots
    UNION ALL SELECT 'person', name_as_written FROM main.contributions
    UNION ALL SELECT 'person', unnest(case_handlers) FROM main.case_notes
    UNION ALL SELECT 'sender', sender FROM main.case_notes
    UNION ALL SELECT 'organization', organization_as_written FROM main.bodies
    UNION ALL SELECT 'organization', organization_as_written FROM main.attendance
    UNION ALL SELECT 'organization', organization_as_written FROM main.contributions
)
WHERE text IS NOT NULL
GROUP BY kind, text
ORDER BY kind, text
