"""Names that corrections are about: who has written them, and whom they are taken for."""

from collections.abc import Collection

import duckdb

from vedtak.pipeline.corrections.entries import Entry, MergeEntry, RenameEntry, SplitEntry, said_of
from vedtak.pipeline.names.rulings import NameKind, WrittenName
from vedtak.pipeline.tables.schema import sql_text


class WrittenNames:
    """All names of a database as they are written, each with who it is taken for."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._ids: dict[tuple[str, WrittenName], set[str]] = {}
        for kind, text, body_id, key in connection.execute(
            sql_text("written_names.sql")
        ).fetchall():
            for name in {WrittenName(text, body_id), WrittenName(text)}:
                self._ids.setdefault((kind, name), set()).update({key} if key else ())
        # What only notes name has no row that points to a person; its spelling does.
        for kind in NameKind:
            table = f"main.{kind.value}_names"
            query = f"SELECT name_as_written, {kind.value}_id FROM {table}"
            for text, key in connection.execute(query).fetchall():
                keys = self._ids.get((kind.value, WrittenName(text)))
                if keys is not None and not keys:
                    keys.add(key)
        self.shown: dict[str, str] = {}
        for kind in NameKind:
            query = f"SELECT {kind.value}_id, name FROM main.{_plural(kind)}"
            self.shown |= {
                f"{kind.value} {key}": name for key, name in connection.execute(query).fetchall()
            }

    def unknown(self, entry: Entry) -> list[WrittenName]:
        """Return those names of an entry that nobody has written."""
        kind = entry.kind
        return [name for name in entry.names if kind and (kind.value, name) not in self._ids]

    def all(self, kind: NameKind) -> Collection[str]:
        """Return all names of a kind, in alphabetical order."""
        return sorted({name.text for known, name in self._ids if known == kind.value})

    def ids(self, kind: NameKind, name: WrittenName) -> set[str]:
        """Return the people or organizations that a name is taken for."""
        return self._ids.get((kind.value, name), set())

    def contradicts(self, entry: Entry) -> str | None:
        """Say how an entry about names is not in effect; None where it is."""
        content, kind = entry.content, entry.kind
        if kind is None:
            return None
        meant = [self.ids(kind, name) for name in entry.names]
        if isinstance(content, SplitEntry):
            together = [
                (one, other)
                for i, one in enumerate(entry.names)
                for j, other in enumerate(entry.names)
                if i < j and meant[i] & meant[j]
            ]
            return f"{said_of(together[0])} are taken for one" if together else None
        if isinstance(content, MergeEntry) and len(set().union(*meant)) > 1:
            return f"{said_of(entry.names)} are taken for {len(set().union(*meant))}"
        if isinstance(content, RenameEntry):
            shown = {self.shown.get(f"{kind.value} {key}") for key in meant[0]}
            if shown != {content.to}:
                return f"{said_of(entry.names)} is shown as {', '.join(sorted(map(str, shown)))}"
        return None


def _plural(kind: NameKind) -> str:
    return "people" if kind is NameKind.PERSON else "organizations"
