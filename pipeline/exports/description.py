"""What goes with the data: a manifest of the files, and a Frictionless Data Package."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import duckdb

from vedtak.extractors.version import EXTRACTOR_VERSION
from vedtak.pipeline.exports.csv_files import DECIMAL, DELIMITER
from vedtak.pipeline.exports.folder import MANIFEST
from vedtak.pipeline.exports.relations import Relation
from vedtak.pipeline.tables.contract import SCHEMA_VERSION, contract_digest
from vedtak.pipeline.tables.table_definition import Column

PACKAGE: Final = "datapackage.json"

_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "VARCHAR": "string",
        "BOOLEAN": "boolean",
        "INTEGER": "integer",
        "BIGINT": "integer",
        "DOUBLE": "number",
        "DATE": "date",
        "TIME": "time",
        "TIMESTAMP": "datetime",
    }
)
_MEDIA_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "parquet": "application/vnd.apache.parquet",
        "csv": "text/csv",
        "jsonl": "application/jsonl",
        "json": "application/json",
        "sqlite": "application/vnd.sqlite3",
        "md": "text/markdown",
    }
)


@dataclass(frozen=True, slots=True)
class Written:
    """A relation, or another set of records, as it was written."""

    label: str
    """Its name in the export."""
    path: Path
    """The file."""
    rows: int
    """Number of its rows or records."""
    about: str
    """What it holds."""
    relation: Relation | None = None
    """The table or view; None for a document in a vocabulary of its own."""


def describe(
    folder: Path,
    connection: duckdb.DuckDBPyConnection,
    form: str,
    written: Sequence[Written],
    remarks: Sequence[str],
) -> None:
    """Write the data package and the manifest of an export whose data is there.

    Args:
        folder: The export.
        connection: The database.
        form: Name of the format.
        written: What was written.
        remarks: What a reader of the files must know.
    """
    hashes = {path: file_hash(path) for path in sorted({one.path for one in written})}
    package = {
        "name": "vedtak",
        "title": "Decisions and participation in Norwegian meeting minutes",
        "version": metadata.version("vedtak"),
        "profile": "data-package",
        "resources": [_resource(folder, one, hashes[one.path]) for one in written],
    }
    _write_json(folder / PACKAGE, package)
    manifest = _manifest(folder, connection, written, hashes)
    _write_json(folder / MANIFEST, manifest | {"format": form, "remarks": list(remarks)})


def _manifest(
    folder: Path,
    connection: duckdb.DuckDBPyConnection,
    written: Sequence[Written],
    hashes: Mapping[Path, str],
) -> dict[str, Any]:
    """Tell versions, counts, and every file with its hash."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        "program": "vedtak",
        "version": metadata.version("vedtak"),
        "schema_version": SCHEMA_VERSION,
        "contract": contract_digest(),
        "extractor_version": EXTRACTOR_VERSION,
        "documents_extracted_by": _versions(connection),
        "last_run": _last_run(connection),
        "relations": [
            {
                "name": one.label,
                "kind": one.relation.kind if one.relation else "records",
                "file": one.path.relative_to(folder).as_posix(),
                "rows": one.rows,
            }
            for one in written
        ],
        "files": [
            {
                "path": path.relative_to(folder).as_posix(),
                "bytes": path.stat().st_size,
                "sha256": hashes.get(path) or file_hash(path),
            }
            for path in paths
        ],
    }


def filefile_hash(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    return file_hash(path)


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _resource(folder: Path, one: Written, digest: str) -> dict[str, Any]:
    """Describe one relation for the data package."""
    suffix = one.path.suffix.removeprefix(".")
    resource: dict[str, Any] = {
        "name": one.label.replace("/", "-").replace("_", "-").lower(),
        "title": one.label,
        "description": one.about,
        "path": one.path.relative_to(folder).as_posix(),
        "format": suffix,
        "mediatype": _MEDIA_TYPES[suffix],
        "bytes": one.path.stat().st_size,
        "hash": f"sha256:{digest}",
    }
    if suffix in ("csv", "json", "jsonl"):
        resource["encoding"] = "utf-8"
    if one.relation is None:
        return resource
    resource["profile"] = "tabular-data-resource"
    if suffix == "csv":
        resource["dialect"] = {"delimiter": DELIMITER, "lineTerminator": "\r\n", "quoteChar": '"'}
        resource["apostrophe"] = "Take one apostrophe away from the beginning of a text."
    if suffix == "sqlite":
        resource["dialect"] = {"table": one.relation.name}
    schema: dict[str, Any] = {
        "fields": [_field(column, suffix) for column in one.relation.columns],
        "missingValues": [""] if suffix == "csv" else [],
    }
    if one.relation.key:
        schema["primaryKey"] = list(one.relation.key)
    return resource | {"schema": schema}


def _field(column: Column, suffix: str) -> dict[str, Any]:
    """Describe one column for the data package."""
    kind = "array" if column.sql_type.endswith("[]") else _TYPES[column.sql_type]
    described: dict[str, Any] = {
        "name": column.name,
        "type": kind,
        "description": column.comment,
        "duckdbType": column.sql_type,
    }
    if kind in ("time", "datetime"):
        described["format"] = "any"  # fractions of a second where there are any, no time zone
    if kind == "number" and suffix == "csv":
        described["decimalChar"] = DECIMAL
    if not column.nullable:
        described["constraints"] = {"required": True}
    return described


def _versions(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Count the documents by the version of the rules that read them."""
    return dict(
        connection.execute(
            "SELECT extractor_version, count(*) FROM main.documents GROUP BY 1 ORDER BY 1"
        ).fetchall()
    )


def _last_run(connection: duckdb.DuckDBPyConnection) -> dict[str, str | None] | None:
    """Tell the last run; it is the only moment in an export, so that it can be made again."""
    row = connection.execute(
        "SELECT run_id, started_at, finished_at FROM main.runs ORDER BY started_at DESC, run_id "
        "LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    return {
        "run_id": row[0],
        "started_at": row[1].isoformat(),
        "finished_at": row[2].isoformat() if row[2] else None,
    }


def _write_json(path: Path, value: Any) -> None:
    """Write a value as JSON for people to read."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
