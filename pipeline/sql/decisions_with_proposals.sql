SELECT
    decisions.decision_id,
    decisions.case_id,
    decisions.text,
    decisions.rowid,
    any_value(decisions.against_proposal) AS against_proposal,
    any_value(decisions.similarity) AS similarity,
    list(proposals.proposal_id ORDER BY proposals.proposal_id)
        FILTER (proposals.text IS NOT NULL) AS proposal_ids,
    list(proposals.text ORDER BY proposals.proposal_id)
        FILTER (proposals.text IS NOT NULL) AS proposals
FROM main.decisions
LEFT JOIN (
    SELECT * FROM main.proposals WHERE rowid > $proposals
) AS proposals USING (case_id)
WHERE
    decisions.rowid > $decisions
    AND case_id IN (SELECT key FROM $keys WHERE table_name = 'against_proposal')
GROUP BY decisions.decision_id, decisions.case_id, decisions.text, decisions.rowid
ORDER BY decisions.decision_id
