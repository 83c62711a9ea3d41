-- Votes with more votes than members were there. At a general meeting [årsmøte] only the officers
-- are listed and everybody votes, so that it is left out; so is a meeting whose list has no members.
WITH voting AS (
    SELECT
        meeting_id,
        count(DISTINCT coalesce(person_id, name_as_written)) FILTER (
            role IN ('chair', 'deputy_chair', 'member', 'substitute', 'other')
        ) AS members,
        count(*) FILTER (role IN ('chair', 'deputy_chair', 'member')) AS sure_members
    FROM main.attendance
    WHERE
        status = 'present'
        AND meeting_id IN (
            SELECT cases.meeting_id FROM main.votes INNER JOIN main.cases USING (case_id)
        )
    GROUP BY meeting_id
),
general AS (
    SELECT meeting_id
    FROM main.parts
    WHERE regexp_matches(lower(title), 'årsmøte|generalforsamling|allmøte|folkemøte')
),
-- Who came later, or stepped in for one case, and is on no list
came AS (
    SELECT
        cases.meeting_id,
        count(DISTINCT coalesce(case_presence.person_id, case_presence.name_as_written)) AS people
    FROM main.case_presence
    INNER JOIN main.cases USING (case_id)
    ANTI JOIN main.attendance
        ON
            attendance.meeting_id = cases.meeting_id
            AND attendance.status = 'present'
            AND coalesce(attendance.person_id, attendance.name_as_written)
            = coalesce(case_presence.person_id, case_presence.name_as_written)
    WHERE case_presence.event IN ('joined', 'substituted')
    GROUP BY cases.meeting_id
)
SELECT
    votes.vote_id AS key,
    'warning' AS severity,
    parts.document_id,
    cases.meeting_id,
    votes.case_id,
    'The vote ' || votes.vote_id || ' counts '
    || coalesce(votes.votes_for, 0) + coalesce(votes.votes_against, 0)
    || ' votes, and the attendance list of meeting ' || cases.meeting_id || ' has '
    || voting.members + coalesce(came.people, 0)
    || ' people who may vote; compare both with the page.' AS message
FROM main.votes
INNER JOIN main.cases USING (case_id)
INNER JOIN voting ON voting.meeting_id = cases.meeting_id
LEFT JOIN came ON came.meeting_id = cases.meeting_id
LEFT JOIN main.parts ON parts.part_id = votes.part_id
WHERE
    voting.sure_members > 1
    AND cases.meeting_id NOT IN (SELECT meeting_id FROM general WHERE meeting_id IS NOT NULL)
    -- the casting vote counts once more
    AND coalesce(votes.votes_for, 0) + coalesce(votes.votes_against, 0)
    > voting.members + coalesce(came.people, 0) + votes.casting_vote::INTEGER
