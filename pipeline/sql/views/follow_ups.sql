-- What decisions asked somebody to do, and the later case that probably answers it. An answer is
-- looked for among the cases of the same body in its next eight meetings; where two fit equally
-- well at one meeting, or only a title that comes back all the time fits, none is named.
-- column body_id = meetings.body_id
-- column meeting_id: Meeting that asked.
-- column date: Day of that meeting.
-- column case_id: Case in which it was asked.
-- column decision_id = requests.decision_id
-- column ordinal = requests.ordinal
-- column request: Words of the request.
-- column addressee = requests.addressee
-- column due = requests.due
-- column due_date = requests.due_date
-- column certainty = requests.certainty
-- column answered_by: Later case that probably answers the request; NULL when none is found, which does not mean that nothing was done.
-- column answered_on: Day of the meeting that treats it.
-- column answer_certainty: 'likely' where a later case was found; it is never certain.
-- column answer_basis: Why that case: 'names the case', 'same archive case' or 'same title words'.
-- column document_path: Document that records the decision.
-- column page: Page of the decision in that document, from 1.
CREATE OR REPLACE VIEW main.follow_ups AS
WITH ranked AS (
    SELECT
        meeting_id,
        body_id,
        date,
        row_number() OVER (PARTITION BY body_id ORDER BY date, meeting_id) AS nth
    FROM main.meetings
    WHERE date IS NOT NULL
),
asked AS (
    SELECT
        requests.*,
        decisions.case_id,
        cases.meeting_id,
        cases.sequence,
        cases.year,
        cases.archive_case,
        ranked.nth
    FROM main.requests
    INNER JOIN main.decisions USING (decision_id)
    INNER JOIN main.cases ON cases.case_id = decisions.case_id
    LEFT JOIN ranked ON ranked.meeting_id = cases.meeting_id
),
worded AS (
    -- The words that make a title: standing words of the trade tell nothing.
    SELECT
        cases.case_id,
        cases.meeting_id,
        cases.archive_case,
        ranked.body_id,
        ranked.nth,
        ranked.date,
        list_sort(
            list_distinct(
                list_filter(
                    string_split_regex(lower(cases.title), '[^\pL\pN-]+'),
                    lambda word: length(word) > 3 AND NOT list_contains(
                        [
                            'orientering', 'orienteringar', 'orienteringer', 'status', 'saken',
                            'saka', 'vedrørende', 'forslag', 'behandling', 'handsaming', 'frå',
                            'møte', 'møtet', 'eventuelt', 'godkjenning', 'referat', 'protokoll',
                            'innkalling', 'dagsorden', 'saksliste', 'sakliste', 'videre', 'planer',
                            'utkast', 'søknad', 'høring', 'høyring', 'informasjon', 'drøfting'
                        ],
                        word
                    )
                )
            )
        ) AS words,
        len(cases.approves_minutes_of) + len(cases.approves_meetings) = 0
        AND NOT cases.approves_previous AS may_answer
    FROM main.cases
    INNER JOIN ranked USING (meeting_id)
),
-- A title that comes back at three meetings or more is a standing item.
standing AS (
    SELECT body_id, words
    FROM worded
    GROUP BY body_id, words
    HAVING count(DISTINCT meeting_id) > 2
),
titled AS (
    SELECT worded.*, standing.body_id IS NOT NULL AS is_standing
    FROM worded
    LEFT JOIN standing USING (body_id, words)
),
later AS (
    SELECT
        asked.decision_id,
        asked.ordinal,
        asked.sequence,
        asked.year,
        asked.archive_case AS asked_archive,
        asked.own_words,
        titled.*
    FROM (
        SELECT
            asked.decision_id,
            asked.ordinal,
            asked.sequence,
            asked.year,
            asked.archive_case,
            own.body_id,
            own.words AS own_words,
            unnest(range(asked.nth + 1, asked.nth + 9)) AS next_nth
        FROM asked
        INNER JOIN titled AS own ON own.case_id = asked.case_id
    ) AS asked
    INNER JOIN titled
        ON titled.body_id = asked.body_id AND titled.nth = asked.next_nth AND titled.may_answer
),
-- Numbers of other cases that the papers of a case name: 'jf. sak 6/20', 'PS 6/2026'
texts AS (
    SELECT case_id, concat_ws(' ', title, description, discussion) AS text
    FROM main.cases
    WHERE case_id IN (SELECT case_id FROM later)
    UNION ALL
    SELECT case_id, concat_ws(' ', title, text)
    FROM main.case_notes
    WHERE case_id IN (SELECT case_id FROM later)
),
mentions AS (
    SELECT DISTINCT
        case_id,
        try_cast(regexp_extract(mention, '(\d+)\s*/', 1) AS INTEGER) AS sequence,
        right(regexp_extract(mention, '/\s*(\d+)', 1), 2) AS year
    FROM (
        SELECT
            case_id,
            unnest(
                regexp_extract_all(
                    text,
                    '(?:\b[Ss]ak(?:en|a)?(?:\s+nr\.?)?|\b(?:PS|RS|OS|FO|FS|FU|KS|MS)[ -]?(?:sak)?)\s*'
                    || '\d{1,4}\s*/\s*(?:19|20)?\d\d\b'
                )
            ) AS mention
        FROM texts
    )
),
scored AS (
    SELECT
        later.*,
        mentions.case_id IS NOT NULL AS names_it,
        coalesce(later.archive_case = later.asked_archive, FALSE) AS same_archive,
        CASE
            WHEN later.is_standing THEN 0
            ELSE len(list_intersect(later.words, later.own_words))
        END AS shared
    FROM later
    LEFT JOIN mentions
        ON
            mentions.case_id = later.case_id
            AND mentions.sequence = later.sequence
            AND mentions.year = lpad((later.year % 100)::VARCHAR, 2, '0')
),
answers AS (
    SELECT
        *,
        CASE
            WHEN names_it THEN 1
            WHEN same_archive THEN 2
            -- Two words or one long one, and no more than a word of either title left over.
            WHEN
                (shared > 1 OR (shared = 1 AND length(list_intersect(words, own_words)[1]) > 11))
                AND shared * 3 >= greatest(len(words), len(own_words)) * 2
                THEN 3
        END AS rule
    FROM scored
    WHERE names_it OR same_archive OR shared > 0
),
chosen AS (
    SELECT *
    FROM answers
    WHERE rule IS NOT NULL
    QUALIFY
        rank() OVER (PARTITION BY decision_id, ordinal ORDER BY rule, nth) = 1
        AND count(*) OVER (PARTITION BY decision_id, ordinal, rule, nth) = 1
),
placed AS (
    SELECT record_id, part_id, min(page_number) AS page
    FROM main.spans
    WHERE record_id IN (SELECT decision_id FROM asked)
    GROUP BY record_id, part_id
)
SELECT
    meetings.body_id,
    asked.meeting_id,
    meetings.date,
    asked.case_id,
    asked.decision_id,
    asked.ordinal,
    asked.text AS request,
    asked.addressee,
    asked.due,
    asked.due_date,
    asked.certainty,
    chosen.case_id AS answered_by,
    chosen.date AS answered_on,
    CASE WHEN chosen.case_id IS NOT NULL THEN 'likely' END AS answer_certainty,
    ['names the case', 'same archive case', 'same title words'][chosen.rule] AS answer_basis,
    documents.path AS document_path,
    coalesce(placed.page, parts.first_page) AS page
FROM asked
LEFT JOIN main.meetings ON meetings.meeting_id = asked.meeting_id
LEFT JOIN chosen
    ON chosen.decision_id = asked.decision_id AND chosen.ordinal = asked.ordinal
LEFT JOIN main.parts ON parts.part_id = asked.part_id
LEFT JOIN main.documents ON documents.document_id = parts.document_id
LEFT JOIN placed
    ON placed.record_id = asked.decision_id AND placed.part_id = asked.part_id
ORDER BY meetings.body_id, meetings.date, asked.case_id, asked.decision_id, asked.ordinal;
