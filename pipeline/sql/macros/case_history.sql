-- Every appearance of a case in every document, in order of date, with the columns of case_timeline.
-- parameter case_key: Key of the case, its number as written, or its number in the archive, which brings
-- together the cases of all bodies that carry it.
CREATE OR REPLACE MACRO main.case_history(case_key) AS TABLE
SELECT *
FROM main.case_timeline
WHERE lower(case_key) IN (lower(case_id), lower(number), lower(archive_case))
ORDER BY date NULLS LAST, case_id, document_id, part_id
