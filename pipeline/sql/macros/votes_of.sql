-- Votes in which a ballot names a person, in order of date. Whoever is not named is not here: being
-- present is no vote.
-- parameter person: Key of the person, or any spelling of the name that was seen; capitals do not matter.
-- column vote_id = votes.vote_id
-- column date = meetings.date
-- column case_id = cases.case_id
-- column title = cases.title
-- column subject = votes.subject
-- column choice = ballots.choice
-- column result = votes.result
-- column name_as_written = ballots.name_as_written
CREATE OR REPLACE MACRO main.votes_of(person) AS TABLE
SELECT
    v.vote_id,
    m.date,
    c.case_id,
    c.title,
    v.subject,
    b.choice,
    v.result,
    b.name_as_written
FROM main.ballots AS b
LEFT JOIN main.votes AS v ON v.vote_id = b.vote_id
LEFT JOIN main.cases AS c ON c.case_id = v.case_id
LEFT JOIN main.meetings AS m ON m.meeting_id = c.meeting_id
WHERE
    lower(b.name_as_written) = lower(person)
    OR b.person_id IN (
        SELECT person_id FROM main.people WHERE lower(person) IN (lower(person_id), lower(name))
        UNION ALL
        SELECT person_id FROM main.person_names WHERE lower(name_as_written) = lower(person)
    )
ORDER BY m.date, v.vote_id, b.ordinal
