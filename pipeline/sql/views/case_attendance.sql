-- Who was there when a case was treated, as far as the papers tell: the attendance list, what the
-- text ties to a case (left, joined, unfit, stepped in), and votes under a person's name. Nothing is
-- filled in: whoever left is away until the text brings them back, and whoever went out as unfit or
-- for one case only is unknown from then on. Only meetings with minutes or a protocol are here.
-- column body_id = meetings.body_id
-- column date = meetings.date
-- column meeting_id = cases.meeting_id
-- column case_id = cases.case_id
-- column number = cases.number
-- column person_id: Person after name resolution; NULL when unresolved.
-- column name: Name of the person, else as written.
-- column role: Capacity on the attendance list; NULL when the person is not on it.
-- column state: 'present', 'not present', 'disqualified' [inhabil] or 'unknown'.
-- column basis: 'attendance list', 'voted', 'this case' (a sentence of the case says so), 'earlier case' (a sentence of an earlier case of the meeting) or 'later case' (the person is said to come only then).
-- column text: The sentences that the state rests on; NULL for lists and votes.
-- column since: Case whose text the state rests on; NULL for lists and votes.
CREATE OR REPLACE VIEW main.case_attendance AS
WITH treated AS (
    SELECT cases.case_id, cases.meeting_id, cases.number, cases.ordinal
    FROM main.cases
    WHERE cases.meeting_id IN (
        SELECT meeting_id FROM main.parts WHERE kind IN ('minutes', 'case_protocol')
    )
),
listed AS (
    SELECT
        meeting_id,
        coalesce(person_id, name_as_written) AS person,
        any_value(person_id) AS person_id,
        min(name_as_written) AS name_as_written,
        min(role) AS role,
        -- Listed as present and as absent: the papers do not tell.
        CASE
            WHEN bool_and(status = 'present') THEN 'present'
            WHEN bool_and(status = 'absent') THEN 'not present'
            ELSE 'unknown'
        END AS state
    FROM main.attendance
    WHERE status <> 'invited'
    GROUP BY meeting_id, coalesce(person_id, name_as_written)
),
events AS (
    SELECT
        case_presence.case_id,
        treated.meeting_id,
        treated.ordinal,
        coalesce(person_id, name_as_written) AS person,
        any_value(person_id) AS person_id,
        min(name_as_written) AS name_as_written,
        bool_or(event = 'disqualified') AS unfit,
        bool_or(event IN ('left', 'not_present')) AS away,
        bool_or(event IN ('joined', 'substituted')) AS came,
        bool_or(event = 'left') AND bool_and(NOT case_only OR event <> 'left') AS for_good,
        bool_or(event IN ('joined', 'substituted')) AND bool_and(NOT case_only) AS stays,
        arg_max(event, (length(presence_id), presence_id)) AS last_event,
        string_agg(DISTINCT text, ' ' ORDER BY text) AS text
    FROM main.case_presence
    INNER JOIN treated USING (case_id)
    GROUP BY ALL
),
voters AS (
    SELECT
        votes.case_id,
        treated.meeting_id,
        coalesce(ballots.person_id, ballots.name_as_written) AS person,
        any_value(ballots.person_id) AS person_id,
        min(ballots.name_as_written) AS name_as_written,
        bool_or(ballots.choice <> 'absent') AS voted
    FROM main.ballots
    INNER JOIN main.votes USING (vote_id)
    INNER JOIN treated ON treated.case_id = votes.case_id
    GROUP BY votes.case_id, treated.meeting_id, coalesce(ballots.person_id, ballots.name_as_written)
),
everybody AS (
    SELECT
        meeting_id,
        person,
        any_value(person_id) AS person_id,
        min(name_as_written) AS name_as_written
    FROM (
        SELECT meeting_id, person, person_id, name_as_written FROM listed
        UNION ALL SELECT meeting_id, person, person_id, name_as_written FROM events
        UNION ALL SELECT meeting_id, person, person_id, name_as_written FROM voters
    )
    GROUP BY meeting_id, person
),
-- What a case leaves behind for those that follow
left_behind AS (
    SELECT
        *,
        CASE
            WHEN last_event IN ('joined', 'substituted') THEN IF(stays, 'present', 'unknown')
            WHEN away AND for_good AND NOT unfit THEN 'not present'
            WHEN away THEN 'unknown'
        END AS afterwards
    FROM events
),
walked AS (
    SELECT
        treated.*,
        everybody.person,
        everybody.person_id,
        everybody.name_as_written,
        here.case_id AS here,
        here.unfit,
        here.away,
        here.came,
        here.text,
        voters.voted,
        last_value(
            CASE
                WHEN here.afterwards IS NOT NULL
                    THEN {'state': here.afterwards, 'text': here.text, 'case_id': here.case_id}
            END IGNORE NULLS
        ) OVER before AS earlier,
        first_value(
            CASE
                WHEN here.came OR here.away OR here.unfit
                    THEN {
                        'came': here.came AND NOT here.away AND NOT here.unfit,
                        'text': here.text,
                        'case_id': here.case_id
                    }
            END IGNORE NULLS
        ) OVER after AS later
    FROM treated
    INNER JOIN everybody USING (meeting_id)
    LEFT JOIN left_behind AS here
        ON here.case_id = treated.case_id AND here.person = everybody.person
    LEFT JOIN voters
        ON voters.case_id = treated.case_id AND voters.person = everybody.person
    WINDOW
        before AS (
            PARTITION BY treated.meeting_id, everybody.person
            ORDER BY treated.ordinal, treated.case_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ),
        after AS (
            PARTITION BY treated.meeting_id, everybody.person
            ORDER BY treated.ordinal, treated.case_id
            ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
        )
),
told AS (
    SELECT
        walked.*,
        listed.role,
        CASE
            WHEN unfit THEN 'disqualified'
            WHEN away AND came THEN 'unknown'
            WHEN came THEN 'present'
            WHEN away THEN IF(voted, 'unknown', 'not present')
            WHEN voted THEN 'present'
            WHEN voted = FALSE THEN 'not present'
            WHEN earlier IS NOT NULL THEN earlier.state
            WHEN later.came THEN 'unknown'
            ELSE coalesce(listed.state, 'unknown')
        END AS state,
        CASE
            WHEN unfit OR came OR away THEN 'this case'
            WHEN voted IS NOT NULL THEN 'voted'
            WHEN earlier IS NOT NULL THEN 'earlier case'
            WHEN later.came THEN 'later case'
            WHEN listed.state IS NOT NULL THEN 'attendance list'
        END AS basis
    FROM walked
    LEFT JOIN listed USING (meeting_id, person)
)
SELECT
    meetings.body_id,
    meetings.date,
    told.meeting_id,
    told.case_id,
    told.number,
    told.person_id,
    coalesce(people.name, told.name_as_written) AS name,
    told.role,
    told.state,
    told.basis,
    CASE told.basis
        WHEN 'this case' THEN told.text
        WHEN 'earlier case' THEN told.earlier.text
        WHEN 'later case' THEN told.later.text
    END AS text,
    CASE told.basis
        WHEN 'this case' THEN told.case_id
        WHEN 'earlier case' THEN told.earlier.case_id
        WHEN 'later case' THEN told.later.case_id
    END AS since
FROM told
INNER JOIN main.meetings ON meetings.meeting_id = told.meeting_id
LEFT JOIN main.people ON people.person_id = told.person_id
WHERE told.basis IS NOT NULL
ORDER BY meetings.body_id, meetings.date, told.meeting_id, told.ordinal, told.case_id, name;
