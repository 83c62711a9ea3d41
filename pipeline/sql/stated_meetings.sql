-- What all documents together state under each key of a meeting of the chosen bodies. Keys of cases that hold the
-- meeting's own key tell nothing about which meeting it is.
WITH met AS MATERIALIZED (
    SELECT meeting_id, body_id, date, start_time, extraordinary
    FROM stated.meetings
    WHERE split_part(meeting_id, '/', 1) IN (FROM temp.chosen)
)
SELECT
    meeting_id,
    any_value(body_id) AS body_id,
    list(DISTINCT date) FILTER (date IS NOT NULL) AS dates,
    list(DISTINCT start_time) FILTER (start_time IS NOT NULL) AS starts,
    list(DISTINCT extraordinary) FILTER (extraordinary IS NOT NULL) AS extraordinary,
    coalesce(any_value(numbered.cases), []) AS cases
FROM met
LEFT JOIN (
    SELECT meeting_id, list(DISTINCT case_id) AS cases
    FROM stated.cases
    WHERE NOT starts_with(case_id, meeting_id || '/')
        AND meeting_id IN (SELECT meeting_id FROM met)
    GROUP BY meeting_id
) AS numbered USING (meeting_id)
GROUP BY meeting_id
