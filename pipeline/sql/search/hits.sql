-- The best hits of a search, one per case, and how many there are in all.
WITH matching AS (
    SELECT
        found.text_id, found.score, found.words_found, found.words_asked,
        texts.kind, coalesce(texts.case_id, texts.record_id) AS unit, texts.date
    FROM main.search_scores($query) AS found
    JOIN main.search_texts AS texts USING (text_id)
    WHERE ($body IS NULL OR texts.body_id IN (
            SELECT body_id
            FROM main.bodies
            WHERE contains(
                lower(concat_ws(' ', body_id, name, short_name, organization_as_written)),
                lower($body)
            )
        ))
        AND ($first IS NULL OR texts.date >= $first::DATE)
        AND ($last IS NULL OR texts.date <= $last::DATE)
        AND ($type IS NULL OR lower($type) IN (lower(texts.case_type), lower(texts.case_kind)))
        AND (len($kinds::VARCHAR[]) = 0 OR list_contains($kinds::VARCHAR[], texts.kind))
),
grouped AS (
    SELECT
        unit,
        max(score) AS score,
        arg_max(text_id, (score, text_id)) AS text_id,
        any_value(date) AS date,
        list_sort(list(DISTINCT kind)) AS kinds
    FROM matching
    GROUP BY unit
),
best AS (
    SELECT *, count(*) OVER () AS total
    FROM grouped
    ORDER BY score DESC, date DESC NULLS LAST, unit
    LIMIT $limit
)
SELECT
    round(best.score, 3), texts.kind, texts.record_id, texts.case_id, texts.meeting_id,
    texts.body_id, texts.date, texts.title, texts.text, texts.document_path, texts.page,
    matching.words_found, matching.words_asked,
    list_filter(best.kinds, lambda kind: kind != texts.kind),
    best.total
FROM best
JOIN main.search_texts AS texts USING (text_id)
JOIN matching USING (text_id)
ORDER BY best.score DESC, texts.date DESC NULLS LAST, best.unit;
