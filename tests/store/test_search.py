"""Searching: which articles a query finds, in which order, and that no text can break it."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.connection import connect_reader, connect_writer
from store.errors import QueryError, QueryInterrupted
from store.jobs import set_read, set_starred
from store.models import Count, FeedState, KnownName, Tags
from store.query import EVERYTHING, And, Filter, Not, Or, parse
from store.reader import Reader
from store.search import select
from store.writer import Writer

from .make import (
    IRPIN,
    KYIV,
    NAMES,
    NOON,
    OBLAST,
    UKRAINE,
    actor,
    add_feed,
    draft,
    event,
    figure,
    outcome,
    place,
    store,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.query import Node

WARSAW = KnownName("geo:warsaw", "place", "Warsaw", "city", "PL", None, 52.2, 21.0, ("Варшава",))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Six articles, numbered in order of arrival, that differ in everything a query can ask."""
    from store.jobs import commit_poll

    path = tmp_path_factory.mktemp("search") / "archive.db"
    drafts = (
        draft("1", title="Irpin is free", tags=Tags((place(IRPIN),), (actor(),), (event(IRPIN),), (figure(),))),
        draft("2", title="Kyiv said no", lang="uk-UA", tags=Tags((place(KYIV, sense="metonym"),))),
        draft("3", title="Обстріл: Київ", lang="uk", author="Олена Коваль", tags=Tags((place(KYIV),))),
        draft("4", title="Ukraine: an overview", body="A café in Warsaw.", tags=Tags((place(UKRAINE),))),
        draft("5", title="Red-hot: the 'no-fly' zone", published=NOON - timedelta(days=3)),
        draft(
            "6", title="Shelling near the capital", tags=Tags((place(OBLAST),), events=(event(OBLAST, type="strike"),))
        ),
    )
    with Writer(path) as writer, Reader(path) as reader:
        wire = add_feed(writer, name="Big Wire")
        writer.submit(commit_poll(outcome(wire.id, *drafts[:3], names=(*NAMES, WARSAW)))).result()
        live = add_feed(writer, "https://live.bbc.example/x", name="Live", kind="liveblog")
        writer.submit(commit_poll(outcome(live.id, *drafts[3:], at=NOON + timedelta(minutes=1)))).result()
        writer.submit(set_read([1, 2], True)).result()
        writer.submit(set_starred([5], True)).result()
        store(writer, live, draft("6", title="Shelling near the capital city", tags=drafts[5].tags))
        yield reader


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", [6, 5, 4, 3, 2, 1]),
        ("irpin", [1]),
        ("IRPIN", [1]),
        ("cafe", [4]),
        ("обстріл", [3]),
        ("обстрiл", []),  # a Latin i is another letter
        ("shell*", [6]),
        ("shell", []),
        ('"is free"', [1]),
        ('"free is"', []),
        ("no-fly", [5]),
        ("irpin OR kyiv", [2, 1]),
        ("-kyiv -irpin", [6, 5, 4, 3]),
        ("(irpin OR kyiv) -free", [2]),
        ("title:warsaw", []),
        ("body:warsaw", [4]),
        ("author:коваль", [3]),
        ("коваль", [3]),
        ("city:Kyiv", [3]),
        ("city:Київ", [3]),
        ("city:KIEV", [3]),
        ("city:Irp*", [1]),
        ("city:Warsaw", []),
        ("city:nowhere", []),
        ("-city:nowhere", [6, 5, 4, 3, 2, 1]),
        ('city:"Kyiv Oblast"', []),
        ('region:"Kyiv Oblast"', [6, 1]),
        ('region:"київська область"', [6, 1]),
        ("region:Kyiv", [3]),
        ("country:Ukraine", [6, 4, 3, 2, 1]),
        ("country:ua", [6, 4, 3, 2, 1]),
        ("country:Україна", [6, 4, 3, 2, 1]),
        ("country:PL", []),
        ("place:Kyiv", [3]),
        ("place:Ukraine", [6, 4, 3, 2, 1]),
        ("place:ua", [6, 4, 3, 2, 1]),
        ('place:"Kyiv Oblast"', [6, 1]),
        ("actor:Markushyn", [1]),
        ('actor:"Олександр Маркушин"', [1]),
        ("actor:kyiv", [2]),
        ("actor:actor:mayor", [1]),
        ("event:control", [1]),
        ("event:strike", [6]),
        ("status:claimed", [6, 1]),
        ("status:unverified", [1]),
        ("lang:uk", [3, 2]),
        ("lang:uk-ua", [2]),
        ("source:wire", [3, 2, 1]),
        ('source:"big wire"', [3, 2, 1]),
        ("source:bbc.example", [6, 5, 4]),
        ("source:reuters", []),
        ("url:WIRE.example/3", [3]),
        ("url:%", []),
        ("is:read", [2, 1]),
        ("is:unread", [6, 5, 4, 3]),
        ("is:starred", [5]),
        ("is:live", [6, 5, 4]),
        ("is:revised", [6]),
        ("is:duplicate", []),
        ("has:figures", [1]),
        ("has:events", [6, 1]),
        ("has:fulltext", [4]),
        ("has:revisions", [6]),
        ("story:1", []),
        ("id:3", [3]),
        ("-id:3", [6, 5, 4, 2, 1]),
        ("before:2022-03-27", [5]),
        ("since:2022-03-27", [6, 4, 3, 2, 1]),
        ("on:2022-03-25", [5]),
        ("since:1d", [6, 4, 3, 2, 1]),
        ("on:3d", [5]),
        ("is:starred OR irpin", [5, 1]),
        ("-(is:read OR is:starred) -event:strike", [4, 3]),
        ("is:read (city:Irpin OR lang:uk-UA -free) -id:1", [2]),
        ("country:ua -city:kyiv is:unread", [6, 4]),
    ],
)
def test_a_query_finds_newest_first(found: Reader, query: str, ids: list[int]) -> None:
    where = parse(query, NOON)
    assert [headline.id for headline in found.headlines(where)] == ids
    assert [headline.id for headline in found.oldest(where)] == ids
    assert found.count(where) == Count(len(ids))
    assert found.count(where, 2) == Count(min(len(ids), 2), len(ids) > 2)
    assert found.newer_than(where, 3).value == sum(one > 3 for one in ids)


@pytest.mark.parametrize("query", ["", "-zzz", "is:unread OR is:read", "country:ua OR -country:ua"])
def test_pages_join_up_in_both_directions(found: Reader, query: str) -> None:
    where = parse(query)
    down: list[int] = []
    while page := found.headlines(where, before=down[-1] if down else None, limit=2):
        down += [headline.id for headline in page]
    assert down == [6, 5, 4, 3, 2, 1]
    assert [headline.id for headline in found.headlines(where, after=2, limit=2)] == [4, 3]
    assert [headline.id for headline in found.headlines(where, after=2, before=4, limit=9)] == [3]
    assert [headline.id for headline in found.oldest(where, 2)] == [2, 1]
    assert found.headlines(where, limit=0) == []


@pytest.mark.parametrize(
    "query",
    [
        "NEAR(a b)",
        "{title}: a",
        "^a + b",
        "a* ** *",
        "'; DROP TABLE headlines; --",
        "\x00",
        "a\x00b",
        'city:"\x00Kyiv"',
        "\ud800 a",
        "%_[a-z]",
        "tags:x",
        "xz",
        "-" * 15 + "a",
        "-a " * 1300,
        "a OR " * 700 + "a",
        "is:read OR " * 300 + "a",
        "-is:read a OR " * 200 + "b",
        "(" * 20 + "a" + ")" * 20,
        "city:Kyiv " * 300,
        "\u0301",
        "🙂",
        "url:\\",
        "a\u2028b",
        "۱۲۳ ١٢٣ 一二三",
        'source:"\'"',
    ],
)
def test_no_query_breaks_the_search(found: Reader, query: str) -> None:
    try:
        where = parse(query)
    except QueryError:
        return
    found.headlines(where)
    found.count(where)
    assert found.count(EVERYTHING).value == 6


_HOSTILE = st.text(
    st.sampled_from("ab*^+-(){}:\"'\\%_ \x00\t\n\u0301\ud800Ї🙂") | st.characters(), min_size=1, max_size=12
)


@settings(deadline=None)
@given(st.sampled_from(["", "title:", "city:", "actor:", "source:", "url:", "country:", "author:", "lang:"]), _HOSTILE)
def test_any_value_in_any_field_can_be_asked_for(found: Reader, field: str, value: str) -> None:
    quoted = '"' + value.replace('"', "") + '"'
    for text in (f"{field}{quoted}", f"-{field}{quoted}*"):
        try:
            where = parse(text)
        except QueryError:
            continue
        found.headlines(where)


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("самолёт", "САМОЛЕТ"),
        ("Ки\u0301їв", "київ"),
        ("Слов'янськ", "Словʼянськ"),
        ("Словʼянськ", "слов’янськ"),
        ("Αθήνα", "ΑΘΗΝΑ"),
        ("حَلَب", "حلب"),
        ("Łódź", "lodz"),
        ("İstanbul", "istanbul"),
        ("Straße", "strasse"),
        ("café", "cafe\u0301"),
    ],
)
def test_case_diacritics_and_apostrophes_do_not_count(writer: Writer, reader: Reader, stored: str, asked: str) -> None:
    from store.jobs import commit_poll

    feed = add_feed(writer)
    name = KnownName("geo:x", "place", stored, "city")
    text = draft(title=f"In {stored} today", tags=Tags((place(name),)))
    writer.submit(commit_poll(outcome(feed.id, text, names=(name,)))).result()
    assert reader.count(parse(asked)).value == reader.count(parse(f'city:"{asked}"')).value == 1
    store(writer, feed, draft(title="gone"))
    assert reader.count(parse(asked)).value == 0


def test_a_words_token_is_out_of_reach_of_the_text(writer: Writer, reader: Reader) -> None:
    from store import tokens

    feed = add_feed(writer)
    forged = f"{tokens.place(KYIV.id)} {tokens.event('strike')} {tokens.EVERY}"
    store(writer, feed, draft(title=forged, summary=forged, author=forged))
    assert reader.count(parse("city:Kyiv OR event:strike")).value == 0
    assert reader.count(parse(forged)).value == 1


def test_a_running_query_can_be_interrupted(writer: Writer, reader: Reader) -> None:
    def interrupt() -> int:
        reader.interrupt()
        return 0

    reader._connection.set_progress_handler(interrupt, 10)
    with pytest.raises(QueryInterrupted):
        reader.count(parse("is:read OR a"))
    reader._connection.set_progress_handler(None, 0)
    assert reader.count(parse("is:read OR a")).value == 0
    reader.close()
    reader.interrupt()


def test_spellings_of_a_name_are_one(found: Reader) -> None:
    assert found.resolve("place", "kIEV") == found.resolve("place", "Киев") == (KYIV.id,)
    assert found.resolve("place", "Kyiv") == (KYIV.id, "geo:kyiv-city")
    assert found.resolve("place", IRPIN.id) == (IRPIN.id,)
    assert found.resolve("actor", "kyiv") == ()
    assert found.resolve("place", "") == ()


DONETSK = KnownName("geo:donetsk", "place", "Donetsk", "city", "UA", "geo:donetska", 48.0, 37.8, ("Донецьк",))
DONETSKA = KnownName("geo:donetska", "place", "Donetsk Oblast", "region", "UA", aliases=("Донецька область",))


@pytest.mark.parametrize("query", ["region:Donetsk", "region:донецьк", 'region:"donetsk oblast"', "-region:Kyiv"])
def test_a_region_is_found_by_the_name_of_its_seat(writer: Writer, reader: Reader, query: str) -> None:
    from store.jobs import commit_poll

    feed = add_feed(writer)
    drafts = (draft("1", tags=Tags((place(DONETSK),))), draft("2", tags=Tags((place(KYIV),))))
    writer.submit(commit_poll(outcome(feed.id, *drafts, names=(*NAMES, DONETSK, DONETSKA)))).result()
    assert [headline.id for headline in reader.headlines(parse(query))] == [1]
    assert reader.count(parse("city:Donetsk")).value == 1
    assert reader.count(parse("region:Done")).value == 0


@pytest.mark.parametrize(
    ("field", "text", "meant"),
    [
        ("city", "Irpni", ["Irpin"]),
        ("city", "Кіев", ["Kyiv"]),
        ("place", "Ukra", ["Ukraine"]),
        ("region", "Kyiv Oblats", ["Kyiv Oblast"]),
        ("city", "Kyiv Oblats", []),
        ("actor", "Oleksandr Markushin", ["Oleksandr Markushyn"]),
        ("city", "Zzyzx", []),
        ("region", "Irpin", []),
    ],
)
def test_a_slip_in_a_name_is_seen_through(found: Reader, field: str, text: str, meant: list[str]) -> None:
    (term,) = parse(f'{field}:"{text}"').terms
    assert found.unknown_names(parse(f'kyiv ({field}:"{text}" OR city:Kyiv)')) == {term: meant}


def test_a_name_that_changed_in_the_gazetteer_is_found_by_its_new_spelling(writer: Writer, reader: Reader) -> None:
    from dataclasses import replace

    from store.jobs import commit_poll

    feed = add_feed(writer)
    store(writer, feed, draft(tags=Tags((place(IRPIN),))))
    renamed = replace(IRPIN, aliases=("Irpine",))
    writer.submit(commit_poll(outcome(feed.id, names=(renamed,)))).result()
    assert reader.count(parse("city:irpine")).value == 1
    assert reader.count(parse("city:Ірпінь")).value == 0


_SHAPES = (
    "",
    "kyiv",
    "kyiv warsaw",
    "kyiv OR warsaw",
    '"is free"',
    "kyi*",
    "-kyiv",
    "city:Kyiv",
    "city:Kyiv event:strike kyiv",
    "region:Kyiv country:ua -status:claimed",
    "actor:kyiv since:2022-03-01 before:2022-04-01",
    "source:wire",
    "since:24h",
    "before:2022-03-28T11:00",
    "on:2022-03-25",
    "-on:24h",
    "is:live",
    "is:revised",
    "is:unread kyiv",
    "is:unread",
    "is:read",
    "is:starred",
    "is:withdrawn",
    "is:duplicate",
    "story:3",
    "id:3 kyiv",
    "is:starred kyiv",
    "is:starred OR kyiv",
    "is:starred OR is:read OR before:2022-03-28T11:00 OR kyiv",
    "kyiv (is:starred OR warsaw)",
    "-(is:read kyiv)",
    "url:wire",
    "title:ky*",
)
"""Queries of every shape: words, names, times, marks, choices, negations and what only rows know."""


@pytest.mark.parametrize("query", _SHAPES)
@pytest.mark.parametrize("bounds", [{}, {"before": 5}, {"after": 2}])
def test_a_page_is_read_in_order_and_never_sorted(found: Reader, query: str, bounds: dict[str, int]) -> None:
    _check_plan(_plan(found, parse(query), before=bounds.get("before"), after=bounds.get("after")))


def test_statistics_of_a_tiny_archive_spoil_no_plan(found: Reader, tmp_path: Path) -> None:
    analysed = tmp_path / "analysed.db"
    with closing(connect_writer(found.path)) as connection:
        connection.execute("VACUUM INTO ?", (str(analysed),))
    with closing(connect_writer(analysed)) as connection:
        connection.execute("ANALYZE")
    with Reader(analysed) as reader:
        for query in _SHAPES:
            _check_plan(_plan(reader, parse(query)))


def _check_plan(plan: str) -> None:
    assert "TEMP B-TREE" not in plan
    assert "LIST SUBQUERY" not in plan
    # The search index is walked by words and row ids; without words rows are, in their own order.
    for line in plan.splitlines():
        assert re.match(_IN_ORDER, line.strip()), line


_IN_ORDER = (
    r"SCAN search VIRTUAL TABLE INDEX \d+:.*M4|SCAN h$"
    r"|SEARCH h USING (INTEGER PRIMARY KEY|(COVERING )?INDEX headlines_)"
    r"|SCAN h USING (COVERING )?INDEX headlines_(starred|withdrawn|duplicate)"
    r"|SEARCH f USING INTEGER PRIMARY KEY|MERGE \(UNION\)|LEFT|RIGHT|COMPOUND QUERY"
)


@pytest.mark.parametrize("query", ["kyiv", "kyiv OR warsaw", "city:Kyiv kyiv", "-kyiv", "is:live OR has:figures"])
def test_what_the_index_knows_is_counted_without_a_row(found: Reader, query: str) -> None:
    plan = _plan(found, parse(query), count=True)
    assert "SCAN search VIRTUAL TABLE" in plan
    assert " h " not in plan


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("is:starred", "headlines_starred"),
        ("is:withdrawn", "headlines_withdrawn"),
        ("is:duplicate", "headlines_duplicate"),
        ("is:unread", "headlines_read"),
        ("story:3", "headlines_story"),
    ],
)
def test_marks_have_an_index_of_their_own(found: Reader, query: str, index: str) -> None:
    assert index in _plan(found, parse(query))
    assert index in _plan(found, parse(f"{query} kyiv"))


def _plan(
    reader: Reader, where: Filter, *, before: int | None = None, after: int | None = None, count: bool = False
) -> str:
    """The plan of the very statement that a page runs, or the count of its rows."""
    statements: list[str] = []
    reader._connection.set_trace_callback(statements.append)
    try:
        if count:
            reader.count(where, 1000)
        else:
            reader.headlines(where, before=before, after=after, limit=50)
    finally:
        reader._connection.set_trace_callback(None)
    page = next(statement for statement in statements if "FROM" in statement and "ORDER BY" in statement)
    with closing(connect_reader(reader.path)) as connection:
        return "\n".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {page}")) + "\n"


def test_words_names_and_days_are_one_match(found: Reader) -> None:
    (chosen,) = select(found._connection, parse("kyiv city:Kyiv -event:strike source:wire on:2022-03-28 is:unread"))
    assert chosen.match is not None
    assert chosen.where == "(h.read = 0)"


_LEAVES = (
    *("kyiv", "irpin", "is:read", "is:starred", "is:unread", "is:revised", "is:live", "url:bbc", "id:3", "lang:uk"),
    *(
        "since:2022-03-28T11:55",
        "before:2022-03-28T11:45",
        "on:2022-03-28",
        "on:2022-03-25T11:50",
        "country:ua",
        "story:1",
    ),
)
_TREES = st.recursive(
    st.sampled_from(_LEAVES),
    lambda inner: st.one_of(
        inner.map(lambda one: f"-({one})"),
        st.lists(inner, min_size=2, max_size=4).map(lambda many: f"({' '.join(many)})"),
        st.lists(inner, min_size=2, max_size=4).map(lambda many: f"({' OR '.join(many)})"),
    ),
    max_leaves=8,
)


@settings(deadline=None, max_examples=300)
@given(_TREES)
def test_and_or_and_not_mean_what_they_mean_of_sets(found: Reader, query: str) -> None:
    everything = set(range(1, 7))

    def ids(node: Node | None) -> set[int]:
        match node:
            case Not(inner):
                return everything - ids(inner)
            case And(nodes):
                return set.intersection(*map(ids, nodes))
            case Or(nodes):
                return set.union(*map(ids, nodes))
            case _:
                return {headline.id for headline in found.headlines(Filter(node, NOON))}

    where = parse(query, NOON)
    wanted = sorted(ids(where.root), reverse=True)
    assert [headline.id for headline in found.headlines(where)] == wanted
    assert [headline.id for headline in found.oldest(where)] == wanted
    assert found.count(where).value == found.count(where, 9).value == len(wanted)


def test_an_address_is_found_whatever_the_case_of_its_letters(reader: Reader, writer: Writer, feed: FeedState) -> None:
    store(writer, feed, draft("k", url="https://wire.example/Київ/СУМИ"), draft("o", url="https://wire.example/50%_!"))
    for wanted, there in (("url:50%", 1), ("url:0%_!", 1), ("url:5_%", 0), ("url:%%", 0), ("url:EXAMPLE", 2)):
        assert reader.count(parse(wanted)).value == there, wanted
    for wanted in ("url:Київ", "url:київ", "url:сУМИ", "url:WIRE.example/Київ"):
        assert [headline.url for headline in reader.headlines(parse(wanted))] == ["https://wire.example/Київ/СУМИ"]
