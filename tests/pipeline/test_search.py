"""The search end to end, on the whole corpus."""

import json
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from vedtak.extractors.stem import stem
from vedtak.pipeline import search_index, search_quality
from vedtak.pipeline.cli import main
from vedtak.pipeline.errors import DatabaseProblem, ExitCode, MissingProgram
from vedtak.pipeline.fulltext import load_fulltext, needs_fulltext
from vedtak.pipeline.importing import import_paths
from vedtak.pipeline.schema import create_schema
from vedtak.pipeline.search_index import refresh_index
from vedtak.pipeline.searching import open_search, search
from vedtak.pipeline.store import Store

CORPUS = Path(__file__).parents[2] / "corpus"
BUNDLE = CORPUS / "nuit" / "nuit-2020-03-moetepakke.txt"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("search") / "corpus.duckdb"
    import_paths([CORPUS], path)
    return path


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("search") / "small.duckdb"
    import_paths([BUNDLE], path)
    return path


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def find(database: Path, *arguments: str) -> list[str]:
    """Keys of the hits, by case where they have one."""
    result = run("search", *arguments, "--db", database, "--json")
    assert result.exit_code == ExitCode.OK, result.stderr
    hits = json.loads(result.stdout)["hits"]
    return [hit["case_id"] or hit["record_id"] for hit in hits]


def test_the_judged_queries_are_answered_well_enough(database: Path) -> None:
    queries = search_quality.read_queries(CORPUS)
    assert len(queries) >= 40
    assert len({query.text for query in queries}) == len(queries)
    with open_search(database) as connection:
        answers = [search_quality.answer(connection, query) for query in queries]
    for half in ("tuning", "held out"):
        some = [one for one in answers if one.query.half == half]
        assert len(some) >= 20
        recall, rank = search_quality.means(some)
        assert recall >= search_quality.RECALL_FLOOR, search_quality.to_text(answers)
        assert rank >= search_quality.MRR_FLOOR, search_quality.to_text(answers)


def test_judged_records_exist(database: Path) -> None:
    # A key that no record has would count as a miss for ever.
    with Store.open(database, read_only=True) as store:
        rows = store.connection.execute(
            "SELECT case_id FROM cases UNION SELECT meeting_id FROM meetings "
            "UNION SELECT part_id FROM case_notes"
        ).fetchall()
    known = {key for (key,) in rows}
    for query in search_quality.read_queries(CORPUS):
        assert set(query.relevant) <= known, query.text


def test_the_stemmer_is_that_of_the_index(database: Path) -> None:
    with open_search(database) as connection:
        rows = connection.execute("SELECT word, stem FROM search_index.words").fetchall()
    assert len(rows) > 3000
    assert [word for word, cut in rows if stem(word) != cut] == []


def test_no_letter_is_lost(database: Path) -> None:
    # The default of the extension cuts words at æ, ø and å.
    with open_search(database) as connection:
        lost = connection.execute(
            "SELECT word FROM search_index.words "
            "WHERE stem NOT IN (SELECT term FROM fts_main_search_texts.dict) "
            "AND word NOT IN (SELECT word FROM search_index.stop_words)"
        ).fetchall()
        known = connection.execute("SELECT term FROM fts_main_search_texts.dict").fetchall()
    assert lost == []
    assert {("høring",), ("økonomi",)} <= set(known)


def test_a_phrase_stands_together(database: Path) -> None:
    loose = find(database, "endelig avgjørelse fylkesmannen", "--limit", "50")
    exact = find(database, '"til endelig avgjørelse"', "--limit", "50")
    assert exact == ["vassmo-kommunestyret/1998/12-98"]
    assert len(loose) > 1


def test_a_minus_leaves_out(database: Path) -> None:
    everything = find(database, "dispensasjon", "--limit", "50")
    without = find(database, "dispensasjon -naust", "--limit", "50")
    assert set(without) < set(everything)
    assert not [key for key in without if "tek-63-01" in key or "ps-82-14" in key]
    phrase = find(database, 'dispensasjon -"gnr 5 bnr 12"', "--limit", "50")
    assert [key for key in phrase if "ps-82-14" in key]


def test_a_star_finds_what_begins_so(database: Path) -> None:
    assert "nuit/2020/6-20" in find(database, "arkitekturst*")
    # without the star it is no word of the archive; near words are told
    result = run("search", "arkitekturst", "--db", database)
    assert "'arkitekturst' is not in the archive; searched also for" in result.stderr


def test_either_or(database: Path) -> None:
    either = set(find(database, "naust|ambulansetenesta", "--limit", "20"))
    assert set(find(database, "naust", "--limit", "20")) <= either
    assert "helse-nordmark-hf/2011/34-11" in either


def test_filters(database: Path) -> None:
    assert find(database, "høring", "--body", "nurd") == [
        key for key in find(database, "høring", "--limit", "200") if key.startswith("nurd/")
    ]
    result = run(
        "search", "budsjett", "--from", "2014", "--to", "2016-12-31", "--db", database, "--json"
    )
    dates = [hit["date"] for hit in json.loads(result.stdout)["hits"]]
    assert dates
    assert all("2014-01-01" <= date <= "2016-12-31" for date in dates)
    result = run("search", "saken", "--in", "proposals", "--db", database, "--json")
    assert {hit["kind"] for hit in json.loads(result.stdout)["hits"]} == {"proposal"}
    typed = find(database, "nasjonal", "--type", "ORIENTERING", "--limit", "50")
    assert typed
    assert len(typed) < len(find(database, "nasjonal", "--limit", "50"))


def test_a_hit_tells_where_it_stands(database: Path) -> None:
    result = run("search", "utredning", "kunstig", "intelligens", "--limit", "1", "--db", database)
    title, where, text = result.stdout.splitlines()
    assert title.startswith("1. 9/20 **Utredning** om **kunstig** **intelligens**")
    assert "nuit/2020/1 · 2020-02-14 · " in where
    assert ", p. " in where
    assert text.strip()
    assert "more" in result.stderr


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "nothing to search for"),
        ("   ", "nothing to search for"),
        ("og på til", "words that stand everywhere"),
        ('"og på"', "words that stand everywhere"),
        ("()[]';%", "there is no word in"),
        ('"', "there is no word in"),
        ("***", "there is no word in"),
        ("- -", "there is no word in"),
        ("\0", "nothing to search for"),
        ("-skole", "only says what is not wanted"),
        ("ord " * 300, "too long"),
    ],
)
def test_a_query_that_asks_for_nothing_is_told(small: Path, query: str, said: str) -> None:
    result = run("search", "--db", small, "--", query)
    assert result.exit_code == ExitCode.USAGE
    assert said in result.stderr
    assert "Error" not in result.stderr


@pytest.mark.parametrize(
    "query",
    [
        "'; DROP TABLE cases; --",
        "portefølje' OR '1'='1",
        "portefølje)",
        'portefølje "',
        'portefølje ""',
        "portefølje || $body",
        "portefølje \\ % _ * |",
        "portefølje|",
        "portefølje \ud800",
        "portefølje ?",
    ],
)
def test_signs_in_a_query_are_only_signs(small: Path, query: str) -> None:
    result = run("search", "--db", small, "--", query)
    assert result.exit_code == ExitCode.OK, result.stderr
    if "portefølje" in query:
        assert "5/20 Nasjonal" in result.stdout
    with Store.open(small, read_only=True) as store:
        assert store.connection.execute("SELECT count(*) > 0 FROM cases").fetchone() == (True,)


def test_filters_that_make_no_sense_are_told(small: Path) -> None:
    for arguments, said in (
        (["--body", "månen"], "no body has 'månen' in its name; there are: nuit"),
        (["--from", "i fjor"], "'i fjor' is no day"),
        (["--from", "2021", "--to", "2020"], "lies after"),
    ):
        result = run("search", "sak", *arguments, "--db", small)
        assert result.exit_code == ExitCode.USAGE
        assert said in result.stderr


def test_nothing_found_is_no_fault(small: Path) -> None:
    result = run("search", "qqqqwwww", "--db", small)
    assert (result.exit_code, result.stdout) == (ExitCode.OK, "")
    assert "nothing found" in result.stderr


def test_the_macro_answers_in_sql(small: Path) -> None:
    result = run(
        "sql", "--nl", "SELECT record_id FROM search('koronaportefølje') LIMIT 1", "--db", small
    )
    assert json.loads(result.stdout)["record_id"].startswith("nuit/2020/1")
    # also where somebody else's program has loaded the extension
    with duckdb.connect(str(small), read_only=True) as connection:
        load_fulltext(connection)
        exact = connection.execute(
            "SELECT count(*) FROM search(?)", ['"felles grunnmur"']
        ).fetchone()
        assert exact is not None
        assert exact[0] > 0
    assert needs_fulltext("from search ('x')")
    assert not needs_fulltext("select search from t")


def test_the_index_is_made_anew_only_when_something_changed(tmp_path: Path) -> None:
    database = tmp_path / "v.duckdb"
    import_paths([BUNDLE], database)
    made: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_index, "_make", lambda *given: made.append("made"))
        import_paths([BUNDLE], database)
        assert made == []
        with Store.open(database) as store:
            store.connection.execute("UPDATE decisions SET text = text || ' Raudbeter.'")
            refresh_index(store)
        assert made == ["made"]
    with Store.open(database) as store:
        assert refresh_index(store)
        assert not refresh_index(store)
    assert find(database, "rødbeter|raudbete")


def test_texts_stored_a_few_at_a_time_are_the_same_in_the_same_order(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "_AT_ONCE", 3)
    database = tmp_path / "v.duckdb"
    import_paths([BUNDLE], database)
    stored = []
    for each in (small, database):
        with Store.open(each, read_only=True) as store:
            stored.append(store.connection.execute("SELECT * FROM search_texts").fetchall())
    assert len(stored[0]) > 12
    assert stored[0] == stored[1]


def test_making_the_index_leaves_the_limits_of_the_connection_as_they_were(tmp_path: Path) -> None:
    limits = "SELECT current_setting('threads'), current_setting('memory_limit')"
    with Store.open(tmp_path / "v.duckdb") as store:
        before = store.connection.execute(limits).fetchall()
        assert refresh_index(store)
        assert store.connection.execute(limits).fetchall() == before
        with search_index._room(store.connection):
            assert store.connection.execute(limits).fetchall() != before


def test_texts_follow_a_document_that_is_removed(tmp_path: Path) -> None:
    database = tmp_path / "v.duckdb"
    import_paths([BUNDLE], database)
    with Store.open(database) as store:
        for (key,) in store.connection.execute("SELECT document_id FROM documents").fetchall():
            store.remove(key)
        assert refresh_index(store)
        assert store.connection.execute("SELECT count(*) FROM search_texts").fetchone() == (0,)
    assert run("search", "portefølje", "--db", database).stdout == ""


def test_a_database_from_before_the_search(tmp_path: Path) -> None:
    database = tmp_path / "v.duckdb"
    with duckdb.connect(str(database)) as connection:
        create_schema(connection)
        connection.execute("DROP TABLE search_texts")
        connection.execute("UPDATE vedtak_schema SET contract = 'of before'")
    with pytest.raises(DatabaseProblem, match="lacks the table"), open_search(database):
        pass
    import_paths([BUNDLE], database)
    with open_search(database) as connection:
        assert search(connection, "portefølje").total > 0


def test_without_the_extension_an_import_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "v.duckdb"

    def refuse(connection: duckdb.DuckDBPyConnection) -> None:
        raise MissingProgram("the full-text extension is not installed.")

    monkeypatch.setattr(search_index, "load_fulltext", refuse)
    assert import_paths([BUNDLE], database).imported == 1
    result = run("search", "portefølje", "--db", database)
    assert result.exit_code == ExitCode.DATABASE_UNUSABLE
    assert "no index for searching yet" in result.stderr
