-- Minutes of which earlier meeting were approved in which case. The meeting is found in the same
-- body by the number that the case names, else by the date.
-- column case_id = cases.case_id
-- column meeting_id: Meeting that approved the minutes.
-- column approved_number: Number of the earlier meeting as the case names it; NULL when it names none.
-- column approved_date: Date of the earlier meeting as the case names it; NULL when it names none.
-- column approved_meeting_id: The earlier meeting; NULL when it is not in the database or more than one fits.
CREATE OR REPLACE VIEW main.approvals AS
WITH named AS (
    SELECT
        case_id,
        meeting_id,
        -- As many numbers as dates: they go together. Else nothing tells which belongs to which.
        CASE
            WHEN len(approves_meetings) = len(approves_minutes_of)
                THEN list_transform(
                    list_zip(approves_meetings, approves_minutes_of),
                    lambda pair: {'number': pair[1], 'date': pair[2]}
                )
            ELSE
                list_transform(
                    approves_meetings, lambda x: {'number': x, 'date': NULL::DATE}
                )
                || list_transform(
                    approves_minutes_of, lambda x: {'number': NULL::VARCHAR, 'date': x}
                )
        END AS earlier
    FROM main.cases
    WHERE len(approves_meetings) > 0 OR len(approves_minutes_of) > 0
),
unnested AS (
    SELECT case_id, meeting_id, unnest(earlier) AS earlier
    FROM named
),
numbers AS (
    -- '1/20' and '1/2020' are one number
    SELECT
        meeting_id,
        body_id,
        date,
        regexp_extract(number, '(\d+)\s*/\s*(?:\d\d)?(\d\d)\b', ['sequence', 'year']) AS parsed
    FROM main.meetings
),
asked AS (
    SELECT
        unnested.case_id,
        unnested.meeting_id,
        meetings.body_id,
        unnested.earlier.number AS approved_number,
        unnested.earlier.date AS approved_date,
        regexp_extract(
            unnested.earlier.number, '(\d+)\s*/\s*(?:\d\d)?(\d\d)\b', ['sequence', 'year']
        ) AS parsed
    FROM unnested
    INNER JOIN main.meetings USING (meeting_id)
),
by_number AS (
    SELECT
        asked.case_id,
        asked.approved_number,
        CASE WHEN count(DISTINCT numbers.meeting_id) = 1 THEN min(numbers.meeting_id) END AS found
    FROM asked
    INNER JOIN numbers
        ON
            numbers.body_id = asked.body_id
            AND numbers.meeting_id <> asked.meeting_id
            AND numbers.parsed = asked.parsed
            AND asked.parsed.sequence <> ''
    GROUP BY ALL
),
by_date AS (
    SELECT
        asked.case_id,
        asked.approved_date,
        CASE WHEN count(DISTINCT numbers.meeting_id) = 1 THEN min(numbers.meeting_id) END AS found
    FROM asked
    INNER JOIN numbers
        ON
            numbers.body_id = asked.body_id
            AND numbers.meeting_id <> asked.meeting_id
            AND numbers.date = asked.approved_date
    GROUP BY ALL
)
SELECT DISTINCT
    asked.case_id,
    asked.meeting_id,
    asked.approved_number,
    asked.approved_date,
    coalesce(by_number.found, by_date.found) AS approved_meeting_id
FROM asked
LEFT JOIN by_number
    ON
        by_number.case_id = asked.case_id
        AND by_number.approved_number = asked.approved_number
LEFT JOIN by_date
    ON by_date.case_id = asked.case_id AND by_date.approved_date = asked.approved_date
ORDER BY asked.case_id, asked.approved_date, asked.approved_number;
