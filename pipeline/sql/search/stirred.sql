-- Records whose searchable text may be another than the one in the index: those that were touched,
-- and those whose text is made from touched rows too.
CREATE OR REPLACE TEMP TABLE stirred AS
WITH bodies AS (
    SELECT coalesce(now.body_id, before.body_id) AS body_id
    FROM (
        SELECT body_id, hash(name, short_name, organization_as_written) AS digest
        FROM main.bodies
    ) AS now
    FULL JOIN search_index.bodies AS before USING (body_id)
    WHERE now.digest IS DISTINCT FROM before.digest
),
touched AS MATERIALIZED (
    SELECT DISTINCT table_name, key FROM stated.touched_records
),
held AS MATERIALIZED (
    SELECT key AS meeting_id FROM touched WHERE table_name = 'meetings'
    UNION
    SELECT meeting_id FROM main.attendance
    SEMI JOIN (FROM touched WHERE table_name = 'attendance') AS own ON attendance_id = key
    UNION
    SELECT meeting_id FROM main.meetings SEMI JOIN bodies USING (body_id)
),
placed AS MATERIALIZED (
    SELECT key AS part_id FROM touched WHERE table_name = 'parts'
    UNION
    SELECT part_id FROM main.parts
    SEMI JOIN (FROM touched WHERE table_name = 'documents') AS own ON document_id = key
    UNION
    SELECT part_id FROM main.parts SEMI JOIN held USING (meeting_id)
),
treated AS MATERIALIZED (
    SELECT key AS case_id FROM touched WHERE table_name = 'cases'
    UNION
    SELECT case_id FROM main.votes
    SEMI JOIN (FROM touched WHERE table_name = 'votes') AS own ON vote_id = key
    UNION
    SELECT case_id FROM main.attachments
    SEMI JOIN (FROM touched WHERE table_name = 'attachments') AS own ON attachment_id = key
    UNION
    SELECT case_id FROM main.cases SEMI JOIN held USING (meeting_id)
    UNION
    SELECT case_id FROM main.cases SEMI JOIN placed USING (part_id)
)
SELECT 'case' AS kind, case_id AS record_id FROM treated
UNION
SELECT 'meeting', meeting_id FROM held
UNION
SELECT 'meeting', meeting_id FROM main.meetings SEMI JOIN placed USING (part_id)
UNION
SELECT 'decision', decision_id FROM main.decisions SEMI JOIN treated USING (case_id)
UNION
SELECT 'decision', decision_id FROM main.decisions SEMI JOIN placed USING (part_id)
UNION
SELECT 'proposal', proposal_id FROM main.proposals SEMI JOIN treated USING (case_id)
UNION
SELECT 'proposal', proposal_id FROM main.proposals SEMI JOIN placed USING (part_id)
UNION
SELECT 'note', part_id FROM main.case_notes SEMI JOIN treated USING (case_id)
UNION
SELECT 'note', part_id FROM main.case_notes SEMI JOIN placed USING (part_id)
UNION
SELECT
    CASE table_name WHEN 'decisions' THEN 'decision' WHEN 'proposals' THEN 'proposal' ELSE 'note' END,
    key
FROM touched
WHERE table_name IN ('decisions', 'proposals', 'case_notes')
