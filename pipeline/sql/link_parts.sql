-- Parts belong to the meeting that is meant; what the document alone gives is kept beside it.
UPDATE main.parts
SET
    meeting_id = meant.meeting_id,
    stated_meeting_id = CASE WHEN meant.meeting_id <> meant.stated THEN meant.stated END
FROM (
    SELECT part_id, stated, main.canonical_key(stated) AS meeting_id
    FROM (SELECT part_id, coalesce(stated_meeting_id, meeting_id) AS stated FROM main.parts)
    WHERE
        stated IS NOT NULL
        AND split_part(stated, '/', 1) IN (SELECT body_id FROM temp.affected)
) AS meant
WHERE parts.part_id = meant.part_id AND parts.meeting_id <> meant.meeting_id
