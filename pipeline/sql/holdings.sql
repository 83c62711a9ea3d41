-- What the database holds, for the report of an import.
SELECT
    (SELECT count(*) FROM main.meetings) AS meetings,
    (SELECT count(*) FROM main.cases) AS cases,
    (SELECT count(*) FROM main.decisions) AS decisions,
    (SELECT count(*) FROM main.people) AS people,
    (SELECT count(*) FROM main.findings) AS findings,
    (
        SELECT
            coalesce(
                sum(char_end - char_start) FILTER (role = 'unclassified')
                / nullif(sum(char_end - char_start), 0),
                0
            )
        FROM main.spans
    ) AS unclassified
