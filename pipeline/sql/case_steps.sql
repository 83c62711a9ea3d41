-- Steps of one case that belongs to no matter, with the columns of matter_timeline.
SELECT
    row_number() OVER (ORDER BY date NULLS FIRST, step, document_path, page)::INTEGER AS ordinal,
    *
FROM (
    SELECT
        case_timeline.date,
        CASE case_timeline.part_kind
            WHEN 'agenda' THEN 'agenda'
            WHEN 'case_note' THEN 'case note'
            WHEN 'minutes' THEN 'treatment'
            WHEN 'case_protocol' THEN 'treatment'
            ELSE 'other'
        END AS step,
        meetings.body_id,
        bodies.name AS body,
        case_timeline.meeting_id,
        case_timeline.case_id,
        case_timeline.number,
        NULL AS outcome,
        case_timeline.title AS text,
        case_timeline.document_id,
        case_timeline.document_path,
        case_timeline.page
    FROM main.case_timeline
    LEFT JOIN main.meetings ON meetings.meeting_id = case_timeline.meeting_id
    LEFT JOIN main.bodies ON bodies.body_id = meetings.body_id
    WHERE case_timeline.case_id = $1
    UNION ALL
    SELECT
        date, 'decision', body_id, body, meeting_id, case_id, number, outcome, decision, NULL,
        document_path, page
    FROM main.decisions_flat
    WHERE case_id = $1 AND decision_count > 0
)
ORDER BY ordinal
