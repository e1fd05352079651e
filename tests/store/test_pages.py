"""Texts of pages: what waits for one, and what an article becomes with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from store import page_texts, pages
from store.control import WishWatcher
from store.jobs import prune_articles
from store.models import PageText, Tags, WantedPage
from store.pages import WantedPages
from store.query import parse
from tests.store.make import IRPIN, KYIV, NAMES, NOON, draft, event, figure, place, store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.models import FeedState
    from store.reader import Reader
    from store.writer import Writer

LATER = NOON + timedelta(hours=1)
BODY = "Nobody was hurt in Irpin.\n\nA second paragraph."


@pytest.fixture
def wanted(writer: Writer) -> Iterator[WantedPages]:
    with WantedPages(writer.path) as found:
        yield found


def text(page: WantedPage, **changes: object) -> PageText:
    tags = Tags(places=(place(IRPIN, 14),), events=(event(IRPIN),), figures=(figure(),))
    fields = {"page": page, "body": BODY, "tags": tags, "names": NAMES} | changes
    return PageText(**fields)  # type: ignore[arg-type]


def found(reader: Reader, query: str) -> list[int]:
    return [one.id for one in reader.headlines(parse(query))]


def test_only_articles_that_want_their_page_wait_for_it(writer: Writer, feed: FeedState, wanted: WantedPages) -> None:
    store(writer, feed, draft("1"), draft("2", wants_page=True, lang=None))
    (one,) = wanted.due(NOON, 10)
    assert (one.article_id, one.url, one.title) == (2, "https://wire.example/2", "Irpin is free")
    assert (one.text, one.lang, one.tries) == ("The mayor said so.", None, 0)
    assert wanted.due(NOON - timedelta(seconds=1), 10) == []


def test_an_article_with_the_text_of_its_page_is_found_by_it(
    writer: Writer, reader: Reader, feed: FeedState, wanted: WantedPages
) -> None:
    store(writer, feed, draft("1", wants_page=True, tags=Tags(events=(event(KYIV),))))
    before = reader.snapshot()
    assert writer.submit(page_texts.fill(text(wanted.due(NOON, 1)[0], author="A. Reporter"))).result()
    article = reader.article(1)
    assert article is not None
    assert (article.body, article.author, article.lang) == (BODY, "A. Reporter", "en")
    assert (article.summary, article.revisions) == ("The mayor said so.", 1)
    assert found(reader, "paragraph has:fulltext city:Irpin") == [1]
    assert found(reader, "mayor") == [1]
    assert found(reader, "is:revised") == []
    assert [(one.dateline, one.event) for one in reader.headlines(parse("id:1"))] == [("Irpin", "control")]
    status = reader.status()
    assert (status.events, status.figures) == (1, 1)
    assert reader.snapshot().rev > before.rev
    assert wanted.due(LATER, 10) == []


def test_what_the_feed_says_counts_before_what_the_page_says(
    writer: Writer, reader: Reader, feed: FeedState, wanted: WantedPages
) -> None:
    store(writer, feed, draft("1", wants_page=True, author="The feed"), draft("2", wants_page=True, published=None))
    for one in wanted.due(NOON, 2):
        page = text(
            one, author="The page", lang="uk", published=NOON - timedelta(days=400), url="https://wire.example/c"
        )
        writer.submit(page_texts.fill(page)).result()
    first, second = reader.article(1), reader.article(2)
    assert first is not None
    assert second is not None
    assert (first.author, first.lang, first.published_source, first.url) == (
        *("The feed", "en", "feed"),
        "https://wire.example/c",
    )
    assert (second.published, second.published_source) == (NOON - timedelta(days=400), "page")
    assert found(reader, "before:2021-12-31") == [2]


def test_a_text_for_a_version_that_is_no_longer_the_newest_is_not_taken(
    writer: Writer, reader: Reader, feed: FeedState, wanted: WantedPages
) -> None:
    store(writer, feed, draft("1", wants_page=True))
    (stale,) = wanted.due(NOON, 1)
    store(writer, feed, draft("1", "Irpin is free again", wants_page=True), at=LATER)
    assert not writer.submit(page_texts.fill(text(stale))).result()
    (fresh,) = wanted.due(LATER, 1)
    assert writer.submit(page_texts.fill(text(fresh))).result()
    article = reader.article(1)
    assert article is not None
    assert (article.body, article.revisions) == (BODY, 2)


def test_a_revision_keeps_the_text_that_the_page_had_before(
    writer: Writer, reader: Reader, feed: FeedState, wanted: WantedPages
) -> None:
    store(writer, feed, draft("1", wants_page=True))
    writer.submit(page_texts.fill(text(wanted.due(NOON, 1)[0]))).result()
    store(writer, feed, draft("1", "Irpin is free again", wants_page=True), at=LATER)
    assert [one.body for one in reader.revisions(1)] == [BODY, None]
    assert len(wanted.due(LATER, 1)) == 1


def test_why_there_is_no_text_is_kept_in_words(
    writer: Writer, reader: Reader, feed: FeedState, wanted: WantedPages
) -> None:
    store(writer, feed, draft("1", wants_page=True))
    before = reader.snapshot().rev
    writer.submit(pages.settle(wanted.due(NOON, 1)[0], "only the beginning is free to read")).result()
    article = reader.article(1)
    assert article is not None
    assert (article.page, article.body) == ("only the beginning is free to read", None)
    assert reader.snapshot().rev == before + 1
    assert wanted.due(LATER, 10) == []


def test_a_page_that_was_put_off_waits_and_counts_its_tries(
    writer: Writer, feed: FeedState, wanted: WantedPages
) -> None:
    store(writer, feed, draft("1", wants_page=True))
    writer.submit(pages.put_off(wanted.due(NOON, 1)[0], LATER, 1, "HTTP 503")).result()
    assert wanted.due(NOON, 10) == []
    assert [one.tries for one in wanted.due(LATER, 10)] == [1]


def test_a_pruned_article_wants_nothing(writer: Writer, feed: FeedState, wanted: WantedPages) -> None:
    store(writer, feed, draft("1", wants_page=True))
    (one,) = wanted.due(NOON, 10)
    assert writer.submit(prune_articles(LATER)).result() == 1
    assert wanted.due(LATER, 10) == []
    assert not writer.submit(page_texts.fill(text(one))).result()


def test_the_list_is_bounded_and_the_oldest_are_given_up(
    writer: Writer, feed: FeedState, wanted: WantedPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST_WAITING", 2)
    store(writer, feed, *(draft(str(number), wants_page=True) for number in range(5)))
    assert writer.submit(pages.give_up()).result() == 3
    assert [one.article_id for one in wanted.due(NOON, 10)] == [5, 4]


def test_what_somebody_asks_for_is_fetched_apart_and_before_all_else(
    writer: Writer, reader: Reader, feed: FeedState, wanted: WantedPages
) -> None:
    store(writer, feed, draft("1"), draft("2", wants_page=True))
    before = reader.snapshot()
    writer.submit(pages.ask(1)).result()
    now = datetime.now(UTC)
    assert [one.article_id for one in wanted.asked(now, 10)] == [1]
    assert [one.article_id for one in wanted.due(now, 10)] == [2]
    assert reader.changes(before, 10)[1] == (1,), "so that every desk draws it again"
    shown = reader.article(1)
    assert shown is not None
    assert (shown.fetching, shown.page) == (True, None)


def test_a_wish_is_seen_by_whoever_watches_for_wishes(writer: Writer, feed: FeedState) -> None:
    store(writer, feed, draft("1"))
    with WishWatcher(writer.path) as watcher:
        watcher.poll()
        assert watcher.poll() is None
        writer.submit(pages.ask(1)).result()
        assert watcher.poll() is not None


@pytest.mark.parametrize("outcome", ["settled", "put off", "filled"])
def test_whoever_asked_learns_what_came_of_it(
    writer: Writer, reader: Reader, feed: FeedState, wanted: WantedPages, outcome: str
) -> None:
    store(writer, feed, draft("1"))
    writer.submit(pages.ask(1)).result()
    before = reader.snapshot()
    (page,) = wanted.asked(datetime.now(UTC), 1)
    if outcome == "settled":
        writer.submit(pages.settle(page, "HTTP 404 Not Found")).result()
    elif outcome == "put off":
        writer.submit(pages.put_off(page, LATER, 1, "HTTP 503; it is tried again later")).result()
    else:
        writer.submit(page_texts.fill(text(page))).result()
    shown = reader.article(1)
    assert shown is not None
    assert not shown.fetching
    words = {"settled": "HTTP 404 Not Found", "put off": "HTTP 503; it is tried again later", "filled": None}
    assert shown.page == words[outcome]
    assert wanted.asked(datetime.now(UTC), 1) == []
    assert reader.changes(before, 10)[1] == (1,)


def test_an_article_without_a_link_has_no_page_to_ask_for(writer: Writer, feed: FeedState) -> None:
    store(writer, feed, draft("1", url=None))
    with pytest.raises(LookupError):
        writer.submit(pages.ask(1)).result()


def test_what_was_asked_for_is_read_by_its_index(writer: Writer, wanted: WantedPages) -> None:
    statements: list[str] = []
    wanted._connection.set_trace_callback(statements.append)
    wanted.asked(NOON, 1)
    wanted._connection.set_trace_callback(None)
    (page,) = statements
    plan = [row[3] for row in wanted._connection.execute(f"EXPLAIN QUERY PLAN {page}")]
    assert any("pages_asked" in step for step in plan)
    assert not any("TEMP B-TREE" in step for step in plan)


def test_a_page_is_not_put_into_an_article_that_is_damaged(
    writer: Writer, feed: FeedState, wanted: WantedPages
) -> None:
    store(writer, feed, draft("1", wants_page=True))
    (page,) = wanted.due(NOON, 1)
    sql = "UPDATE documents SET data = x'00'"
    writer.submit(lambda connection: connection.execute(sql).rowcount).result()
    assert not writer.submit(page_texts.fill(text(page))).result()
    (page,) = wanted.due(NOON, 1)
    assert page.damaged
