-- The minutes of each meeting and what became of them: one row per meeting whose minutes are in the
-- database or that a later case cites as approved. A meeting that is only cited has no meeting_id.
-- column body_id = meetings.body_id
-- column meeting_id: Meeting that the minutes tell of; NULL when it is cited and not in the database.
-- column number: Number of the meeting as written, in its own papers or where it is cited.
-- column date: Day of the meeting, from its own papers or as cited.
-- column has_minutes: Whether its minutes are in the database.
-- column state: 'draft' (the minutes call themselves provisional, or a later agenda puts them up for approval and no decision on it is in the database), 'approved', 'approved with remarks', 'never approved' (later minutes approve the minutes of later meetings and no document is missing in between), 'not yet known' (there are no later minutes), or 'unknown'.
-- column basis: What the state rests on, in words.
-- column case_id: Case that approves the minutes or is to approve them; NULL when there is none.
-- column approved_by: Meeting of that case.
-- column approved_on: Day of that meeting; NULL unless the minutes are approved.
-- column remarks = decisions.remarks
-- column decision: Words of the decision that approves the minutes; NULL when there is none.
-- column certainty: 'certain' when the case names the meeting and the decision is certain, else 'likely' or 'guess'; NULL without such a case.
-- column document_path: Document that approves the minutes, else the one that holds them.
-- column page: Page in that document, from 1.
CREATE OR REPLACE VIEW main.approval_chain AS
WITH held AS (
    SELECT
        meetings.meeting_id,
        meetings.body_id,
        meetings.number,
        meetings.date,
        coalesce(meetings.year, year(meetings.date)) AS year,
        try_cast(regexp_extract(meetings.number, '^\D*(\d{1,3})\b', 1) AS INTEGER) AS n,
        papers.part_id,
        papers.provisional
    FROM main.meetings
    INNER JOIN (
        SELECT
            meeting_id,
            min(part_id) AS part_id,
            bool_and(
                coalesce(regexp_matches(lower(title), '\b(?:foreløpig|førebels|utkast)'), FALSE)
            ) AS provisional
        FROM main.parts
        WHERE kind = 'minutes'
        GROUP BY meeting_id
    ) AS papers USING (meeting_id)
),
first_decisions AS (
    SELECT
        case_id,
        arg_min(decision_id, (length(decision_id), decision_id)) AS decision_id,
        arg_min(text, (length(decision_id), decision_id)) AS text,
        arg_min(outcome, (length(decision_id), decision_id)) AS outcome,
        min(remarks) AS remarks,
        arg_min(certainty, (length(decision_id), decision_id)) AS certainty,
        arg_min(part_id, (length(decision_id), decision_id)) AS part_id
    FROM main.decisions
    WHERE case_id IN (SELECT case_id FROM main.approvals)
        OR case_id IN (SELECT case_id FROM main.cases WHERE approves_previous)
    GROUP BY case_id
),
-- 'Referat fra forrige møte' names no meeting: it is the one before where the numbers follow.
previous AS (
    SELECT
        cases.case_id,
        cases.meeting_id,
        meetings.body_id,
        meetings.date,
        before.meeting_id AS approved_meeting_id
    FROM main.cases
    INNER JOIN main.meetings USING (meeting_id)
    LEFT JOIN held AS before
        ON
            before.body_id = meetings.body_id
            AND before.year = coalesce(meetings.year, year(meetings.date))
            AND before.n + 1
            = try_cast(regexp_extract(meetings.number, '^\D*(\d{1,3})\b', 1) AS INTEGER)
            AND before.date < meetings.date
    WHERE cases.approves_previous
),
cited AS (
    SELECT
        approvals.case_id,
        approvals.meeting_id AS approved_by,
        meetings.body_id,
        meetings.date AS decided_on,
        approvals.approved_meeting_id AS meeting_id,
        approvals.approved_number,
        approvals.approved_date,
        TRUE AS named
    FROM main.approvals
    INNER JOIN main.meetings ON meetings.meeting_id = approvals.meeting_id
    UNION ALL
    SELECT case_id, meeting_id, body_id, date, approved_meeting_id, NULL, NULL, FALSE
    FROM previous
    WHERE approved_meeting_id IS NOT NULL
),
judged AS (
    SELECT
        cited.*,
        first_decisions.decision_id,
        first_decisions.text AS decision,
        first_decisions.remarks,
        CASE
            WHEN named THEN coalesce(first_decisions.certainty, 'certain') ELSE 'likely'
        END AS certainty,
        coalesce(first_decisions.part_id, cases.part_id) AS part_id,
        coalesce(first_decisions.decision_id, cited.case_id) AS record_id,
        CASE
            WHEN first_decisions.outcome IN ('approved', 'adopted')
                THEN CASE
                    WHEN first_decisions.remarks IS NULL THEN 'approved'
                    ELSE 'approved with remarks'
                END
            WHEN first_decisions.outcome = 'postponed' THEN 'draft'
            WHEN first_decisions.outcome IS NOT NULL THEN 'unknown'
            WHEN cited.approved_by IN (SELECT meeting_id FROM held) THEN 'unknown'
            ELSE 'draft'
        END AS state
    FROM cited
    INNER JOIN main.cases ON cases.case_id = cited.case_id
    LEFT JOIN first_decisions ON first_decisions.case_id = cited.case_id
),
best AS (
    SELECT *
    FROM judged
    QUALIFY
        row_number() OVER (
            PARTITION BY
                body_id, coalesce(meeting_id, approved_date::VARCHAR, approved_number)
            ORDER BY
                list_position(['approved with remarks', 'approved', 'draft', 'unknown'], state),
                decided_on NULLS LAST,
                case_id
        ) = 1
),
-- Meetings of which something is missing: what was approved there cannot be told.
dark AS (
    SELECT body_id, coalesce(approved_date, decided_on) AS date
    FROM cited
    WHERE meeting_id IS NULL OR meeting_id NOT IN (SELECT meeting_id FROM held)
    UNION ALL
    SELECT meetings.body_id, meetings.date
    FROM main.meetings
    ANTI JOIN held USING (meeting_id)
    UNION ALL
    SELECT body_id, date FROM previous WHERE approved_meeting_id IS NULL
),
-- The first later minutes that approve the minutes of a meeting after this one.
passed AS (
    SELECT
        held.meeting_id,
        min(judged.decided_on) AS date,
        arg_min(judged.case_id, judged.decided_on) AS case_id
    FROM held
    INNER JOIN judged
        ON judged.body_id = held.body_id AND judged.decided_on > held.date
    INNER JOIN held AS other
        ON other.meeting_id = judged.meeting_id AND other.date > held.date
    WHERE judged.state IN ('approved', 'approved with remarks')
        AND held.meeting_id NOT IN (SELECT meeting_id FROM best WHERE meeting_id IS NOT NULL)
    GROUP BY held.meeting_id
),
between_them AS (
    SELECT
        passed.meeting_id,
        bool_or(dark.date IS NOT NULL) AS dark
    FROM passed
    INNER JOIN held USING (meeting_id)
    LEFT JOIN dark
        ON
            dark.body_id = held.body_id
            AND dark.date > held.date
            AND dark.date <= passed.date
    GROUP BY passed.meeting_id
),
-- Numbers of meetings that are missing, between this one and the one that passed it over.
counted AS (
    SELECT
        passed.meeting_id,
        count(later.n) = max(later.n) - any_value(held.n) AS all_there
    FROM passed
    INNER JOIN held USING (meeting_id)
    INNER JOIN held AS later
        ON
            later.body_id = held.body_id
            AND later.year = held.year
            AND later.n > held.n
            AND later.date <= passed.date
    GROUP BY passed.meeting_id
),
last_minutes AS (
    SELECT body_id, max(date) AS date FROM held GROUP BY body_id
),
named_nowhere AS (
    SELECT
        held.*,
        CASE
            WHEN held.provisional THEN 'draft'
            WHEN held.date IS NULL THEN 'unknown'
            WHEN held.date >= last_minutes.date THEN 'not yet known'
            WHEN between_them.dark = FALSE AND coalesce(counted.all_there, TRUE)
                THEN 'never approved'
            ELSE 'unknown'
        END AS state,
        CASE
            WHEN held.provisional THEN 'the minutes call themselves provisional'
            WHEN held.date IS NULL THEN 'the day of the meeting is not known'
            WHEN held.date >= last_minutes.date
                THEN 'no later minutes of the body are in the database'
            WHEN between_them.dark = FALSE AND coalesce(counted.all_there, TRUE)
                THEN 'case ' || passed.case_id
                || ' approves later minutes, and no paper in between is missing'
            WHEN between_them.meeting_id IS NOT NULL
                THEN 'later minutes approve others, and papers in between are missing'
            ELSE 'no case of a later meeting says so'
        END AS basis
    FROM held
    LEFT JOIN last_minutes USING (body_id)
    LEFT JOIN passed USING (meeting_id)
    LEFT JOIN between_them USING (meeting_id)
    LEFT JOIN counted USING (meeting_id)
    WHERE held.meeting_id NOT IN (SELECT meeting_id FROM best WHERE meeting_id IS NOT NULL)
),
chain AS (
    SELECT
        best.body_id,
        best.meeting_id,
        coalesce(meetings.number, best.approved_number) AS number,
        coalesce(meetings.date, best.approved_date) AS date,
        best.meeting_id IN (SELECT meeting_id FROM held) IS TRUE AS has_minutes,
        best.state,
        CASE
            WHEN best.decision_id IS NOT NULL THEN 'decision in case ' || best.case_id
            WHEN best.state = 'draft'
                THEN 'up for approval in case ' || best.case_id || ', of which there are no minutes'
            ELSE 'treated in case ' || best.case_id || ', whose decision is not told'
        END AS basis,
        best.case_id,
        best.approved_by,
        CASE WHEN best.state LIKE 'approved%' THEN best.decided_on END AS approved_on,
        best.remarks,
        best.decision,
        best.certainty,
        best.part_id,
        best.record_id
    FROM best
    LEFT JOIN main.meetings ON meetings.meeting_id = best.meeting_id
    UNION ALL
    SELECT
        body_id, meeting_id, number, date, TRUE, state, basis, NULL, NULL, NULL, NULL, NULL, NULL,
        part_id, meeting_id
    FROM named_nowhere
),
placed AS (
    SELECT record_id, part_id, min(page_number) AS page
    FROM main.spans
    WHERE record_id IN (SELECT record_id FROM chain)
    GROUP BY record_id, part_id
)
SELECT
    chain.* EXCLUDE (part_id, record_id),
    documents.path AS document_path,
    coalesce(placed.page, parts.first_page) AS page
FROM chain
LEFT JOIN main.parts ON parts.part_id = chain.part_id
LEFT JOIN main.documents ON documents.document_id = parts.document_id
LEFT JOIN placed
    ON placed.record_id = chain.record_id AND placed.part_id = chain.part_id
ORDER BY chain.body_id, chain.date, chain.meeting_id, chain.number;
