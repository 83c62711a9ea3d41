-- All records that can be searched.
CREATE OR REPLACE TEMP TABLE stirred AS
SELECT 'case' AS kind, case_id AS record_id FROM main.cases
UNION ALL SELECT 'decision', decision_id FROM main.decisions
UNION ALL SELECT 'proposal', proposal_id FROM main.proposals
UNION ALL SELECT 'note', part_id FROM main.case_notes
UNION ALL SELECT 'meeting', meeting_id FROM main.meetings
