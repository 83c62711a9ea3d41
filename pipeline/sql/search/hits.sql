-- The best hits of a search, one per case, and how many there are in all.
WITH matching AS MATERIALIZED (
    SELECT
        places.text_id, places.unit, places.kind, places.date,
        found.score, found.words_found, found.words_asked
    FROM search_index.scores($query) AS found
    JOIN search_index.places USING (docid)
    WHERE ($body IS NULL OR places.body_id IN (
            SELECT body_id
            FROM main.bodies
            WHERE contains(
                lower(concat_ws(' ', body_id, name, short_name, organization_as_written)),
                lower($body)
            )
        ))
        AND ($first IS NULL OR places.date >= $first::DATE)
        AND ($last IS NULL OR places.date <= $last::DATE)
        AND ($type IS NULL OR lower($type) IN (lower(places.case_type), lower(places.case_kind)))
        AND (len($kinds::VARCHAR[]) = 0 OR list_contains($kinds::VARCHAR[], places.kind))
),
units AS MATERIALIZED (
    SELECT unit, max(score) AS score, max(date) AS date FROM matching GROUP BY unit
),
last AS (
    -- The last that is shown, but for those that are as good: which come first, their keys decide.
    SELECT score, coalesce(date, '-infinity') AS date
    FROM units
    ORDER BY ALL DESC
    LIMIT 1 OFFSET $limit - 1
),
chosen AS (
    SELECT
        units.unit, units.score, units.date,
        arg_max(matching.text_id, (matching.score, matching.text_id)) AS text_id,
        arg_max(words_found, (matching.score, matching.text_id)) AS words_found,
        any_value(words_asked) AS words_asked,
        list_sort(list(DISTINCT matching.kind)) AS kinds
    FROM units
    JOIN matching USING (unit)
    LEFT JOIN last ON true
    WHERE (units.score, coalesce(units.date, '-infinity')) >= (last.score, last.date)
        OR last.score IS NULL
    GROUP BY units.unit, units.score, units.date
)
SELECT
    round(chosen.score, 3), texts.kind, texts.record_id, texts.case_id, texts.meeting_id,
    texts.body_id, texts.date, texts.title, texts.text, texts.document_path, texts.page,
    chosen.words_found, chosen.words_asked,
    list_filter(chosen.kinds, lambda kind: kind != texts.kind),
    (SELECT count(*) FROM units)
FROM chosen
JOIN main.search_texts AS texts USING (text_id)
ORDER BY chosen.score DESC, chosen.date DESC NULLS LAST, coalesce(texts.case_id, texts.record_id)
LIMIT $limit;
