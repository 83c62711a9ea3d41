-- Notes the stirred cases as they are now; the incoming rows have what they share with others.
INSERT INTO stated.known_cases BY NAME
SELECT
    digests.part,
    digests.case_id,
    (hash(digests.digest) >> 1)::BIGINT AS digest,
    incoming.body_id,
    incoming.date,
    incoming.sequence,
    incoming.year,
    CASE
        WHEN archive IS NOT NULL THEN (hash('archive', incoming.scope, archive) >> 1)::BIGINT
    END AS archive,
    CASE
        WHEN title IS NOT NULL THEN (hash('title', incoming.scope, title) >> 1)::BIGINT
    END AS title
FROM temp.case_digests AS digests
LEFT JOIN $incoming AS incoming USING (case_id)
WHERE digests.case_id IN (FROM temp.stirred)
