"""What is muted is left out, old articles too, unless a query names it; and it costs no list of rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from store.models import Count
from store.muting import asked, names_muted
from store.query import Filter, Node, parse
from store.reader import Reader
from store.search import select
from store.selection import union
from tests.tui.desk.dispatches import add, dispatch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.writer import Writer

MUTES = ("city:Lviv", "title:convoy url:/3", "hurt")


@pytest.fixture
def reader(writer: Writer) -> Iterator[Reader]:
    add(writer, *(dispatch(number) for number in range(40)))
    with Reader(writer.path) as ours:
        yield ours


def muted(query: str, *mutes: str) -> Filter:
    return replace(parse(query), muted=tuple(_root(mute) for mute in mutes or MUTES))


def _root(query: str) -> Node:
    root = parse(query).root
    assert root is not None
    return root


@pytest.mark.parametrize("query", ["", "kyiv", "buses OR hurt", "is:unread", "-city:Kyiv", "since:2022-03-28", "id:5"])
def test_a_query_gives_what_it_gave_without_what_is_muted_and_the_rest_is_what_is_muted(
    reader: Reader, query: str
) -> None:
    left_out = {one for mute in MUTES for one in reader.ids(parse(mute), limit=100)}
    assert 20 < len(left_out) < 40
    found = reader.ids(parse(query), limit=100)
    assert reader.ids(muted(query), limit=100) == [one for one in found if one not in left_out]
    asking = f"({query}) is:muted" if query else "is:muted"
    assert reader.ids(muted(asking), limit=100) == [one for one in found if one in left_out]


def test_pages_counts_and_stories_leave_it_out_alike(reader: Reader) -> None:
    shown = reader.ids(muted(""), limit=100)
    assert [row.id for row in reader.headlines(muted(""), limit=100)] == shown
    assert reader.count(muted("")) == reader.count(muted(""), 1000) == Count(len(shown))
    assert reader.newer_than(muted(""), shown[3]) == Count(3)
    assert [row.id for row in reader.oldest(muted(""), 2)] == shown[-2:]
    rows = reader.grouped(muted(""), limit=100)
    assert {row.headline.id for row in rows} <= set(shown)
    stories = {row.story for row in reader.headlines(muted(""), limit=100)}
    assert {row.headline.story for row in rows} == stories, "a story whose newest report is muted shows another one"


def test_whoever_names_what_is_muted_decides_about_it(reader: Reader) -> None:
    everything = reader.ids(parse(""), limit=100)
    assert reader.ids(muted("is:muted OR -is:muted"), limit=100) == everything
    assert reader.ids(muted("-is:muted"), limit=100) == reader.ids(muted(""), limit=100)
    assert reader.ids(parse("is:muted"), limit=100) == []
    assert reader.ids(parse("-is:muted"), limit=100) == everything


def test_what_is_muted_is_no_part_of_the_query() -> None:
    assert not muted("")
    assert str(muted("kyiv")) == "kyiv"
    assert muted("kyiv") == parse("kyiv")
    assert asked(parse("kyiv")) == parse("kyiv").root
    assert asked(Filter()) is None
    assert names_muted(parse("fire -(is:muted OR kyiv)"))
    assert not names_muted(parse("muted"))


@pytest.mark.parametrize("query", ["", "kyiv", "is:unread", "since:2022-03-28T10:00"])
@pytest.mark.parametrize("mute", ["city:Lviv", "hurt OR convoy", "url:/sport/", "title:hurt url:/3"])
def test_rows_are_tested_one_by_one_and_what_is_muted_is_never_gathered(reader: Reader, query: str, mute: str) -> None:
    connection = reader._connection
    sql, values = union(select(connection, muted(query, mute)), after=None, before=None)
    plan = " ".join(str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {sql} ORDER BY 1 DESC", values))
    assert "LIST SUBQUERY" not in plan
    assert "USE TEMP B-TREE" not in plan
