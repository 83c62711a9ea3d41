-- The key of a record with its meeting or body in place of the one that a document alone gives.
-- Keys begin with that of the body ('nuit'), or of the meeting, in two segments by date
-- ('nuit/2020-02-14') or three by number ('nuit/2020/1'); the longest that is linked counts.
CREATE OR REPLACE MACRO main.canonical_key(stated) AS coalesce(
    (
        SELECT meeting_id FROM main.meeting_links
        WHERE stated_key = array_to_string(string_split(stated, '/')[1:3], '/')
    ) || substr(stated, 1 + length(array_to_string(string_split(stated, '/')[1:3], '/'))),
    (
        SELECT meeting_id FROM main.meeting_links
        WHERE stated_key = array_to_string(string_split(stated, '/')[1:2], '/')
    ) || substr(stated, 1 + length(array_to_string(string_split(stated, '/')[1:2], '/'))),
    (SELECT body_id FROM main.body_links WHERE stated_key = split_part(stated, '/', 1))
    || substr(stated, 1 + length(split_part(stated, '/', 1))),
    stated
)
