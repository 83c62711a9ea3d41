-- A record with the case, meeting and body that it belongs to, and the file that states it best.
SELECT
    $table.part_id,
    $words AS words,
    cases.case_id,
    cases.number AS case_number,
    cases.title,
    meetings.meeting_id,
    meetings.number AS meeting_number,
    meetings.date,
    coalesce(bodies.name, bodies.short_name) AS body,
    parts.kind AS part_kind,
    parts.first_page,
    documents.document_id,
    documents.path,
    documents.sha256
FROM main.$table
LEFT JOIN main.cases $by_case
LEFT JOIN main.meetings ON meetings.meeting_id = $meeting
LEFT JOIN main.bodies ON bodies.body_id = meetings.body_id
LEFT JOIN main.parts ON parts.part_id = $table.part_id
LEFT JOIN main.documents ON documents.document_id = parts.document_id
WHERE $table.$key = ?
