-- Every attachment that a paper names, and where it is: in a file, only behind a link, or nowhere.
-- column attachment_id = attachments.attachment_id
-- column body_id = meetings.body_id
-- column date = meetings.date
-- column meeting_id: Meeting whose papers name the attachment.
-- column case_id = attachments.case_id
-- column label = attachments.label
-- column title = attachments.title
-- column named_in: Kind of the part that names it, for example 'agenda'.
-- column document_id: Document that names it.
-- column state: 'found' (in a file of the database), 'url only' (the papers give an address) or 'missing'.
-- column basis: What the state rests on, in words; NULL for 'missing'.
-- column found_in: Path of the file that holds it; NULL unless found.
-- column first_page: First page there; NULL unless found.
-- column last_page: Last page there; NULL unless found.
-- column same_file: Whether the file that names it also holds it; NULL unless found.
-- column url: Address given for it, in its own line or by a link of the same case that names its label; never fetched.
-- column clashes_with: Labels of other attachments of the case in the same kind of paper with the same number, one with a letter and one without or both alike: '2' beside '2A'; NULL when there are none.
CREATE OR REPLACE VIEW main.attachment_ledger AS
WITH named AS (
    SELECT
        attachments.*,
        parts.document_id,
        parts.kind AS named_in,
        meetings.meeting_id,
        meetings.body_id,
        meetings.date,
        regexp_extract(attachments.label, '^\d+') AS number,
        list_distinct(
            list_filter(
                string_split_regex(lower(attachments.title), '[^\pL\pN-]+'),
                lambda word: length(word) > 3
            )
        ) AS words
    FROM main.attachments
    LEFT JOIN main.parts ON parts.part_id = attachments.part_id
    LEFT JOIN main.cases ON cases.case_id = attachments.case_id
    LEFT JOIN main.meetings
        ON meetings.meeting_id = coalesce(parts.meeting_id, cases.meeting_id)
),
naming AS (
    SELECT attachment_id, list(DISTINCT document_id) AS documents
    FROM stated.attachments
    GROUP BY attachment_id
),
fitting AS (
    SELECT named.attachment_id, case_notes.part_id, 'the case note has its title' AS basis
    FROM named
    INNER JOIN main.case_notes USING (case_id)
    WHERE
        named.named_in = 'agenda'
        AND len(named.words) > 0
        AND list_has_all(
            string_split_regex(lower(case_notes.title), '[^\pL\pN-]+'), named.words
        )
    UNION ALL
    SELECT named.attachment_id, parts.part_id, 'an attachment has its title'
    FROM named
    INNER JOIN main.parts
        ON parts.kind = 'attachment' AND parts.meeting_id = named.meeting_id
    WHERE
        len(named.words) > 0
        AND list_has_all(string_split_regex(lower(parts.title), '[^\pL\pN-]+'), named.words)
    UNION ALL
    SELECT named.attachment_id, parts.part_id, 'an attachment of the file has its title'
    FROM named
    INNER JOIN main.parts
        ON parts.kind = 'attachment' AND parts.document_id = named.document_id
    WHERE
        len(named.words) > 0
        AND list_has_all(string_split_regex(lower(parts.title), '[^\pL\pN-]+'), named.words)
    UNION ALL
    SELECT named.attachment_id, parts.part_id, 'minutes of the day that it names'
    FROM named
    INNER JOIN main.approvals USING (case_id)
    INNER JOIN main.meetings AS earlier
        ON earlier.meeting_id = approvals.approved_meeting_id
    INNER JOIN main.parts
        ON parts.meeting_id = earlier.meeting_id AND parts.kind = 'minutes'
    WHERE
        contains(
            lower(named.title),
            day(earlier.date) || '. '
            || [
                'januar', 'februar', 'mars', 'april', 'mai', 'juni', 'juli', 'august',
                'september', 'oktober', 'november', 'desember'
            ][month(earlier.date)]
            || ' ' || year(earlier.date)
        )
        OR contains(named.title, strftime(earlier.date, '%d.%m.%Y'))
        OR contains(named.title, strftime(earlier.date, '%-d.%-m.%Y'))
),
found AS (
    SELECT
        fitting.attachment_id,
        fitting.basis,
        documents.path,
        parts.first_page,
        parts.last_page,
        list_contains(naming.documents, parts.document_id) AS same_file
    FROM fitting
    INNER JOIN naming USING (attachment_id)
    INNER JOIN main.parts ON parts.part_id = fitting.part_id
    INNER JOIN main.documents ON documents.document_id = parts.document_id
    QUALIFY
        row_number() OVER (
            PARTITION BY fitting.attachment_id
            ORDER BY
                same_file DESC,
                documents.media_type <> 'application/pdf',
                documents.path,
                parts.ordinal
        ) = 1
),
-- A link of the same case whose address names the label: '…/Vedlegg%202A_Sak%2015-20.pdf'
linked AS (
    SELECT named.attachment_id, min(other.url) AS url
    FROM named
    INNER JOIN named AS other
        ON other.case_id = named.case_id AND other.attachment_id <> named.attachment_id
    WHERE
        named.url IS NULL
        AND regexp_matches(
            lower(url_decode(other.url)),
            'vedlegg[ _-]*' || lower(named.label) || '([^0-9a-zæøå]|$)'
        )
    GROUP BY named.attachment_id
    HAVING count(DISTINCT other.url) = 1
),
clashing AS (
    SELECT
        named.attachment_id,
        list_sort(list(DISTINCT other.label)) AS labels
    FROM named
    INNER JOIN named AS other
        ON
            other.case_id = named.case_id
            AND other.named_in = named.named_in
            AND other.number = named.number
            AND other.attachment_id <> named.attachment_id
    WHERE
        named.label = other.label
        OR (named.label = named.number) <> (other.label = other.number)
    GROUP BY named.attachment_id
)
SELECT
    named.attachment_id,
    named.body_id,
    named.date,
    named.meeting_id,
    named.case_id,
    named.label,
    named.title,
    named.named_in,
    named.document_id,
    CASE
        WHEN found.path IS NOT NULL THEN 'found'
        WHEN coalesce(named.url, linked.url) IS NOT NULL THEN 'url only'
        ELSE 'missing'
    END AS state,
    CASE
        WHEN found.path IS NOT NULL THEN found.basis
        WHEN named.url IS NOT NULL THEN 'an address stands with it'
        WHEN linked.url IS NOT NULL THEN 'an address of the same case names its label'
    END AS basis,
    found.path AS found_in,
    found.first_page,
    found.last_page,
    found.same_file,
    coalesce(named.url, linked.url) AS url,
    clashing.labels AS clashes_with
FROM named
LEFT JOIN found USING (attachment_id)
LEFT JOIN linked USING (attachment_id)
LEFT JOIN clashing USING (attachment_id)
ORDER BY named.body_id, named.date, named.case_id, named.named_in, named.label;
