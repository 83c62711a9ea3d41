"""What the notebooks share: the database, the calendar, colours, and figures that say what they show.

It sees the database only, as the notebooks do. Everything that a figure says is computed from the
rows that it draws.
"""

import datetime as dt
import os
import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NoReturn

import altair as alt
import duckdb
import marimo as mo
import polars as pl

from vedtak import open_archive

WIDTH: Final = 640
"""Width of a chart in pixels, so that it fits a page of paper upright."""
MOST_POINTS: Final = 4000
"""Points that one chart draws at most; what is left out is said."""
FEW_YEARS: Final = 4
"""With fewer years than this, time goes by meeting day instead of by year."""
ENVIRONMENT: Final = "VEDTAK_DB"
"""Environment variable with the path of the database."""

# Okabe and Ito's colours, which people with any form of colour blindness can tell apart.
BLUE, SKY, GREEN, ORANGE, RED, PINK, YELLOW = (
    "#0072B2",
    "#56B4E9",
    "#009E73",
    "#E69F00",
    "#D55E00",
    "#CC79A7",
    "#F0E442",
)
GREY, PALE = "#8C8C8C", "#D0D0D0"

OUTCOMES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "adopted": ("adopted [vedtatt]", BLUE),
        "approved": ("approved [godkjent]", GREEN),
        "noted": ("noted [tatt til orientering]", SKY),
        "elected": ("elected [valgt]", PINK),
        "referred": ("referred [oversendt]", YELLOW),
        "postponed": ("postponed [utsatt]", ORANGE),
        "rejected": ("rejected [ikke vedtatt]", RED),
        "other": ("other", GREY),
        "none": ("no decision recorded", PALE),
    }
)
"""What decisions do, with label and colour, the same in every chart."""

CERTAINTIES: Final[Mapping[str, str]] = MappingProxyType(
    {"certain": BLUE, "likely": SKY, "guess": ORANGE, "not told": PALE}
)
"""How sure a record is, with its colour."""

_MARKED: Final = re.compile(r"[\\`*_{}\[\]()#|~$&<>]")


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with the sentence that says what it shows."""

    name: str
    """Short name, the same in every run."""
    says: str
    """What the rows show, as Markdown; where there is no chart, why not."""
    chart: alt.TopLevelMixin | None = None
    """The chart; None where the database has nothing to draw."""

    def _display_(self) -> Any:
        said = mo.md(self.says)
        return said if self.chart is None else mo.vstack([said, self.chart])


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows to read and to cite, with the sentence that says what they are."""

    name: str
    """Short name, the same in every run."""
    says: str
    """What the rows are, as Markdown."""
    rows: pl.DataFrame
    """The rows."""

    def _display_(self) -> Any:
        said = mo.md(self.says)
        if self.rows.is_empty():
            return said
        return mo.vstack([said, mo.ui.table(self.rows, selection=None, page_size=10)])


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a stretch of time is cut: by year, or by meeting day where there are few years."""

    unit: str
    """'year' or 'meeting day'."""
    values: list[str]
    """All of them in order; years without meetings too."""

    def of(self, date: str) -> str:
        """Return the SQL that tells where a date belongs."""
        return f"strftime({date}, '{'%Y' if self.unit == 'year' else '%Y-%m-%d'}')"

    def axis(self, column: str = "period", **more: Any) -> alt.X:
        """Return the axis of time."""
        title = "Year of the meeting" if self.unit == "year" else "Day of the meeting [møtedato]"
        labels = alt.Axis(labelAngle=-90 if len(self.values) > 12 else -45, labelOverlap=True)
        scale = alt.Scale(domain=self.values)
        return alt.X(f"{column}:O", title=title, axis=labels, scale=scale, **more)

    @property
    def width(self) -> int:
        """Width of a chart over this time."""
        return min(WIDTH, max(160, 48 * len(self.values)))


def calendar(dates: Sequence[dt.date]) -> Calendar:
    """Cut the time between some dates."""
    years = sorted({date.year for date in dates})
    if len(years) < FEW_YEARS:
        return Calendar("meeting day", sorted({date.isoformat() for date in dates}))
    return Calendar("year", [f"{year:04}" for year in range(years[0], years[-1] + 1)])


def day_axis(dates: Sequence[dt.date], column: str = "date") -> alt.X:
    """Return an axis of days; where they are few, each is written out."""
    days = sorted(set(dates))
    axis = alt.Axis(labelOverlap=True)
    if len(days) <= 12:
        values = [alt.DateTime(year=one.year, month=one.month, date=one.day) for one in days]
        axis = alt.Axis(labelOverlap="greedy", values=values, format="%Y-%m-%d", labelAngle=-30)
    scale = alt.Scale(padding=20)
    return alt.X(f"{column}:T", title="Day of the meeting [møtedato]", axis=axis, scale=scale)


def database_path() -> Path:
    """Return the database: `--db`, else the environment variable, else `vedtak.duckdb`."""
    return Path(str(mo.cli_args().get("db") or os.environ.get(ENVIRONMENT) or "vedtak.duckdb"))


def open_database(notebook: str) -> duckdb.DuckDBPyConnection:
    """Open the database for reading, or stop with a message that says which command makes one.

    Args:
        notebook: File name of the notebook, for the message.
    """
    path = database_path()
    connection = None
    try:
        connection = duckdb.connect(str(path), read_only=True)
        row = connection.execute("SELECT count(*) FROM meetings").fetchone()
        connection.execute("SELECT 1 FROM matter_timeline, follow_ups, gaps, findings LIMIT 0")
    except duckdb.Error as error:
        if connection:
            connection.close()
        stop(f"{_sentence(_why_not(path, error))} {_what_to_do(notebook)}")
    if not row or not row[0]:
        stop(f"{path}: it holds no meeting. {_what_to_do(notebook)}")
    return connection


def _why_not(path: Path, error: duckdb.Error) -> str:
    """Say why a database can't be used, in the words of vedtak where it knows.

    Only now, as `open_archive` gives a database settings of its own, with which a cell that is run
    again could not open it beside the connection it has.
    """
    try:
        open_archive(path).close()
    except Exception as known:
        return str(known)
    first = str(error).splitlines()[0]
    return f"{path}: {first}; if an older vedtak made it, run `uv run vedtak upgrade --db {path}`"


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _what_to_do(notebook: str) -> str:
    return (
        "`uv run vedtak import corpus/nuit` makes a database of the sample (vedtak.duckdb); "
        f"`uv run marimo edit notebooks/{notebook} -- --db FILE` opens another one, and so does "
        f"the environment variable {ENVIRONMENT}."
    )


def stop(message: str) -> NoReturn:
    """End the notebook with a message: in its place on the page, else on stderr."""
    if mo.running_in_notebook():
        mo.stop(True, mo.callout(mo.md(message), kind="danger"))
    raise SystemExit(message)


def choose(options: Mapping[str, str], argument: str, label: str) -> Any:
    """Return a menu of labels and keys; the argument of the command line chooses, else the first.

    Args:
        options: Labels and the keys behind them, the default first.
        argument: Name of the argument, for example 'body' for `--body`.
        label: What stands in front of the menu.
    """
    wanted = mo.cli_args().get(argument)
    shown = next(iter(options))
    if wanted is not None:
        found = [name for name, key in options.items() if str(wanted) in (name, key)]
        if not found:
            known = ", ".join(key for key in list(options.values())[:20] if key)
            stop(f"`--{argument} {wanted}`: it is not in the database; it has {known}.")
        shown = found[0]
    return mo.ui.dropdown(dict(options), value=shown, label=label, searchable=len(options) > 10)


def unlike(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return labels and keys; a label that several have gets its key behind it."""
    names = [name for name, _ in pairs]
    return {name if names.count(name) == 1 else f"{name} ({key})": key for name, key in pairs}


def literal(text: str) -> str:
    """Write a text as SQL does."""
    return "'" + text.replace("'", "''") + "'"


def norwegian(column: str) -> str:
    """Return the SQL that sorts a column as Norwegians do, with æ, ø and å behind z."""
    # The characters behind z, in order, take the place of the three letters.
    return f"translate(replace(lower({column}), 'aa', 'å'), 'æäøöå', '{{{{||}}')"


def plain(text: object) -> str:
    """Write words of a document so that Markdown, HTML and TeX leave them as they are."""
    # Not with backslashes: what stands between \[ and \] would be a formula.
    return _MARKED.sub(lambda found: f"&#{ord(found[0])};", str(text))


def count(number: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def percent(part: float, whole: float) -> str:
    """Write a share; a part that is there is never written as nothing, nor as everything."""
    if not whole:
        return "–"
    share = 100 * part / whole
    if 0 < share < 1:
        return "under 1%"
    if 99 < share < 100:
        return "over 99%"
    return f"{share:.0f}%"


def day(date: dt.date) -> str:
    """Write a day."""
    months = "January February March April May June July August September October November December"
    return f"{date.day} {months.split()[date.month - 1]} {date.year}"


def span_of(dates: Sequence[dt.date]) -> str:
    """Write from when to when some dates go."""
    first, last = min(dates), max(dates)
    return f"on {day(first)}" if first == last else f"from {day(first)} to {day(last)}"


def between(values: Sequence[int]) -> str:
    """Write the range of some numbers, with the median where it says more."""
    low, high = min(values), max(values)
    if low == high:
        return f"{low}"
    middle = f" (median {statistics.median(values):g})" if len(values) > 4 else ""
    return f"{low} to {high}{middle}"


def listed(names: Sequence[str], most: int = 3) -> str:
    """Write some names of documents one after the other, those beyond the most as a number."""
    shown = [plain(name) for name in names[:most]]
    more = len(names) - len(shown)
    if more:
        return f"{', '.join(shown)} and {more} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def thinned(rows: pl.DataFrame, key: str) -> tuple[pl.DataFrame, str]:
    """Return the rows a chart can draw, the same in every run, and words for what is left out."""
    if len(rows) <= MOST_POINTS:
        return rows, ""
    step = -(-len(rows) // MOST_POINTS)
    kept = rows.sort(key).gather_every(step)
    return kept, f" The chart draws every {step}th of {len(rows):,} points."


def coloured(
    column: str, colours: Mapping[str, str], title: str, present: Sequence[str] | None = None
) -> alt.Color:
    """Return colours for the values of a column, in their order, with a legend below the chart."""
    used = [name for name in colours if present is None or name in present]
    scale = alt.Scale(domain=used, range=[colours[name] for name in used])
    legend = alt.Legend(orient="bottom", columns=4, labelLimit=220, titleLimit=500)
    return alt.Color(f"{column}:N", title=title, scale=scale, legend=legend)


def source_tips(*more: alt.Tooltip, case: bool = False) -> list[alt.Tooltip]:
    """Return tooltips that end with what is needed to cite a point."""
    keys = [alt.Tooltip("case_id:N", title="case")] if case else []
    place = [
        alt.Tooltip("document_path:N", title="document"),
        alt.Tooltip("page:Q", title="page", format="d"),
    ]
    return [*more, *keys, *place]


def finished(chart: Any) -> Any:
    """Give a chart the look that all have."""
    return (
        chart.configure_view(stroke=None)
        .configure_axis(
            labelFontSize=11, titleFontSize=12, titleFontWeight="normal", gridColor="#eee"
        )
        .configure_axisY(  # above the axis, where a long label can't run into it
            titleAngle=0,
            titleAlign="left",
            titleBaseline="bottom",
            titleX=0,
            titleY=-8,
            maxExtent=400,
        )
        .configure_legend(labelFontSize=11, titleFontSize=12, titleFontWeight="normal")
    )
