-- Each decision of a case with the nearest proposal, where both stand, and the words between them.
WITH changes AS (
    SELECT
        decision_id,
        any_value(proposal_id) AS proposal_id,
        list({'kind': kind, 'text': text} ORDER BY ordinal) AS changes
    FROM main.decision_changes
    WHERE case_id = $case_id
    GROUP BY decision_id
),
pages AS (
    SELECT record_id, part_id, list(DISTINCT page_number ORDER BY page_number) AS pages
    FROM main.spans
    WHERE
        record_id IN (
            SELECT decision_id FROM main.decisions WHERE case_id = $case_id
            UNION ALL SELECT proposal_id FROM main.proposals WHERE case_id = $case_id
        )
    GROUP BY record_id, part_id
)
SELECT
    decisions.decision_id,
    decisions.text AS decision,
    decisions.against_proposal,
    decisions.similarity,
    decided_in.path AS decision_path,
    coalesce(decided_on.pages, [decided_at.first_page]) AS decision_pages,
    proposals.proposal_id,
    proposals.text AS proposal,
    proposals.proposer,
    proposed_in.path AS proposal_path,
    coalesce(proposed_on.pages, [proposed_at.first_page]) AS proposal_pages,
    (SELECT count(*) FROM main.proposals WHERE case_id = $case_id) AS proposal_count,
    coalesce(changes.changes, []) AS changes
FROM main.decisions
LEFT JOIN changes ON changes.decision_id = decisions.decision_id
LEFT JOIN main.proposals ON proposals.proposal_id = changes.proposal_id
LEFT JOIN main.parts AS decided_at ON decided_at.part_id = decisions.part_id
LEFT JOIN main.documents AS decided_in ON decided_in.document_id = decided_at.document_id
LEFT JOIN pages AS decided_on
    ON decided_on.record_id = decisions.decision_id AND decided_on.part_id = decisions.part_id
LEFT JOIN main.parts AS proposed_at ON proposed_at.part_id = proposals.part_id
LEFT JOIN main.documents AS proposed_in ON proposed_in.document_id = proposed_at.document_id
LEFT JOIN pages AS proposed_on
    ON proposed_on.record_id = proposals.proposal_id AND proposed_on.part_id = proposals.part_id
WHERE decisions.case_id = $case_id
-- '…/decision/10' comes after '…/decision/2'
ORDER BY length(decisions.decision_id), decisions.decision_id
