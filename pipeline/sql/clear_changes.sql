DELETE FROM main.decision_changes
WHERE case_id IN (SELECT key FROM temp.touched WHERE table_name = 'against_proposal')
