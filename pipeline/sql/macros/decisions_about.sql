-- Cases whose title, proposal or decision holds some words, newest first; one row per case with the
-- columns of decisions_flat. Inflected forms and misspelt words are found by the search, not here.
-- parameter words: What to look for, anywhere in the text; capitals do not matter.
CREATE OR REPLACE MACRO main.decisions_about(words) AS TABLE
SELECT *
FROM main.decisions_flat
WHERE
    contains(lower(concat_ws(chr(10), title, proposal, decision)), lower(words))
ORDER BY date DESC NULLS LAST, case_id
