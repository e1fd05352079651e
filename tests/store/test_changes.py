"""What a watcher is told after commits, whoever made them."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from store.changes import MAX_CHANGED, ChangeSet, ChangeWatcher
from store.connection import connect_reader
from store.errors import ArchiveGone
from store.jobs import keep_raw, prune_articles, set_read, set_starred
from store.models import FeedState, RawBody

from .make import NOON, add_feed, draft, store

if TYPE_CHECKING:
    from store.reader import Reader
    from store.writer import Writer


def test_nothing_changed_is_nothing(reader: Reader) -> None:
    assert ChangeWatcher(reader).poll() is None


def test_an_archive_that_is_another_file_by_now_is_followed_no_more(reader: Reader) -> None:
    watcher = ChangeWatcher(reader)
    reader.path.rename(reader.path.with_name("elsewhere.db"))
    with pytest.raises(ArchiveGone, match="moved, removed or replaced"):
        watcher.poll()


def test_new_articles_are_counted_with_the_newest_id(writer: Writer, reader: Reader, feed: FeedState) -> None:
    watcher = ChangeWatcher(reader)
    store(writer, feed, draft("1"), draft("2"))
    assert watcher.poll() == ChangeSet(2, inserted=2, newest_id=2, changed_ids=(), feeds_changed=True)
    assert watcher.poll() is None


def test_several_commits_are_one_change(writer: Writer, reader: Reader, feed: FeedState) -> None:
    store(writer, feed, draft("1"), draft("2"), draft("3"))
    watcher = ChangeWatcher(reader)
    store(writer, feed, draft("2", title="Changed"), draft("4"))
    writer.submit(set_starred([1], True)).result()
    assert watcher.poll() == ChangeSet(4, inserted=1, newest_id=4, changed_ids=(1, 2), feeds_changed=True)


def test_a_mark_changes_no_feed(writer: Writer, reader: Reader, feed: FeedState) -> None:
    store(writer, feed, draft("1"))
    watcher = ChangeWatcher(reader)
    writer.submit(set_read([1], True)).result()
    assert watcher.poll() == ChangeSet(3, inserted=0, newest_id=1, changed_ids=(1,), feeds_changed=False)
    writer.submit(set_read([1], True)).result()
    assert watcher.poll() is None


def test_a_new_feed_and_a_poll_without_news_change_feeds_only(writer: Writer, reader: Reader) -> None:
    watcher = ChangeWatcher(reader)
    feed = add_feed(writer)
    assert watcher.poll() == ChangeSet(1, 0, 0, (), feeds_changed=True)
    store(writer, feed)
    assert watcher.poll() == ChangeSet(2, 0, 0, (), feeds_changed=True)


def test_what_readers_do_not_see_is_no_change(writer: Writer, reader: Reader, feed: FeedState) -> None:
    watcher = ChangeWatcher(reader)
    writer.submit(keep_raw(feed.id, RawBody(b"1", b"2", ()), NOON)).result()
    assert watcher.poll() is None


def test_articles_taken_out_are_counted(writer: Writer, reader: Reader, feed: FeedState) -> None:
    store(writer, feed, draft("1"), draft("2"))
    watcher = ChangeWatcher(reader)
    writer.submit(prune_articles(NOON + timedelta(days=1))).result()
    store(writer, feed, draft("3"))
    assert watcher.poll() == ChangeSet(4, inserted=1, newest_id=3, changed_ids=(), feeds_changed=True, removed=2)


def test_a_flood_of_changes_is_capped(writer: Writer, reader: Reader, feed: FeedState) -> None:
    store(writer, feed, *(draft(str(number)) for number in range(MAX_CHANGED + 5)))
    watcher = ChangeWatcher(reader)
    writer.submit(set_read(range(1, MAX_CHANGED + 6), True)).result()
    changes = watcher.poll()
    assert changes is not None
    assert len(changes.changed_ids) == MAX_CHANGED


def test_changed_rows_are_found_through_their_index(writer: Writer, reader: Reader, feed: FeedState) -> None:
    with closing(connect_reader(writer.path)) as connection:
        sql = "EXPLAIN QUERY PLAN SELECT id FROM headlines WHERE rev > 1 AND +id <= 5 ORDER BY rev DESC LIMIT 9"
        plan = [row[3] for row in connection.execute(sql)]
    assert plan == ["SEARCH headlines USING COVERING INDEX headlines_rev (rev>?)"]
