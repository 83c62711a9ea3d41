-- What the vocabulary of eInnsyn (API) and Noark 5 has no place for, or wants and we do not know, with
-- the number of records concerned. 'kind' is 'no place', 'one only' or 'mandatory'.
WITH lists AS (
    SELECT
        case_id,
        count(*) AS votes,
        bool_and(result IS NOT DISTINCT FROM 'adopted') AS adopted
    FROM main.votes
    GROUP BY case_id
),
ballots AS (
    SELECT
        b.choice,
        coalesce(l.votes = 1 AND l.adopted, FALSE)
        AND EXISTS (SELECT 1 FROM main.decisions AS d WHERE d.case_id = v.case_id) AS placed
    FROM main.ballots AS b
    LEFT JOIN main.votes AS v ON v.vote_id = b.vote_id
    LEFT JOIN lists AS l ON l.case_id = v.case_id
),
listed AS (
    SELECT 1 AS nr, 'no place' AS kind, 'Absence' AS what, 'attendance.status' AS source, 'Moetedeltaker says who is there, not who is not' AS reason, count(*) AS records FROM main.attendance WHERE status = 'absent'
    UNION ALL SELECT 2, 'no place', 'Invitation', 'attendance.status', 'Moetedeltaker says who is there, not who was invited', count(*) FROM main.attendance WHERE status = 'invited'
    UNION ALL SELECT 3, 'no place', 'Substitute for whom [vara]', 'attendance.substitute_for', 'Moetedeltaker has name and function only', count(*) FROM main.attendance WHERE substitute_for IS NOT NULL
    UNION ALL SELECT 4, 'no place', 'Organization of a participant', 'attendance.organization_as_written', 'Moetedeltaker has name and function only', count(*) FROM main.attendance WHERE organization_as_written IS NOT NULL
    UNION ALL SELECT 5, 'no place', 'Party of a participant', 'attendance.party', 'Moetedeltaker has name and function only', count(*) FROM main.attendance WHERE party IS NOT NULL
    UNION ALL SELECT 6, 'no place', 'Office of a participant [stilling]', 'attendance.position', 'Moetedeltaker has name and function only', count(*) FROM main.attendance WHERE position IS NOT NULL
    UNION ALL SELECT 7, 'no place', 'Presence during a case: disqualified, left, joined', 'case_presence', 'Nothing ties presence to a Moetesak', count(*) FROM main.case_presence
    UNION ALL SELECT 8, 'no place', 'End of the meeting', 'meetings.end_time', 'Moetemappe has moetedato only', count(*) FROM main.meetings WHERE end_time IS NOT NULL
    UNION ALL SELECT 9, 'no place', 'Extraordinary meeting', 'meetings.extraordinary', 'Moetemappe has no kind of meeting', count(*) FROM main.meetings WHERE extraordinary
    UNION ALL SELECT 10, 'no place', 'Outcome of a decision', 'decisions.outcome', 'Vedtak has text and date only', count(*) FROM main.decisions
    UNION ALL SELECT 11, 'no place', 'Unanimity of a decision', 'decisions.unanimous', 'Vedtak has text and date only', count(*) FROM main.decisions WHERE unanimous
    UNION ALL SELECT 12, 'no place', 'Relation of decision and proposal', 'decisions.against_proposal', 'Vedtak and innstilling stand side by side', count(*) FROM main.decisions WHERE against_proposal IS NOT NULL
    UNION ALL SELECT 13, 'no place', 'Point of a decision with its addressee', 'decision_points', 'vedtakstekst is one text', count(*) FROM main.decision_points
    UNION ALL SELECT 14, 'no place', 'Vote as an event: subject, counts, result, casting vote', 'votes', 'Votering is the vote of one person', count(*) FROM main.votes
    UNION ALL SELECT 15, 'no place', 'Ballot where more than one vote was taken, where the proposal fell, or without a decision', 'ballots', 'Votering belongs to a Vedtak and does not say what was voted on', count(*) FROM ballots WHERE NOT placed
    UNION ALL SELECT 16, 'no place', 'Ballot that is neither for nor against', 'ballots.choice', 'stemme is Ja, Nei or Blankt', count(*) FROM ballots WHERE placed AND choice NOT IN ('for', 'against')
    UNION ALL SELECT 17, 'no place', 'Party of a voter', 'ballots.party', 'representerer wants an Identifikator with an address', count(*) FROM main.ballots WHERE party IS NOT NULL
    UNION ALL SELECT 18, 'no place', 'Proposer of a proposal', 'proposals.proposer', 'innstilling is a text', count(*) FROM main.proposals WHERE proposer IS NOT NULL
    UNION ALL SELECT 19, 'one only', 'Second and later proposals of a case', 'proposals', 'Moetesak has one innstilling', coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM main.proposals WHERE case_id IS NOT NULL GROUP BY case_id)
    UNION ALL SELECT 20, 'one only', 'Second and later decisions of a case', 'decisions', 'Moetesak has one vedtak', coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM main.decisions GROUP BY case_id)
    UNION ALL SELECT 21, 'one only', 'Second and later notes of a case', 'case_notes', 'Moetesak has one utredning', coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM main.case_notes WHERE case_id IS NOT NULL GROUP BY case_id)
    UNION ALL SELECT 22, 'no place', 'Proposal or note whose case is not known', 'proposals, case_notes', 'Both belong to a Moetesak', (SELECT count(*) FROM main.proposals WHERE case_id IS NULL) + (SELECT count(*) FROM main.case_notes WHERE case_id IS NULL)
    UNION ALL SELECT 23, 'no place', 'Addressee, sender and date of a note', 'case_notes', 'Utredning has its text and its proposal only', count(*) FROM main.case_notes WHERE coalesce(addressed_to, sender, date::VARCHAR) IS NOT NULL
    UNION ALL SELECT 24, 'no place', 'Case handlers of a note', 'case_notes.case_handlers', 'saksbehandler belongs to a Moetedokument', count(*) FROM main.case_notes WHERE len(case_handlers) > 0
    UNION ALL SELECT 25, 'no place', 'Who presented, spoke or answered', 'contributions', 'behandlingsprotokoll is one text', count(*) FROM main.contributions
    UNION ALL SELECT 26, 'no place', 'Other wordings of a title', 'cases.title_variants', 'offentligTittel is one text', count(*) FROM main.cases WHERE len(title_variants) > 0
    UNION ALL SELECT 27, 'no place', 'Minutes that a case approves', 'cases.approves_minutes_of', 'Nothing ties a Moetesak to the meeting whose minutes it approves', count(*) FROM main.cases WHERE len(approves_minutes_of) + len(approves_meetings) > 0
    UNION ALL SELECT 28, 'no place', 'Number of the case in the archive', 'cases.archive_case', 'Saksmappe hangs above Moetemappe, not above Moetesak', count(*) FROM main.cases WHERE archive_case IS NOT NULL
    UNION ALL SELECT 29, 'no place', 'Page and words a record was made from', 'spans', 'There is no page anywhere', count(*) FROM main.spans WHERE record_id IS NOT NULL
    UNION ALL SELECT 30, 'no place', 'Certainty', 'certainty', 'There is no word for doubt', (SELECT count(*) FROM main.meetings WHERE certainty <> 'certain') + (SELECT count(*) FROM main.cases WHERE certainty <> 'certain') + (SELECT count(*) FROM main.decisions WHERE certainty <> 'certain')
    UNION ALL SELECT 31, 'no place', 'Discussion of a case without a decision', 'cases.discussion', 'behandlingsprotokoll belongs to a Vedtak', count(*) FROM main.cases AS c WHERE discussion IS NOT NULL AND NOT EXISTS (SELECT 1 FROM main.decisions AS d WHERE d.case_id = c.case_id)
    UNION ALL SELECT 40, 'mandatory', 'Organization number of a body', 'bodies', 'Enhet.orgnummer; no paper gives it', count(*) FROM main.bodies
    UNION ALL SELECT 41, 'mandatory', 'Number of the meeting', 'meetings.number', 'Moetemappe.moetenummer is left out where none is written', count(*) FROM main.meetings WHERE number IS NULL
    UNION ALL SELECT 42, 'mandatory', 'Day of the meeting', 'meetings.date', 'Moetemappe.moetedato is left out where no day is written; so is Vedtak.dato', count(*) FROM main.meetings WHERE date IS NULL
    UNION ALL SELECT 43, 'mandatory', 'Hour of the meeting', 'meetings.start_time', 'Moetemappe.moetedato is a moment; midnight in Norway stands where no hour is written', count(*) FROM main.meetings WHERE date IS NOT NULL AND start_time IS NULL
    UNION ALL SELECT 44, 'mandatory', 'Kind of case', 'cases.case_kind', 'Moetesak.moetesakstype is annet where nothing tells it', count(*) FROM main.cases WHERE case_kind IS NULL
    UNION ALL SELECT 45, 'mandatory', 'Title of the case', 'cases.title', 'Registrering.offentligTittel is left out where none is written', count(*) FROM main.cases WHERE title IS NULL
    UNION ALL SELECT 46, 'mandatory', 'Proposal of a note', 'case_notes', 'Utredning.innstilling is left out where the note has none', count(*) FROM main.case_notes AS n WHERE case_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM stated.proposals AS p WHERE p.part_id = n.part_id AND p.case_id = n.case_id)
)
SELECT kind, what, source, records, reason
FROM listed
WHERE records > 0
ORDER BY nr
