-- Meetings of a body, in order of date, with how many cases and decisions each had.
-- parameter body: Key, name or short name of the body; capitals do not matter.
-- parameter year: Year of the meetings; all years if left out.
-- column meeting_id = meetings.meeting_id
-- column number = meetings.number
-- column date = meetings.date
-- column place = meetings.place
-- column cases: Number of cases treated.
-- column decisions: Number of decisions recorded.
CREATE OR REPLACE MACRO main.meetings_of(body, year := NULL) AS TABLE
WITH decided AS (
    SELECT c.meeting_id, count(DISTINCT c.case_id) AS cases, count(d.decision_id) AS decisions
    FROM main.cases AS c
    LEFT JOIN main.decisions AS d ON d.case_id = c.case_id
    GROUP BY c.meeting_id
)
SELECT
    m.meeting_id,
    m.number,
    m.date,
    m.place,
    coalesce(x.cases, 0) AS cases,
    coalesce(x.decisions, 0) AS decisions
FROM main.meetings AS m
LEFT JOIN main.bodies AS b ON b.body_id = m.body_id
LEFT JOIN decided AS x ON x.meeting_id = m.meeting_id
WHERE
    lower(body) IN (lower(m.body_id), lower(b.name), lower(b.short_name))
    AND (year IS NULL OR coalesce(m.year, date_part('year', m.date)) = year)
ORDER BY m.date, m.meeting_id
