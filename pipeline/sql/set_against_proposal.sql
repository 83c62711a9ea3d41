UPDATE main.decisions
SET against_proposal = relations.against_proposal, similarity = relations.similarity
FROM $incoming AS relations
WHERE decisions.rowid = relations.row_id
