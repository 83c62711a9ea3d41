"""A small database with a row in every table, for whoever reads one."""

import datetime as dt
from pathlib import Path

from tests.pipeline.synthetic import agenda, draft, minutes, write
from vedtak.models.findings import Run
from vedtak.pipeline.deriving.derived import rebuild
from vedtak.pipeline.storing.store import Store

AWKWARD = "=1+1\t;\"'æøå\r\nlinje to, 12/20 \u2028 slutt"
"""A place that no format may spoil: a formula, quotes, separators, line ends, letters."""


def filled(path: Path) -> Store:
    """Make a database of the three made-up papers, resolved and checked."""
    store = Store.open(path)
    papers = agenda(), minutes(), draft()
    papers[1].extraction.meetings[0].place = AWKWARD
    papers[1].extraction.meetings[0].number = "1/2020"
    papers[2].extraction.decisions[0].text = ""
    write(store, *papers)
    moment = dt.datetime(2024, 5, 17, 10, 0, 0, 123456)
    store.write_run(
        Run(
            run_id="run-1",
            started_at=moment,
            finished_at=moment + dt.timedelta(seconds=2),
            extractor_version="1",
            documents_imported=3,
            documents_unchanged=0,
            documents_quarantined=0,
            pages=3,
        )
    )
    rebuild(store)
    return store
