-- Short forms that texts explain, with the body and year of the papers.
SELECT
    abbreviations.short_form,
    abbreviations.long_form,
    meetings.body_id,
    coalesce(year(meetings.date), meetings.year) AS year,
    split_part(abbreviations.part_id, '/', 1) AS document_id,
    parts.meeting_id,
    abbreviations.page_number
FROM main.abbreviations
LEFT JOIN main.parts USING (part_id)
LEFT JOIN main.meetings ON meetings.meeting_id = parts.meeting_id
ORDER BY abbreviation_id
