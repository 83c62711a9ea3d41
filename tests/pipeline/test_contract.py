import hashlib
import importlib.util
import sys
from pathlib import Path

import duckdb
import pytest

from vedtak.pipeline.tables import contract, schema
from vedtak.pipeline.tables.kept import kept
from vedtak.pipeline.tables.macros import macros
from vedtak.pipeline.tables.schema import contract_text, create_schema, sql_text


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files are kept; nothing yet."""
    place = tmp_path / "place"
    monkeypatch.setattr(importlib.util, "cache_from_source", lambda _: str(place / "kept.pyc"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return place


def says(text: str) -> str:
    made: list[str] = []

    def make() -> bytes:
        made.append(text)
        return text.encode()

    return f"{kept('said', text, make).decode()}, {'made' if made else 'kept'}"


def test_a_file_is_kept_until_it_is_made_from_something_else(folder: Path) -> None:
    assert says("first") == "first, made"
    (folder / "other-first").touch()
    assert says("first") == "first, kept"
    assert says("second") == "second, made"
    assert {path.name for path in folder.iterdir()} == {"said-second", "other-first"}


def test_nothing_is_kept_where_nobody_may_write(folder: Path) -> None:
    folder.touch()
    assert says("first") == says("first") == "first, made"


@pytest.mark.parametrize("damage", [b"", b"first", b"0" * 40])
def test_what_is_damaged_is_made_anew(folder: Path, damage: bytes) -> None:
    says("first")
    (folder / "said-first").write_bytes(damage)
    assert says("first") == "first, made"
    assert says("first") == "first, kept"


def test_nothing_is_kept_where_no_bytecode_is_to_be_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert says("first") == "first, made"
    assert not folder.exists()


def test_the_digest_is_that_of_all_statements() -> None:
    whole = hashlib.sha256(contract_text().encode()).hexdigest()[:16]
    contract.contract_digest.cache_clear()
    assert contract.contract_digest() == whole


def test_the_digest_is_found_again_by_the_digest_of_its_sources(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract.contract_digest.cache_clear()
    whole = contract.contract_digest()
    assert len(list(folder.iterdir())) == 1
    monkeypatch.delattr(schema, "contract_text")  # it is not asked again
    contract.contract_digest.cache_clear()
    assert contract.contract_digest() == whole


def test_the_sources_are_all_files_that_the_contract_is_read_from(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: set[Path] = set()
    plain = Path.read_text

    def note(path: Path, *given: str, **more: str) -> str:
        read.add(path.resolve())
        return plain(path, *given, **more)

    monkeypatch.setattr(Path, "read_text", note)
    sql_text.cache_clear()
    macros.cache_clear()
    contract_text()
    assert read
    assert read <= {path.resolve() for path in contract._sources()}


@pytest.mark.parametrize("keeps", [True, False])
def test_an_empty_database_is_the_same_whether_one_is_kept_or_not(
    folder: Path, tmp_path: Path, keeps: bool
) -> None:
    if not keeps:
        folder.touch()
    for name in ("first", "second"):
        contract.make_empty_database(tmp_path / name)
    with duckdb.connect(str(tmp_path / "plain")) as plain:
        create_schema(plain)
    with duckdb.connect(str(tmp_path / "plain"), read_only=True) as plain:
        expected = described(plain)
    for name in ("first", "second"):
        with duckdb.connect(str(tmp_path / name), read_only=True) as made:
            assert described(made) == expected


def test_an_empty_database_takes_little_room(tmp_path: Path) -> None:
    contract.make_empty_database(tmp_path / "made")
    with duckdb.connect(str(tmp_path / "plain")) as plain:
        create_schema(plain)
    made, usual = (tmp_path.joinpath(name).stat().st_size for name in ("made", "plain"))
    assert made < usual / 4


def test_what_is_laid_out_otherwise_is_not_taken_for_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract.make_empty_database(tmp_path / "first")
    monkeypatch.setattr(contract, "_LAYOUT", {**contract._LAYOUT, "default_block_size": "16384"})
    contract.make_empty_database(tmp_path / "second")
    assert block_size(tmp_path / "first") == 32768
    assert block_size(tmp_path / "second") == 16384
    with duckdb.connect(str(tmp_path / "first")) as written:  # as whoever writes to it later
        written.execute("INSERT INTO main.vedtak_schema VALUES (0, 'later')")
    assert block_size(tmp_path / "first") == 32768


def block_size(path: Path) -> int:
    with duckdb.connect(str(path), read_only=True) as connection:
        row = connection.execute("CALL pragma_database_size()").fetchone()
    assert row is not None
    return int(row[2])


def described(connection: duckdb.DuckDBPyConnection) -> list[object]:
    found: list[object] = []
    for query in (
        "SELECT schema_name, table_name, sql, comment FROM duckdb_tables()",
        "SELECT schema_name, view_name, sql, comment FROM duckdb_views()",
        "SELECT schema_name, table_name, column_name, comment FROM duckdb_columns()",
        "SELECT schema_name, function_name, macro_definition, comment FROM duckdb_functions()",
        "FROM main.vedtak_schema",
    ):
        internal = "" if "vedtak" in query else " WHERE NOT internal"
        found.append(connection.execute(f"{query}{internal} ORDER BY ALL").fetchall())
    return found
