-- Bodies that are meant by a part of their key or name.
SELECT body_id
FROM main.bodies
WHERE contains(lower(concat_ws(' ', body_id, name, short_name, organization_as_written)), lower($body))
