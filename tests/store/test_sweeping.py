"""Many articles marked at once: what changed is told exactly, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.models import Count
from store.query import parse
from store.reader import Reader
from store.sweeping import Swept, sweep
from tests.tui.desk.dispatches import add, dispatch

if TYPE_CHECKING:
    from store.writer import Writer


def test_what_is_read_already_is_not_told_and_keeps_its_rev(writer: Writer) -> None:
    add(writer, *(dispatch(number) for number in range(6)))
    assert sorted(writer.submit(sweep([1, 2, 99], True)).result().articles) == [1, 2]
    assert writer.submit(sweep([1, 2, 3], True)).result() == Swept([3], [])
    with Reader(writer.path) as reader:
        revs = {row.id: row.rev for row in reader.headlines(parse("is:read"))}
        before = reader.snapshot().rev
    assert revs[1] == revs[2] < revs[3]
    assert writer.submit(sweep([1, 2, 3], True)).result() == Swept([], [])
    with Reader(writer.path) as reader:
        assert reader.snapshot().rev == before, "nothing changed, so nobody need look"


def test_ids_of_a_filter_come_in_pages_newest_first(writer: Writer) -> None:
    add(writer, *(dispatch(number) for number in range(12)))
    with Reader(writer.path) as reader:
        everything = parse("is:unread")
        assert reader.ids(everything, limit=5) == [12, 11, 10, 9, 8]
        assert reader.ids(everything, before=8, limit=5) == [7, 6, 5, 4, 3]
        assert reader.ids(parse("city:Lviv is:unread"), limit=50) == [11, 7, 3]
        assert reader.ids(parse("(city:Lviv OR id:2) is:unread"), before=11) == [7, 3, 2]
        assert reader.count(parse("is:read"), None) == Count(0)
