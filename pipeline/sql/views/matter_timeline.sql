-- Every step of a matter in order: on which agenda it stood, which note prepared it, where it was
-- treated and decided, and which treatment the papers tell of that no document in the database is of.
-- column matter_id = matters.matter_id
-- column ordinal: Place of the step in the matter, from 1.
-- column date: Day of the step: of the note, else of the meeting.
-- column step: 'agenda', 'case note', 'treatment', 'decision', 'other', or 'not seen' for a treatment that only a reference tells of.
-- column body_id = bodies.body_id
-- column body: Name of the body; of a step that was not seen, as the reference writes it.
-- column meeting_id = meetings.meeting_id
-- column case_id = cases.case_id
-- column number: Number of the case as written.
-- column outcome = decisions.outcome
-- column text: Title of the case, beginning of the decision (up to 300 characters), or words of the reference.
-- column document_id = documents.document_id
-- column document_path = documents.path
-- column page: Page in that document, from 1.
CREATE OR REPLACE VIEW main.matter_timeline AS
WITH appeared AS (
    SELECT
        matter_cases.matter_id,
        case_timeline.date,
        CASE case_timeline.part_kind
            WHEN 'agenda' THEN 'agenda'
            WHEN 'case_note' THEN 'case note'
            WHEN 'minutes' THEN 'treatment'
            WHEN 'case_protocol' THEN 'treatment'
            ELSE 'other'
        END AS step,
        case_timeline.meeting_id,
        case_timeline.case_id,
        NULL AS decision_id,
        NULL AS outcome,
        case_timeline.title AS text,
        NULL AS body_as_written,
        case_timeline.document_id,
        case_timeline.document_path,
        case_timeline.page
    FROM main.matter_cases
    INNER JOIN main.case_timeline USING (case_id)
),
placed AS (
    SELECT record_id, part_id, min(page_number) AS page
    FROM main.spans
    WHERE record_id IN (SELECT decision_id FROM main.decisions)
    GROUP BY record_id, part_id
),
decided AS (
    SELECT
        matter_cases.matter_id,
        meetings.date,
        'decision' AS step,
        cases.meeting_id,
        matter_cases.case_id,
        decisions.decision_id,
        decisions.outcome,
        left(decisions.text, 300) AS text,
        NULL AS body_as_written,
        parts.document_id,
        documents.path AS document_path,
        coalesce(placed.page, parts.first_page) AS page
    FROM main.matter_cases
    INNER JOIN main.decisions USING (case_id)
    INNER JOIN main.cases USING (case_id)
    LEFT JOIN main.meetings ON meetings.meeting_id = cases.meeting_id
    LEFT JOIN main.parts ON parts.part_id = decisions.part_id
    LEFT JOIN main.documents ON documents.document_id = parts.document_id
    LEFT JOIN placed
        ON placed.record_id = decisions.decision_id AND placed.part_id = decisions.part_id
),
unseen AS (
    SELECT
        matter_cases.matter_id,
        case_references.date,
        'not seen' AS step,
        NULL AS meeting_id,
        matter_cases.case_id,
        NULL AS decision_id,
        NULL AS outcome,
        case_references.text,
        coalesce(
            case_references.body_as_written, case_references.number
        ) AS body_as_written,
        parts.document_id,
        documents.path AS document_path,
        coalesce(case_references.page, parts.first_page) AS page
    FROM main.matter_cases
    INNER JOIN main.case_references USING (case_id)
    INNER JOIN main.reference_links USING (reference_id)
    LEFT JOIN main.parts ON parts.part_id = case_references.part_id
    LEFT JOIN main.documents ON documents.document_id = parts.document_id
    WHERE
        reference_links.status <> 'found'
        AND case_references.kind IN ('proposed', 'treated', 'earlier')
),
steps AS (
    FROM appeared
    UNION ALL BY NAME
    FROM decided
    UNION ALL BY NAME
    FROM unseen
)
SELECT
    steps.matter_id,
    row_number() OVER (
        PARTITION BY steps.matter_id
        ORDER BY
            steps.date NULLS FIRST,
            list_position(
                ['not seen', 'agenda', 'case note', 'treatment', 'decision', 'other'], steps.step
            ),
            steps.case_id,
            length(steps.decision_id),
            steps.decision_id,
            steps.document_path,
            steps.document_id,
            steps.page,
            steps.text
    )::INTEGER AS ordinal,
    steps.date,
    steps.step,
    CASE WHEN steps.step <> 'not seen' THEN meetings.body_id END AS body_id,
    coalesce(steps.body_as_written, bodies.name) AS body,
    steps.meeting_id,
    steps.case_id,
    CASE WHEN steps.step <> 'not seen' THEN cases.number END AS number,
    steps.outcome,
    steps.text,
    steps.document_id,
    steps.document_path,
    steps.page
FROM steps
LEFT JOIN main.meetings ON meetings.meeting_id = steps.meeting_id
LEFT JOIN main.bodies ON bodies.body_id = meetings.body_id
LEFT JOIN main.cases ON cases.case_id = steps.case_id
ORDER BY steps.matter_id, ordinal;
