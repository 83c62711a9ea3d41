-- Spans point to the rows that are meant. Only the keys that change are looked up, not all spans.
UPDATE main.spans
SET
    record_id = meant.record_id,
    stated_record_id = CASE WHEN meant.record_id <> meant.stated THEN meant.stated END
FROM (
    SELECT stated, main.canonical_key(stated) AS record_id
    FROM (
        SELECT DISTINCT coalesce(stated_record_id, record_id) AS stated
        FROM main.spans
        WHERE
            split_part(coalesce(stated_record_id, record_id), '/', 1)
            IN (SELECT body_id FROM temp.affected)
    )
) AS meant
WHERE
    coalesce(spans.stated_record_id, spans.record_id) = meant.stated
    AND spans.record_id <> meant.record_id
