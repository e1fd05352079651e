"""Watches: what arrives or newly matches is found once, and nothing that was there before."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from store import alerts, jobs, page_texts, pages
from store.models import PageText, Tags
from store.retagging import TextReader, retag
from store.watching import ROUND, Lookout, sync_watches

from .make import IRPIN, KYIV, NAMES, NOON, add_feed, draft, event, figure, outcome, place, store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.models import Alert, FeedState
    from store.reader import Reader
    from store.writer import Writer


class Watched:
    """An archive that is watched, and a lookout that is asked as the archiver asks it."""

    def __init__(self, writer: Writer, lookout: Lookout, reader: Reader) -> None:
        self.writer = writer
        self.lookout = lookout
        self.reader = reader

    def watch(self, **queries: str) -> None:
        self.writer.submit(sync_watches(list(queries.items()))).result()

    def look(self) -> list[tuple[str, int]]:
        """Look until there is nothing more to see; give the watches and articles of new alerts."""
        last = self.reader.last_alert()
        while (sight := self.lookout.look()) is not None:
            self.writer.submit(alerts.record(sight, NOON)).result()
        return [(alert.watch, alert.article) for alert in self.alerts(after=last)]

    def alerts(self, after: int | None = None) -> list[Alert]:
        return self.reader.alerts(after=after, limit=100_000)[::-1]


@pytest.fixture
def watched(writer: Writer, reader: Reader) -> Iterator[Watched]:
    with Lookout(writer.path) as lookout:
        yield Watched(writer, lookout, reader)


def test_a_match_alerts_when_it_arrives_and_only_then(watched: Watched, feed: FeedState) -> None:
    watched.watch(irpin="irpin")
    store(watched.writer, feed, draft("1", "Irpin is free"), draft("2", "Rain in Lviv"))
    assert watched.look() == [("irpin", 1)]
    assert watched.look() == []
    (alert,) = watched.alerts()
    assert (alert.title, alert.source, alert.revision, alert.seen) == ("Irpin is free", "Wire", 1, None)


def test_a_new_watch_finds_nothing_in_what_is_there_already(watched: Watched, feed: FeedState) -> None:
    store(watched.writer, feed, draft("1", "Irpin is free"))
    watched.watch(irpin="irpin")
    assert watched.look() == []
    store(watched.writer, feed, draft("2", "Irpin again"))
    assert watched.look() == [("irpin", 2)]


def test_a_watch_that_asks_for_something_else_begins_anew(watched: Watched, feed: FeedState) -> None:
    watched.watch(one="rain")
    store(watched.writer, feed, draft("1", "Irpin is free"))
    assert watched.look() == []
    watched.watch(one="irpin")
    assert watched.look() == []
    store(watched.writer, feed, draft("2", "Irpin again"))
    assert watched.look() == [("one", 2)]


def test_a_watch_that_comes_and_one_that_goes_leave_the_others_alone(watched: Watched, feed: FeedState) -> None:
    watched.watch(a="irpin", b="irpin")
    store(watched.writer, feed, draft("1", "Irpin is free"))
    watched.watch(a="irpin", c="irpin")
    assert watched.look() == [("a", 1)]
    store(watched.writer, feed, draft("2", "Irpin again"))
    assert watched.look() == [("a", 2), ("c", 2)]


def test_alerts_stand_in_the_order_of_arrival(watched: Watched, feed: FeedState) -> None:
    watched.watch(b="free", a="irpin OR rain")
    store(watched.writer, feed, draft("1", "Irpin"), draft("2", "Irpin is free"), draft("3", "Rain"))
    assert watched.look() == [("a", 1), ("b", 2), ("a", 2), ("a", 3)]


def test_a_revision_alerts_where_it_newly_matches(watched: Watched, feed: FeedState) -> None:
    watched.watch(dead="dead")
    store(watched.writer, feed, draft("1", "Strike on Irpin"), draft("2", "Three dead in Kyiv"))
    assert watched.look() == [("dead", 2)]
    store(watched.writer, feed, draft("1", "Strike on Irpin, two dead"), draft("2", "Four dead in Kyiv"))
    assert watched.look() == [("dead", 1)]
    assert watched.alerts()[-1].revision == 2


def test_a_revision_of_an_old_article_that_matched_before_is_no_news(watched: Watched, feed: FeedState) -> None:
    store(watched.writer, feed, draft("1", "Two dead in Irpin"), draft("2", "Strike on Kyiv"))
    watched.watch(dead="dead")
    store(watched.writer, feed, draft("1", "Three dead in Irpin"), draft("2", "One dead in Kyiv"))
    assert watched.look() == [("dead", 2)]


def test_a_revision_that_changes_only_what_was_tagged_counts(watched: Watched, feed: FeedState) -> None:
    watched.watch(irpin="city:Irpen event:strike")
    before = draft("1", "Smoke over the town", tags=Tags(places=(place(IRPIN),)))
    store(watched.writer, feed, before)
    assert watched.look() == []
    after = Tags(places=(place(IRPIN),), events=(event(IRPIN, type="strike"),))
    store(watched.writer, feed, draft("1", "Smoke over the town", summary="A rocket fell.", tags=after))
    assert watched.look() == [("irpin", 1)]


def test_several_changes_between_two_looks_are_compared_with_what_was_tested_last(
    watched: Watched, feed: FeedState
) -> None:
    watched.watch(dead="dead")
    store(watched.writer, feed, draft("1", "Strike"), draft("2", "Two dead"))
    watched.look()
    for title in ("Strike, dead counted", "Strike: three dead"):
        store(watched.writer, feed, draft("1", title))
    assert watched.look() == [("dead", 1)]


def test_an_article_that_changed_before_it_was_tested_is_new(watched: Watched, feed: FeedState) -> None:
    watched.watch(dead="dead")
    store(watched.writer, feed, draft("1", "Two dead"))
    store(watched.writer, feed, draft("1", "Three dead"))
    assert watched.look() == [("dead", 1)]
    assert _rows(watched.writer.path, "former") == 0


def test_the_text_of_a_page_alerts_where_it_makes_the_article_match(watched: Watched, feed: FeedState) -> None:
    watched.watch(bridge="bridge")
    store(watched.writer, feed, draft("1", "Strike on Irpin", wants_page=True))
    assert watched.look() == []
    with pages.WantedPages(watched.writer.path) as wanted:
        (page,) = wanted.due(NOON + timedelta(minutes=1), 10)
    text = PageText(page=page, url=None, body="The bridge fell.", author=None, published=None, lang=None, tags=Tags())
    assert watched.writer.submit(page_texts.fill(text)).result()
    assert watched.look() == [("bridge", 1)]


@pytest.mark.parametrize(
    "damage", ["DELETE FROM documents WHERE id = ?", "UPDATE documents SET data = x'00' WHERE id = ?"]
)
@pytest.mark.parametrize("changed", [False, True], ids=["new", "changed"])
def test_an_article_whose_text_is_lost_holds_no_watch_up(
    watched: Watched, feed: FeedState, damage: str, changed: bool
) -> None:
    watched.watch(dead="dead")
    if changed:
        store(watched.writer, feed, draft("1", "Strike"), draft("2", "Strike"))
        assert watched.look() == []
    store(watched.writer, feed, draft("1", "Two dead"), draft("2", "Three dead"))
    watched.writer.submit(lambda connection: connection.execute(damage, (1,)).rowcount).result()
    assert watched.look() == [("dead", 2)]
    assert _rows(watched.writer.path, "former") == 0


def test_marks_and_new_tags_of_old_articles_are_no_news(watched: Watched, feed: FeedState) -> None:
    store(watched.writer, feed, draft("1", "Smoke over the town"))
    watched.watch(read="is:read", irpin="city:Irpin")
    watched.writer.submit(jobs.set_read([1], True)).result()
    with TextReader(watched.writer.path) as texts:
        (stored,) = texts.after(0, 10)
    tags = Tags(places=(place(IRPIN),))
    watched.writer.submit(retag([(stored, tags)], NAMES, 1)).result()
    assert watched.look() == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("irpin", [1]),
        ('"is free"', [1]),
        ("fre*", [1]),
        ("-irpin", [2]),
        ("city:Ірпінь", [1]),
        ("city:Kyiv OR city:Irpin", [1, 2]),
        ("place:Kyiv -irpin", [2]),
        ("country:UA has:figures", [2]),
        ("source:wire", [1, 2]),
        ("source:nobody", []),
        ("event:control", [1]),
        ("since:2022-03-28", [1, 2]),
        ("since:2h", []),
        ("before:2020", []),
        ("is:unread", [1, 2]),
        ("is:starred", []),
        ("is:unread OR kyiv", [1, 2]),
        ("url:wire.example/2", [2]),
        ("id:2", [2]),
        ("is:unread url:example irpin", [1]),
        ("lang:en", [1, 2]),
        ("city:Atlantis", []),
    ],
)
def test_a_watch_finds_what_a_search_finds(watched: Watched, feed: FeedState, query: str, found: list[int]) -> None:
    watched.watch(one=query)
    free = Tags(places=(place(IRPIN),), events=(event(IRPIN),))
    store(
        watched.writer,
        feed,
        draft("1", "Irpin is free", tags=free),
        draft("2", "Rain in Kyiv", tags=Tags(places=(place(KYIV, 8),), figures=(figure(),))),
    )
    assert sorted(article for _, article in watched.look()) == found


def test_more_than_one_round_is_tested_to_the_end(watched: Watched, feed: FeedState) -> None:
    watched.watch(all="irpin")
    count = ROUND + 20
    store(watched.writer, feed, *(draft(str(number), f"Irpin {number}") for number in range(count)))
    assert [article for _, article in watched.look()] == list(range(1, count + 1))
    store(watched.writer, feed, *(draft(str(number), f"Irpin again {number}") for number in range(count)))
    assert watched.look() == []
    assert _rows(watched.writer.path, "former") == 0


def test_what_was_seen_but_not_written_down_is_seen_again(watched: Watched, feed: FeedState) -> None:
    """As after a kill between the two: the alert is neither lost nor made twice."""
    watched.watch(irpin="irpin")
    store(watched.writer, feed, draft("1", "Irpin is free"))
    sight = watched.lookout.look()
    assert sight is not None
    with Lookout(watched.writer.path) as another:
        again = another.look()
    assert again == sight
    for one in (sight, again):
        watched.writer.submit(alerts.record(one, NOON)).result()
    assert [alert.article for alert in watched.alerts()] == [1]


def test_a_change_between_looking_and_writing_is_tested_the_next_time(watched: Watched, feed: FeedState) -> None:
    watched.watch(dead="dead")
    store(watched.writer, feed, draft("1", "Strike"))
    watched.look()
    store(watched.writer, feed, draft("1", "Strike, nobody hurt"))
    sight = watched.lookout.look()
    store(watched.writer, feed, draft("1", "Strike, two dead"))
    assert sight is not None
    watched.writer.submit(alerts.record(sight, NOON)).result()
    assert watched.look() == [("dead", 1)]


def test_nothing_is_kept_of_former_versions_while_nobody_watches(watched: Watched, feed: FeedState) -> None:
    store(watched.writer, feed, draft("1", "Strike"))
    store(watched.writer, feed, draft("1", "Strike, two dead"))
    assert _rows(watched.writer.path, "former") == 0
    watched.watch(dead="dead")
    store(watched.writer, feed, draft("1", "Strike, three dead"))
    assert _rows(watched.writer.path, "former") == 1
    watched.watch()
    assert _rows(watched.writer.path, "former") == 0


def test_a_query_that_this_version_does_not_know_harms_no_other(watched: Watched, feed: FeedState) -> None:
    watched.watch(odd="mood:grim", irpin="irpin")
    store(watched.writer, feed, draft("1", "Irpin is free"))
    assert watched.look() == [("irpin", 1)]


def test_alerts_go_with_their_articles(watched: Watched, feed: FeedState) -> None:
    watched.watch(irpin="irpin")
    store(watched.writer, feed, draft("1", "Irpin is free"))
    watched.look()
    watched.writer.submit(jobs.prune_articles(NOON + timedelta(days=1))).result()
    assert watched.alerts() == []
    assert _rows(watched.writer.path, "alerts") == 0


def test_reading_an_article_is_seeing_its_alerts(watched: Watched, feed: FeedState) -> None:
    watched.watch(irpin="irpin")
    store(watched.writer, feed, draft("1", "Irpin is free"), draft("2", "Irpin sleeps"))
    watched.look()
    watched.writer.submit(jobs.set_read([1], True)).result()
    assert [alert.article for alert in watched.reader.alerts(unseen=True)] == [2]
    assert str(watched.reader.unseen_alerts()) == "1"


def test_alerts_are_given_by_watch_time_and_page(watched: Watched, feed: FeedState) -> None:
    watched.watch(a="irpin", b="rain")
    store(watched.writer, feed, draft("1", "Irpin"), draft("2", "Irpin"), draft("3", "Rain"))
    watched.look()
    first, second, third = watched.alerts()
    reader = watched.reader
    assert reader.alerts(watch="a") == [second, first]
    assert reader.alerts(before=third.id, limit=1) == [second]
    assert reader.alerts(since=NOON + timedelta(seconds=1)) == []
    assert watched.writer.submit(alerts.mark_seen([first.id], NOON)).result() == 1
    assert watched.writer.submit(alerts.mark_seen([first.id], NOON)).result() == 0
    assert watched.writer.submit(alerts.mark_seen([first.id], None)).result() == 1
    assert watched.writer.submit(alerts.see_all(second.id, NOON)).result() == 2
    assert [alert.id for alert in reader.alerts(unseen=True)] == [third.id]


def test_an_alert_is_due_until_it_was_told_of_and_its_command_started(watched: Watched, feed: FeedState) -> None:
    watched.watch(irpin="irpin")
    store(watched.writer, feed, draft("1", "Irpin is free"))
    watched.look()
    reader = watched.reader
    (alert,) = watched.alerts()
    assert reader.untold_alerts(10) == reader.unrun_alerts(10) == [alert]
    watched.writer.submit(alerts.settle([alert.id], "told", NOON)).result()
    assert (reader.untold_alerts(10), reader.unrun_alerts(10)) == ([], [alert])
    watched.writer.submit(alerts.settle([alert.id], "ran", NOON)).result()
    assert reader.unrun_alerts(10) == []


def test_outlets_of_one_commit_are_tested_together(watched: Watched, writer: Writer) -> None:
    other = add_feed(writer, "https://other.example/feed", "Other")
    watched.watch(irpin="irpin source:other")
    writer.submit(jobs.commit_poll(outcome(other.id, draft("1", "Irpin is free")))).result()
    assert watched.look() == [("irpin", 1)]


def _rows(path: Path, table: str) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])
    finally:
        connection.close()
