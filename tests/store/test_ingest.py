"""What a poll leaves in the archive: each entry once, every version of it, and nothing half done."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.connection import connect_reader
from store.documents import Document, decode, encode, searchable
from store.jobs import commit_poll, keep_raw, prune_articles, prune_raw, set_read, set_starred, sync_feeds
from store.models import FeedSettings, FeedState, KnownEntry, PollReceipt, RawBody, Tags
from store.query import EVERYTHING, parse

from .make import (
    IRPIN,
    KYIV,
    MAYOR,
    NOON,
    OBLAST,
    UKRAINE,
    URL,
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
    from pathlib import Path

    from store.models import ArticleDraft
    from store.reader import Reader
    from store.writer import Writer

LATER = NOON + timedelta(hours=1)
FULL = Tags((place(IRPIN), place(KYIV)), (actor(),), (event(IRPIN),), (figure(),))


def _rows(path: Path, table: str) -> int:
    with closing(connect_reader(path)) as connection:
        return int(connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])


def test_an_article_comes_back_as_it_went_in(writer: Writer, reader: Reader, feed: FeedState) -> None:
    sent = draft(
        "7",
        title="Ірпінь: the mayor speaks",
        author="Ann Author",
        updated=NOON,
        lang="uk",
        body="First paragraph.\n\nSecond.",
        links=("https://a.example/", "https://b.example/"),
        tags=FULL,
    )
    assert store(writer, feed, sent) == PollReceipt(new=1, revised=0, rev=2)
    got = reader.article(1)
    assert got is not None
    for name in ("title", "url", "author", "updated", "lang", "summary", "body", "links", "tags", "published"):
        assert getattr(got, name) == getattr(sent, name), name
    assert (got.feed, got.source, got.first_seen, got.published_source) == (URL, "Wire", NOON, "feed")
    assert (got.read, got.starred, got.revisions, got.story) == (False, False, 1, None)
    assert got.text == f"{sent.title}\n\n{sent.body}"
    assert reader.article(2) is None
    assert [article.id for article in reader.articles([9, 1])] == [1]


def test_an_entry_without_a_date_has_that_of_its_arrival(writer: Writer, reader: Reader, feed: FeedState) -> None:
    store(writer, feed, draft(published=None))
    got = reader.article(1)
    assert got is not None
    assert (got.published, got.published_source) == (NOON, "first_seen")


def test_the_same_poll_twice_stores_nothing_twice(writer: Writer, reader: Reader, feed: FeedState) -> None:
    drafts = [draft(str(number), tags=FULL) for number in range(3)]
    first = store(writer, feed, *drafts, drafts[0])
    second = store(writer, feed, *drafts)
    assert (first.new, first.revised) == (3, 0)
    assert (second.new, second.revised) == (0, 0)
    status = reader.status()
    assert (status.articles, status.revisions, status.events, status.figures) == (3, 0, 3, 3)
    assert reader.count(parse("free")).value == 3


def test_the_same_key_in_two_feeds_is_two_articles(writer: Writer, reader: Reader) -> None:
    for url in ("https://a.example/", "https://b.example/"):
        store(writer, add_feed(writer, url), draft())
    assert reader.count(EVERYTHING).value == 2


def test_a_changed_entry_becomes_a_revision_of_its_article(writer: Writer, reader: Reader, feed: FeedState) -> None:
    store(writer, feed, draft(title="Irpin is free", tags=FULL), draft("2"))
    changed = draft(title="Kyiv is calm", summary="Nothing happened.", tags=Tags((place(KYIV),)))
    assert store(writer, feed, changed, at=LATER).revised == 1
    assert reader.count(EVERYTHING).value == 2
    headline = reader.headlines_by_id([1])[0]
    assert (headline.title, headline.revisions, headline.dateline, headline.event) == ("Kyiv is calm", 2, "Kyiv", None)
    assert headline.first_seen == NOON
    assert [(r.number, r.seen_at, r.title, r.summary) for r in reader.revisions(1)] == [
        (1, NOON, "Irpin is free", "The mayor said so."),
        (2, LATER, "Kyiv is calm", "Nothing happened."),
    ]
    assert [line.article for line in reader.ticker()] == []
    assert reader.status().revisions == 1


def test_search_forgets_what_a_revision_took_away(writer: Writer, reader: Reader, feed: FeedState) -> None:
    store(writer, feed, draft(title="Irpin is free", body="Long ago.", tags=FULL))
    store(writer, feed, draft(title="Kyiv is calm", summary="Hush.", tags=Tags((place(KYIV),))), at=LATER)
    for gone in ("irpin", "free", "ago", "city:Irpin", "actor:Markushyn", "event:control", "has:figures", "mayor"):
        assert reader.count(parse(gone)).value == 0, gone
    for there in ("calm", "hush", "city:Kyiv", "-irpin", "has:revisions", "is:revised"):
        assert reader.count(parse(there)).value == 1, there


def test_a_revision_that_reverts_is_a_version_too(writer: Writer, reader: Reader, feed: FeedState) -> None:
    for title in ("A", "B", "A", "A"):
        store(writer, feed, draft(title=title))
    assert [revision.title for revision in reader.revisions(1)] == ["A", "B", "A"]


def test_a_publication_date_that_moves_is_an_update(writer: Writer, reader: Reader, feed: FeedState) -> None:
    store(writer, feed, draft(title="A"))
    store(writer, feed, draft(title="B", published=LATER), at=LATER)
    got = reader.article(1)
    assert got is not None
    assert (got.published, got.updated) == (NOON - timedelta(minutes=10), LATER)
    store(writer, feed, draft(title="C", published=None), at=LATER)
    got = reader.article(1)
    assert got is not None
    assert (got.published, got.updated) == (NOON - timedelta(minutes=10), LATER)


def test_events_that_a_revision_keeps_keep_their_line(writer: Writer, reader: Reader, feed: FeedState) -> None:
    kept, dropped, added = event(IRPIN, "Free."), event(KYIV, "Calm."), event(IRPIN, "Shelled.", type="strike")
    store(writer, feed, draft(tags=Tags(events=(kept, dropped))))
    before = {line.text: line.id for line in reader.ticker()}
    store(writer, feed, draft(title="New", tags=Tags(events=(kept, added))))
    after = {line.text: line.id for line in reader.ticker()}
    assert after["Free."] == before["Free."]
    assert set(after) == {"Free.", "Shelled."}
    assert reader.status().events == 2


def test_marks_survive_a_revision(writer: Writer, reader: Reader, feed: FeedState) -> None:
    store(writer, feed, draft(title="A"))
    writer.submit(set_read([1], True)).result()
    writer.submit(set_starred([1], True)).result()
    store(writer, feed, draft(title="B"))
    headline = reader.headlines(EVERYTHING)[0]
    assert (headline.read, headline.starred) == (True, True)


def test_only_a_mark_that_changes_something_is_a_change(writer: Writer, feed: FeedState) -> None:
    store(writer, feed, draft("1"), draft("2"))
    assert writer.submit(set_read([1, 2, 99], True)).result() == 3
    assert writer.submit(set_read([1, 2], True)).result() == 3
    assert writer.submit(set_starred([1], True)).result() == 4
    assert writer.submit(set_read([2], False)).result() == 5
    assert writer.submit(set_read([], False)).result() == 5


def test_half_a_surrogate_pair_costs_one_character_not_the_poll(
    writer: Writer, reader: Reader, feed: FeedState
) -> None:
    broken = draft(title="A \ud800 b", url="https://x.example/\udfff", tags=Tags((place(IRPIN, text="I\ud800"),)))
    assert store(writer, feed, broken, draft("2")).new == 2
    assert reader.headlines_by_id([1])[0].title == "A ? b"
    assert store(writer, feed, broken).new == 0
    poll = outcome(feed.id, title="\ud800", error="\ud801", etag="\ud802", last_modified="\ud803")
    writer.submit(commit_poll(poll)).result()
    state = reader.feeds()[0]
    assert (state.name, state.error, state.etag, state.last_modified) == ("Wire", "?", "?", "?")


def test_validators_change_only_with_a_complete_answer(writer: Writer, reader: Reader, feed: FeedState) -> None:
    good = outcome(feed.id, etag='"1"', last_modified="Mon", body_hash=b"h", title="Own title")
    writer.submit(commit_poll(good)).result()
    bad = outcome(feed.id, ok=False, state="failing", failures=1, error="HTTP 500", http_status=500, at=LATER)
    writer.submit(commit_poll(bad)).result()
    state = reader.feeds()[0]
    assert (state.etag, state.last_modified, state.body_hash) == ('"1"', "Mon", b"h")
    assert (state.state, state.failures, state.error, state.http_status) == ("failing", 1, "HTTP 500", 500)
    assert (state.last_success, state.last_poll) == (NOON, LATER)
    writer.submit(commit_poll(outcome(feed.id, retry_after=LATER))).result()
    state = reader.feeds()[0]
    assert (state.etag, state.last_modified, state.body_hash, state.retry_after) == (None, None, None, LATER)


def test_a_feed_is_called_as_configured_else_as_it_says_else_by_its_address(writer: Writer, reader: Reader) -> None:
    feed = add_feed(writer, name="")
    assert feed.name == "wire.example/feed"
    writer.submit(commit_poll(outcome(feed.id, title="The Wire"))).result()
    assert reader.feeds()[0].name == "The Wire"
    assert add_feed(writer, name="Ours").name == "Ours"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://127.0.0.1:8700/feeds/a.xml?key=secret", "127.0.0.1/feeds/a.xml"),
        ("https://www.wire.example/", "wire.example"),
        ("https://me:secret@Wire.example/World/rss/#top", "wire.example/World/rss"),
        ("https://wire.example/" + "x" * 100, "wire.example/" + "x" * 46 + "…"),
    ],
)
def test_feeds_of_one_host_without_titles_are_told_apart_by_their_paths(writer: Writer, url: str, name: str) -> None:
    assert add_feed(writer, url, name="").name == name


def test_a_feed_that_is_configured_no_longer_keeps_its_articles(writer: Writer, reader: Reader) -> None:
    feed = add_feed(writer, affiliation="state", country="RU")
    store(writer, feed, draft())
    other = FeedSettings("https://b.example/", interval_s=60)
    states = writer.submit(sync_feeds([other, other], NOON)).result()
    assert [(state.url, state.interval_s, state.next_poll) for state in states] == [("https://b.example/", 60, NOON)]
    assert reader.headlines(EVERYTHING)[0].affiliation == "state"
    back = writer.submit(sync_feeds([FeedSettings(URL), other], NOON)).result()
    assert [(state.url, state.articles) for state in back] == [(URL, 1), ("https://b.example/", 0)]
    rev = reader.rev()
    writer.submit(sync_feeds([FeedSettings(URL), other], NOON)).result()
    assert reader.rev() == rev


def test_known_entries_tell_what_is_stored_under_a_key(writer: Writer, reader: Reader, feed: FeedState) -> None:
    stored = draft("1")
    store(writer, feed, stored)
    keys = ["guid:1", *(f"guid:x{number}" for number in range(1200)), "\ud800"]
    assert reader.known_entries(feed.id, keys) == {"guid:1": KnownEntry(1, stored.content_hash)}
    assert reader.known_entries(feed.id + 1, keys) == {}


def test_a_body_is_kept_once_however_often_it_is_seen(writer: Writer, feed: FeedState) -> None:
    raw = RawBody(b"1" * 16, b"<rss/>" * 1000, (("ETag", '"1"'), ("x", "é\udc80")))
    for at in (NOON, LATER):
        writer.submit(keep_raw(feed.id, raw, at)).result()
    assert (_rows(writer.path, "raw_bodies"), _rows(writer.path, "sightings")) == (1, 2)
    assert writer.submit(prune_raw(LATER)).result() == 0
    assert writer.submit(prune_raw(LATER + timedelta(seconds=1))).result() == 1
    assert (_rows(writer.path, "raw_bodies"), _rows(writer.path, "sightings")) == (0, 0)


def test_old_articles_go_in_batches_and_starred_ones_stay(writer: Writer, reader: Reader, feed: FeedState) -> None:
    store(writer, feed, *(draft(str(number), tags=FULL) for number in range(5)))
    store(writer, feed, draft("0", title="Changed", tags=FULL))
    store(writer, feed, draft("young", title="Young"), at=LATER)
    writer.submit(set_starred([2], True)).result()
    assert [writer.submit(prune_articles(LATER, batch=3)).result() for _ in range(3)] == [3, 1, 0]
    assert [headline.id for headline in reader.headlines(EVERYTHING)] == [6, 2]
    status = reader.status()
    assert (status.articles, status.revisions, status.events, status.figures) == (2, 0, 1, 1)
    assert reader.count(parse("city:Irpin")).value == reader.count(parse("free")).value == 1
    assert reader.feeds()[0].articles == 2
    for table, left in (("headlines", 2), ("documents", 2), ("revisions", 0), ("events", 1), ("identities", 6)):
        assert _rows(writer.path, table) == left, table


def test_a_pruned_article_does_not_come_back_while_its_feed_carries_it(
    writer: Writer, reader: Reader, feed: FeedState
) -> None:
    store(writer, feed, draft())
    writer.submit(prune_articles(LATER)).result()
    assert store(writer, feed, draft(), draft(title="Changed")) == PollReceipt(0, 0, reader.rev())
    assert reader.count(EVERYTHING).value == 0
    store(writer, feed, draft("2"))
    assert [headline.id for headline in reader.headlines(EVERYTHING)] == [2]


@pytest.mark.parametrize(
    ("tags", "name"),
    [
        (Tags(), None),
        (Tags((place(KYIV),), events=(event(IRPIN),)), "Irpin"),
        (Tags((place(UKRAINE), place(OBLAST), place(KYIV))), "Kyiv"),
        (Tags((place(KYIV, sense="metonym"), place(OBLAST))), "Kyiv Oblast"),
        (Tags((place(KYIV), place(IRPIN, 9, event_place=True))), "Irpin"),
        (Tags((place(KYIV, sense="metonym"),)), None),
    ],
)
def test_the_dateline_is_the_finest_place_the_dispatch_is_about(
    writer: Writer, reader: Reader, feed: FeedState, tags: Tags, name: str | None
) -> None:
    store(writer, feed, draft(tags=tags))
    assert reader.headlines(EVERYTHING)[0].dateline == name


_TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
_DRAFTS = st.lists(
    st.builds(
        lambda key, title, summary, body, tags: draft(key, title=title, summary=summary, body=body, tags=tags),
        st.sampled_from("abc"),
        _TEXT,
        _TEXT,
        st.none() | _TEXT,
        st.sampled_from([Tags(), FULL, Tags((place(KYIV),), (actor(MAYOR),), (event(KYIV),))]),
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(polls=st.lists(_DRAFTS, max_size=4))
def test_whatever_comes_counters_and_index_agree_with_the_rows(
    tmp_path_factory: pytest.TempPathFactory, polls: list[list[ArticleDraft]]
) -> None:
    from store.reader import Reader
    from store.writer import Writer

    path = tmp_path_factory.mktemp("any") / "archive.db"
    with Writer(path) as writer, Reader(path) as reader:
        feed = add_feed(writer)
        for drafts in polls:
            store(writer, feed, *drafts)
        status = reader.status()
        assert status.articles == _rows(path, "headlines") == len({one.key for poll in polls for one in poll})
        assert status.revisions == _rows(path, "revisions")
        assert status.events == _rows(path, "events")
        assert reader.count(parse("-zzzzzz")).value == status.articles
        writer.submit(prune_articles(LATER)).result()
        # An index that was told other words than it holds would still find something here.
        assert reader.count(parse("-zzzzzz")).value == 0
        assert {_rows(path, table) for table in ("headlines", "documents", "revisions", "events", "hours")} == {0}
        writer.submit(lambda db: db.execute("INSERT INTO search(search) VALUES ('integrity-check')").close()).result()


def test_documents_survive_their_encoding() -> None:
    whole = Document("s", None, "a", "g", "raw", "page", 5, "uk", ("l",), 9, "xz xf1", FULL)
    assert decode(encode(whole)) == whole
    assert decode(encode(replace(whole, tags=Tags(), links=()))).tags == Tags()


def test_a_summary_that_stands_in_the_body_is_indexed_once() -> None:
    assert searchable("Lead.", "Lead. More.") == "Lead. More."
    assert searchable("Lead.", "Other.") == "Lead.\nOther."
    assert searchable("Lead.", None) == "Lead."
