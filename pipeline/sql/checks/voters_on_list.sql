-- Voters who are on no attendance list of the meeting, where the list stands in another document
-- than the vote; where both stand in one, reading it has checked (voter_not_listed). Somebody with
-- the same last name on the list may be the same person, so that nothing is said then.
WITH voted AS (
    SELECT DISTINCT cases.meeting_id
    FROM main.ballots
    INNER JOIN main.votes USING (vote_id)
    INNER JOIN main.cases USING (case_id)
),
stated_lists AS (
    SELECT DISTINCT document_id, meeting_id
    FROM stated.attendance
    WHERE status <> 'invited' AND meeting_id IN (FROM voted)
),
listed AS (
    SELECT
        meeting_id,
        list(DISTINCT person_id) AS people,
        list(
            DISTINCT lower(strip_accents(regexp_extract(trim(name_as_written), '[^\s]+$')))
        ) AS last_names
    FROM main.attendance
    WHERE status <> 'invited' AND meeting_id IN (FROM voted)
    GROUP BY meeting_id
),
stepped_in AS (
    SELECT
        case_id,
        list(
            DISTINCT lower(strip_accents(regexp_extract(trim(name_as_written), '[^\s]+$')))
        ) AS last_names
    FROM main.case_presence
    WHERE event IN ('joined', 'substituted')
    GROUP BY case_id
)
SELECT
    ballots.vote_id || '/' || ballots.ordinal AS key,
    'warning' AS severity,
    parts.document_id,
    cases.meeting_id,
    cases.case_id,
    ballots.name_as_written || ' votes in ' || ballots.vote_id || ' and is on no attendance list of '
    || 'meeting ' || cases.meeting_id || '; compare the vote with the list.' AS message
FROM main.ballots
INNER JOIN main.votes USING (vote_id)
INNER JOIN main.cases ON cases.case_id = votes.case_id
INNER JOIN main.parts ON parts.part_id = ballots.part_id
INNER JOIN listed ON listed.meeting_id = cases.meeting_id
LEFT JOIN stepped_in ON stepped_in.case_id = cases.case_id
ANTI JOIN stated_lists
    ON
        stated_lists.document_id = parts.document_id
        AND stated_lists.meeting_id = cases.meeting_id
WHERE
    ballots.choice <> 'absent'
    AND NOT coalesce(list_contains(listed.people, ballots.person_id), FALSE)
    AND NOT list_contains(
        list_concat(listed.last_names, stepped_in.last_names),
        lower(strip_accents(regexp_extract(trim(ballots.name_as_written), '[^\s]+$')))
    )
