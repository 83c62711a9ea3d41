-- Dates with a weekday that they did not have, and meetings on a Sunday.
WITH written AS (
    SELECT
        document_id,
        unnest(
            regexp_extract_all(
                lower(text),
                '\b(?:man|mån|tirs|tys|ons|tors|fre|lør|laur|søn|sun)dag(?:en)?,?\s+(?:den\s+)?'
                || '\d{1,2}\.\s*(?:januar|februar|mars|april|mai|juni|juli|august|september|'
                || 'oktober|november|desember)\s+(?:19|20)\d\d\b'
            )
        ) AS words
    FROM main.pages
    -- the pages of new documents stand behind all others, so that only their texts are read
    WHERE rowid >= getvariable('first_unchecked') AND document_id IN (FROM temp.unchecked)
),
parsed AS (
    SELECT
        document_id,
        words,
        list_position(
            ['søn', 'man', 'tir', 'ons', 'tor', 'fre', 'lør'],
            CASE left(words, 3)
                WHEN 'mån' THEN 'man' WHEN 'tys' THEN 'tir' WHEN 'lau' THEN 'lør'
                WHEN 'sun' THEN 'søn' ELSE left(words, 3)
            END
        ) - 1 AS weekday,
        try_cast(
            regexp_extract(words, '(\d{4})$', 1) || '-'
            || list_position(
                ['jan', 'feb', 'mar', 'apr', 'mai', 'jun', 'jul', 'aug', 'sep', 'okt', 'nov', 'des'],
                left(regexp_extract(words, '\d\.\s*(\pL+)', 1), 3)
            )
            || '-' || regexp_extract(words, '(\d{1,2})\.', 1) AS DATE
        ) AS date
    FROM written
)
SELECT DISTINCT
    document_id || '/' || words AS key,
    'warning' AS severity,
    document_id,
    NULL AS meeting_id,
    NULL AS case_id,
    CASE
        WHEN date IS NULL THEN 'There is no such date as ''' || words || '''.'
        ELSE
            'The document says ''' || words || ''', but that day was a '
            || ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'][
                dayofweek(date) + 1
            ] || '.'
    END || ' Date or weekday is wrong; compare the page.' AS message
FROM parsed
WHERE date IS NULL OR dayofweek(date) <> weekday
UNION ALL
SELECT
    meeting_id,
    'info',
    NULL,
    meeting_id,
    NULL,
    'Meeting ' || meeting_id || ' is dated ' || date || ', a Sunday; compare the page.'
FROM main.meetings
WHERE dayofweek(date) = 0
