-- What Popolo has no place for, or would need and no paper gives, with the number of records concerned.
WITH listed AS (
    SELECT 1 AS nr, 'no place' AS kind, 'Absence and invitation' AS what, 'attendance.status' AS source, 'Event.attendees lists who was there' AS reason, count(*) AS records FROM main.attendance WHERE status <> 'present'
    UNION ALL SELECT 2, 'no place', 'Substitute for whom [vara]', 'attendance.substitute_for', 'A membership is not on behalf of a person', count(*) FROM main.attendance WHERE substitute_for IS NOT NULL
    UNION ALL SELECT 3, 'no place', 'Role in a single meeting', 'attendance.role', 'Event.attendees has people only; memberships hold the roles without their days', count(*) FROM main.attendance
    UNION ALL SELECT 4, 'no place', 'Presence during a case: disqualified, left, joined', 'case_presence', 'Attendance is of the whole event', count(*) FROM main.case_presence
    UNION ALL SELECT 5, 'no place', 'Case as an item of the agenda', 'cases', 'There is no agenda item; motions carry the title, the number and the meeting', count(*) FROM main.cases
    UNION ALL SELECT 6, 'no place', 'Case without proposal, decision or vote', 'cases', 'There is nothing to decide and so no motion', count(*) FROM main.cases WHERE case_id NOT IN (SELECT case_id FROM main.decisions UNION ALL SELECT case_id FROM main.proposals WHERE case_id IS NOT NULL UNION ALL SELECT case_id FROM main.votes)
    UNION ALL SELECT 7, 'no place', 'Proposal whose case is not known', 'proposals', 'It is of no organization', count(*) FROM main.proposals WHERE case_id IS NULL
    UNION ALL SELECT 8, 'no place', 'Point of a decision with its addressee', 'decision_points', 'Motion.text is one text', count(*) FROM main.decision_points
    UNION ALL SELECT 9, 'no place', 'Proposer as written', 'proposals.proposer', 'Motion.creator_id is a person; papers name parties, offices and several people', count(*) FROM main.proposals WHERE proposer IS NOT NULL
    UNION ALL SELECT 10, 'no place', 'Casting vote of the chair', 'votes.casting_vote', 'A vote has a weight, the event has no casting vote', count(*) FROM main.votes WHERE casting_vote
    UNION ALL SELECT 11, 'no place', 'Unanimity', 'decisions.unanimous, votes.unanimous', 'A list of names is not written, and none is invented', (SELECT count(*) FROM main.decisions WHERE unanimous) + (SELECT count(*) FROM main.votes WHERE unanimous)
    UNION ALL SELECT 12, 'no place', 'Case note', 'case_notes', 'There are no documents', count(*) FROM main.case_notes
    UNION ALL SELECT 13, 'no place', 'Attachment', 'attachments', 'There are no documents', count(*) FROM main.attachments
    UNION ALL SELECT 14, 'no place', 'Page and words a record was made from', 'spans', 'sources are addresses of whole documents', count(*) FROM main.spans WHERE record_id IS NOT NULL
    UNION ALL SELECT 15, 'no place', 'Certainty', 'certainty', 'There is no word for doubt', (SELECT count(*) FROM main.meetings WHERE certainty <> 'certain') + (SELECT count(*) FROM main.cases WHERE certainty <> 'certain') + (SELECT count(*) FROM main.decisions WHERE certainty <> 'certain')
    UNION ALL SELECT 20, 'unknown', 'Beginning and end of a membership', 'attendance', 'Lists of attendance say who was there, not since when', count(DISTINCT (person_id, role)) FROM main.attendance WHERE role IN ('chair', 'deputy_chair', 'member', 'substitute', 'observer')
    UNION ALL SELECT 21, 'unknown', 'Post', 'attendance', 'No paper says which posts a body has', count(*) FROM main.bodies
)
SELECT kind, what, source, records, reason
FROM listed
WHERE records > 0
ORDER BY nr
