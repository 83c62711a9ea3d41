"""Write the notebooks as HTML pages that need nothing else: no network, no marimo, no Python.

`uv run python notebooks/render.py --db vedtak.duckdb --out html` runs each notebook and writes what
it shows. marimo's own export loads its program from the network whenever a page is opened; a copy
that is kept beside an archive must not. A page holds each chart twice: as a picture, for printing
and for readers without scripts, and as a drawing that tells the source of a point.
"""

import argparse
import html
import importlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import marimo as mo
import polars as pl
import vl_convert as vlc
from notebook_tools import Figure, Listing

NOTEBOOKS: Final = ("who_meets", "what_is_decided", "one_matter", "how_far_to_trust")
MOST_ROWS: Final = 500
_STYLE: Final = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
figure { margin: 1rem 0 2.5rem; overflow-x: auto; break-inside: avoid; }
svg { max-width: 100%; height: auto; }
.listing { max-height: 30rem; overflow: auto; }
table { border-collapse: collapse; font-size: 13px; }
th, td { text-align: left; vertical-align: top; padding: .2rem .5rem; border-bottom: 1px solid #ddd; }
span.paragraph { display: block; margin: .8rem 0; }
ins { background: #cfe8ff; } del { background: #ffe0cc; }
"""


def page(notebook: str, outputs: Sequence[Any]) -> str:
    """Write what a notebook shows as one page.

    Args:
        notebook: Name of the notebook.
        outputs: What its cells show, in order.
    """
    body: list[str] = []
    specs: list[dict[str, Any]] = []
    for output in outputs:
        if isinstance(output, Figure):
            body.append(mo.md(output.says).text)
            if output.chart is not None:
                spec = output.chart.to_dict()
                picture = vlc.vegalite_to_svg(spec)
                body.append(f'<figure><div id="chart-{len(specs)}">{picture}</div></figure>')
                specs.append(spec)
        elif isinstance(output, Listing):
            body.append(mo.md(output.says).text + _table(output.rows))
        elif isinstance(output, mo.Html) and "<marimo-" not in output.text:
            body.append(
                output.text
            )  # what can be chosen from does nothing on a page and is left out
    # "</" would end the script in the middle of a document's words.
    drawn = json.dumps(specs, ensure_ascii=False).replace("</", "<\\/")
    program = vlc.javascript_bundle().replace("</script", "<\\/script")
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{notebook}</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n" + "\n".join(body) + "\n"
        f"<script>{program}</script>\n"
        f"<script>{{ const specs = {drawn};\nspecs.forEach((spec, n) => "
        "vegaEmbed('#chart-' + n, spec, {actions: false})); }</script>\n</body></html>\n"
    )


def _table(rows: pl.DataFrame) -> str:
    """Write rows as a table, the first few hundred of many."""
    if rows.is_empty():
        return ""
    head = "".join(f"<th>{html.escape(name.replace('_', ' '))}</th>" for name in rows.columns)
    lines = [
        "<tr>"
        + "".join(f"<td>{'' if v is None else html.escape(str(v))}</td>" for v in row)
        + "</tr>"
        for row in rows.head(MOST_ROWS).rows()
    ]
    more = len(rows) - len(lines)
    note = f"<p>{more:,} further rows are left out.</p>" if more > 0 else ""
    body = "".join(lines)
    return f'<div class="listing"><table><tr>{head}</tr>{body}</table></div>{note}'


def main() -> None:
    """Run the notebooks that are named, or all, and write their pages."""
    parser = argparse.ArgumentParser(description="Write the notebooks as HTML pages.")
    parser.add_argument("notebooks", nargs="*", metavar="NOTEBOOK", help=", ".join(NOTEBOOKS))
    parser.add_argument("--out", type=Path, default=Path("html"), help="folder (default: html)")
    # The notebooks read these three themselves, with mo.cli_args().
    parser.add_argument("--db", help="database (default: vedtak.duckdb)")
    parser.add_argument("--body", help="key or name of a body")
    parser.add_argument("--matter", help="key or title of a matter")
    given = parser.parse_args()
    names = given.notebooks or NOTEBOOKS
    unknown = [name for name in names if name not in NOTEBOOKS]
    if unknown:
        parser.error(f"there is no notebook {unknown[0]}; there are {', '.join(NOTEBOOKS)}.")
    for name in names:
        outputs, _ = importlib.import_module(name).app.run()
        given.out.mkdir(parents=True, exist_ok=True)
        path = given.out / f"{name}.html"
        path.write_text(page(name, outputs), encoding="utf-8")
        print(path, file=sys.stderr)


if __name__ == "__main__":
    main()
