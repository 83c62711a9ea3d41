-- Cases by key, or by number: as written, or by running number and year whatever stands around
-- them, so that '12/20' is 'PS 12/20', '0012/2020' and '012-2020' too.
SELECT
    cases.case_id,
    cases.number,
    cases.title,
    meetings.body_id,
    bodies.name AS body,
    coalesce(year(meetings.date), cases.year, meetings.year) AS year,
    meetings.date
FROM main.cases
LEFT JOIN main.meetings ON meetings.meeting_id = cases.meeting_id
LEFT JOIN main.bodies ON bodies.body_id = meetings.body_id
WHERE
    cases.case_id = $name
    OR lower(replace(cases.number, ' ', '')) = lower(replace($name, ' ', ''))
    OR (cases.sequence = $sequence AND cases.year % 100 = $year)
ORDER BY cases.case_id = $name DESC, meetings.body_id, meetings.date, cases.case_id
