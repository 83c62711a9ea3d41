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
    WHERE attendance_id IN (SELECT key FROM touched WHERE table_name = 'attendance')
    UNION
    SELECT meeting_id FROM main.meetings WHERE body_id IN (FROM bodies)
),
placed AS MATERIALIZED (
    SELECT key AS part_id FROM touched WHERE table_name = 'parts'
    UNION
    SELECT part_id FROM main.parts
    WHERE document_id IN (SELECT key FROM touched WHERE table_name = 'documents')
        OR meeting_id IN (FROM held)
),
treated AS MATERIALIZED (
    SELECT key AS case_id FROM touched WHERE table_name = 'cases'
    UNION
    SELECT case_id FROM main.votes
    WHERE vote_id IN (SELECT key FROM touched WHERE table_name = 'votes')
    UNION
    SELECT case_id FROM main.attachments
    WHERE attachment_id IN (SELECT key FROM touched WHERE table_name = 'attachments')
    UNION
    SELECT case_id FROM main.cases
    WHERE meeting_id IN (FROM held) OR part_id IN (FROM placed)
)
SELECT 'case' AS kind, case_id AS record_id FROM treated
UNION
SELECT 'meeting', meeting_id FROM held
UNION
SELECT 'meeting', meeting_id FROM main.meetings WHERE part_id IN (FROM placed)
UNION
SELECT 'decision', decision_id FROM main.decisions
WHERE case_id IN (FROM treated) OR part_id IN (FROM placed)
UNION
SELECT 'proposal', proposal_id FROM main.proposals
WHERE case_id IN (FROM treated) OR part_id IN (FROM placed)
UNION
SELECT 'note', part_id FROM main.case_notes
WHERE case_id IN (FROM treated) OR part_id IN (FROM placed)
UNION
SELECT
    CASE table_name WHEN 'decisions' THEN 'decision' WHEN 'proposals' THEN 'proposal' ELSE 'note' END,
    key
FROM touched
WHERE table_name IN ('decisions', 'proposals', 'case_notes')
