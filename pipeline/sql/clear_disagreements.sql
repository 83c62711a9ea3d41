DELETE FROM main.findings
WHERE
    check_name = 'documents_disagree'
    AND finding_id IN (
        SELECT 'documents_disagree/' || field || '/' || touched.key
        FROM temp.touched
        INNER JOIN (
            VALUES
            ('meetings', 'meetings.date'),
            ('meetings', 'meetings.start_time'),
            ('meetings', 'meetings.end_time'),
            ('meetings', 'meetings.place'),
            ('attendance', 'attendance.status'),
            ('decisions', 'decisions.text')
        ) AS compared (table_name, field) ON compared.table_name = touched.table_name
    )
