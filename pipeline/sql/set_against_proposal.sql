UPDATE main.decisions
SET against_proposal = relations.against_proposal, similarity = relations.similarity
FROM $incoming AS relations
WHERE
    decisions.decision_id = relations.decision_id
    AND (
        decisions.against_proposal IS DISTINCT FROM relations.against_proposal
        OR decisions.similarity IS DISTINCT FROM relations.similarity
    )
