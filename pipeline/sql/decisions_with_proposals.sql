SELECT
    decisions.decision_id,
    decisions.case_id,
    decisions.text,
    list(proposals.proposal_id ORDER BY proposals.proposal_id)
        FILTER (proposals.text IS NOT NULL) AS proposal_ids,
    list(proposals.text ORDER BY proposals.proposal_id)
        FILTER (proposals.text IS NOT NULL) AS proposals
FROM main.decisions
LEFT JOIN main.proposals USING (case_id)
WHERE case_id IN (SELECT key FROM temp.touched WHERE table_name = 'against_proposal')
GROUP BY decisions.decision_id, decisions.case_id, decisions.text
ORDER BY decisions.decision_id
