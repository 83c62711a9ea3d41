-- Where in the archive the names stand that a person has ruled on.
SELECT DISTINCT named.text, meetings.body_id
FROM ($named) AS named
LEFT JOIN main.meetings USING (meeting_id)
WHERE named.text IN (FROM temp.ruled_texts)
