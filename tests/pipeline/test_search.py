"""The search end to end, on the whole corpus."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from tests.fulltext import load_fulltext
from vedtak.extractors.stem import stem
from vedtak.pipeline.cli import main
from vedtak.pipeline.errors import DatabaseProblem, ExitCode
from vedtak.pipeline.importing.importing import import_paths
from vedtak.pipeline.searching import index as search_index
from vedtak.pipeline.searching import quality as search_quality
from vedtak.pipeline.searching.index import refresh_index
from vedtak.pipeline.searching.search import open_search, search
from vedtak.pipeline.storing.search_changes import note_keys
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.schema import create_schema, sql_text

CORPUS = Path(__file__).parents[2] / "corpus"
BUNDLE = CORPUS / "nuit" / "nuit-2020-03-moetepakke.txt"
ENDINGS = re.findall(
    r"\w+",
    "hetenes hetene hetens heter heten endes ande ende edes enes erte ede ane ene ens ers ets het "
    "ast ert en ar er as es et a e s ks ts iks dt vt hetslov eleg elig elov slov leg eig lig els "
    "lov ig",
)


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


@pytest.fixture(scope="module")
def stemmers() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        create_schema(connection)
        connection.execute(sql_text("search/prepare.sql"))
        load_fulltext(connection)
        yield connection


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


def test_all_stemmers_are_one(database: Path, stemmers: duckdb.DuckDBPyConnection) -> None:
    # Ours in Python, ours in SQL, and the one of DuckDB's extension for full-text search.
    with open_search(database) as connection:
        words = connection.execute(
            "SELECT word, stem, search_index.stem(word) FROM search_index.words ORDER BY word"
        ).fetchall()
    theirs = stemmers.execute(
        "SELECT list_transform($1::VARCHAR[], lambda word: stem(word, 'norwegian'))",
        [[word for word, *_ in words]],
    ).fetchall()[0][0]
    assert len(words) > 3000
    found = zip(words, theirs, strict=True)
    assert [word for word, cut in found if len({stem(word[0]), *word[1:], cut}) > 1] == []


@given(st.text("aeiobksdtvlgrnøz1", max_size=8), st.sampled_from(ENDINGS), st.sampled_from(ENDINGS))
def test_all_stemmers_are_one_on_any_word(
    stemmers: duckdb.DuckDBPyConnection, beginning: str, ending: str, last: str
) -> None:
    word = beginning + ending + last
    found = stemmers.execute(
        "SELECT search_index.stem($1), stem($1, 'norwegian')", [word]
    ).fetchone()
    assert found == (stem(word), stem(word))


def test_no_letter_is_lost(database: Path) -> None:
    with open_search(database) as connection:
        lost = connection.execute(
            "SELECT word FROM search_index.words WHERE search_index.number(stem) NOT IN "
            "(SELECT term FROM search_index.postings) "
            "AND word NOT IN (SELECT word FROM search_index.stop_words)"
        ).fetchall()
        known = connection.execute("SELECT stem FROM search_index.words").fetchall()
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
    # also in a program that knows nothing of ours
    with duckdb.connect(str(small), read_only=True) as connection:
        exact = connection.execute(
            "SELECT count(*) FROM search(?)", ['"felles grunnmur"']
        ).fetchone()
        assert exact is not None
        assert exact[0] > 0


def test_what_has_changed_is_indexed_and_nothing_else(tmp_path: Path) -> None:
    database = tmp_path / "v.duckdb"
    import_paths([BUNDLE], database)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_index, "_make", lambda *given: pytest.fail("made anew"))
        with Store.open(database) as store:
            before = places(store)
            assert not refresh_index(store)
            keys = store.connection.execute("SELECT decision_id FROM decisions LIMIT 1").fetchall()
            for (key,) in keys:
                store.connection.execute(
                    "UPDATE decisions SET text = text || ' Raudbeter.' WHERE decision_id = ?", [key]
                )
                note_keys(store.connection, "decisions", [key])
            assert refresh_index(store)
            assert not refresh_index(store)
            assert len(places(store) - before) == 1
            assert len(before - places(store)) == 1
    assert find(database, "rødbeter|raudbete")


def places(store: Store) -> set[tuple[int, str]]:
    query = "SELECT docid, text_id FROM search_index.places"
    return set(store.connection.execute(query).fetchall())


def test_texts_stored_a_few_at_a_time_are_the_same(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "_AT_ONCE", 3)
    database = tmp_path / "v.duckdb"
    import_paths([BUNDLE], database)
    stored = []
    for each in (small, database):
        with Store.open(each, read_only=True) as store:
            stored.append(
                store.connection.execute("SELECT * FROM search_texts ORDER BY text_id").fetchall()
            )
    assert len(stored[0]) > 12
    assert stored[0] == stored[1]


def test_making_the_index_leaves_the_limits_of_the_connection_as_they_were(tmp_path: Path) -> None:
    limits = "SELECT current_setting('threads'), current_setting('memory_limit')"
    with Store.open(tmp_path / "v.duckdb") as store:
        before = store.connection.execute(limits).fetchall()
        refresh_index(store)
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
