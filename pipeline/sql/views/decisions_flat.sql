-- One wide row per case, with or without a decision: what was proposed, what was decided, and
-- where it stands.
-- column body_id = meetings.body_id
-- column body = bodies.name
-- column meeting_id = cases.meeting_id
-- column meeting_number = meetings.number
-- column date = meetings.date
-- column case_id = cases.case_id
-- column number = cases.number
-- column title = cases.title
-- column case_type = cases.case_type
-- column proposal: Words of the proposals of the case; several are separated by a blank line.
-- column proposer: Who proposed, as written; several are separated by semicolons, NULL when nobody is named.
-- column decision: Words of the decisions of the case; several are separated by a blank line.
-- column decision_count: Number of decisions in the case; 0 when none is recorded.
-- column outcome: Outcome of the case's first decision; NULL without a decision.
-- column unanimous: Whether the page says that the first decision was unanimous; NULL when it does not say.
-- column against_proposal: How the first decision relates to the proposals: 'as proposed', 'amended' or 'different'; NULL without a proposal.
-- column similarity: Likeness of the first decision to the nearest proposal, 0 to 1; NULL without a proposal.
-- column certainty: How sure the first decision is, or the case where there is none: 'certain', 'likely' or 'guess'.
-- column document_path: Path of the document that records the decision, or the case where there is none.
-- column page: Page in that document, from 1.
CREATE OR REPLACE VIEW main.decisions_flat AS
WITH numbered AS (
    SELECT
        *,
        -- '…/decision/10' comes after '…/decision/2'
        row_number() OVER (PARTITION BY case_id ORDER BY length(decision_id), decision_id) AS nth
    FROM main.decisions
),
decided AS (
    SELECT
        case_id,
        string_agg(text, chr(10) || chr(10) ORDER BY nth) AS decision,
        count(*) AS decision_count,
        arg_min(decision_id, nth) AS decision_id,
        arg_min(part_id, nth) AS part_id,
        arg_min(outcome, nth) AS outcome,
        arg_min(unanimous, nth) FILTER (nth = 1) AS unanimous,
        arg_min(against_proposal, nth) FILTER (nth = 1) AS against_proposal,
        arg_min(similarity, nth) FILTER (nth = 1) AS similarity,
        arg_min(certainty, nth) AS certainty
    FROM numbered
    GROUP BY case_id
),
proposed AS (
    SELECT
        case_id,
        string_agg(text, chr(10) || chr(10) ORDER BY ordinal, proposal_id) AS proposal,
        string_agg(DISTINCT proposer, '; ' ORDER BY proposer) AS proposer
    FROM main.proposals
    GROUP BY case_id
),
recorded AS (
    SELECT
        cases.*,
        decided.* EXCLUDE (case_id, part_id, certainty),
        coalesce(decided.part_id, cases.part_id) AS record_part_id,
        coalesce(decided.decision_id, cases.case_id) AS record_id,
        coalesce(decided.certainty, cases.certainty) AS record_certainty
    FROM main.cases
    LEFT JOIN decided USING (case_id)
),
placed AS (
    SELECT record_id, part_id, min(page_number) AS page
    FROM main.spans
    WHERE record_id IN (SELECT record_id FROM recorded)
    GROUP BY record_id, part_id
)
SELECT
    meetings.body_id,
    bodies.name AS body,
    recorded.meeting_id,
    meetings.number AS meeting_number,
    meetings.date,
    recorded.case_id,
    recorded.number,
    recorded.title,
    recorded.case_type,
    proposed.proposal,
    proposed.proposer,
    recorded.decision,
    coalesce(recorded.decision_count, 0) AS decision_count,
    recorded.outcome,
    recorded.unanimous,
    recorded.against_proposal,
    recorded.similarity,
    recorded.record_certainty AS certainty,
    documents.path AS document_path,
    coalesce(placed.page, parts.first_page) AS page
FROM recorded
LEFT JOIN main.meetings ON meetings.meeting_id = recorded.meeting_id
LEFT JOIN main.bodies ON bodies.body_id = meetings.body_id
LEFT JOIN proposed ON proposed.case_id = recorded.case_id
LEFT JOIN main.parts ON parts.part_id = recorded.record_part_id
LEFT JOIN main.documents ON documents.document_id = parts.document_id
LEFT JOIN placed
    ON placed.record_id = recorded.record_id AND placed.part_id = recorded.record_part_id
ORDER BY meetings.body_id, meetings.date, recorded.meeting_id, recorded.ordinal, recorded.case_id;
