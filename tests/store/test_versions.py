"""Superseded versions: kept with what was found in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from store import documents
from store.compression import compress
from store.models import Tags

from .make import IRPIN, KYIV, actor, draft, event, figure, place, store

if TYPE_CHECKING:
    from store.models import FeedState
    from store.reader import Reader
    from store.writer import Writer

FIRST = Tags((place(IRPIN),), (actor(),), (event(IRPIN),), (figure(value=100.0),))
SECOND = Tags((place(KYIV),), (), (), (figure(value=112.0),))


def test_each_version_keeps_the_tags_it_had(writer: Writer, feed: FeedState, reader: Reader) -> None:
    store(writer, feed, draft("1", summary="100 were killed.", tags=FIRST))
    store(writer, feed, draft("1", summary="112 were killed.", tags=SECOND))
    assert [version.tags for version in reader.revisions(1)] == [FIRST, SECOND]


def test_a_version_of_an_older_archive_has_no_tags(writer: Writer, feed: FeedState, reader: Reader) -> None:
    store(writer, feed, draft("1", summary="100 were killed.", tags=FIRST))
    store(writer, feed, draft("1", summary="112 were killed.", tags=SECOND))
    old = compress(json.dumps(["Title", "100 were killed.", None]).encode())
    writer.submit(lambda connection: connection.execute("UPDATE revisions SET data = ?", (old,)).rowcount).result()
    assert [version.tags for version in reader.revisions(1)] == [None, SECOND]


def test_a_version_comes_back_as_it_was_stored() -> None:
    for tags in (None, Tags(), FIRST):
        data = documents.encode_version("Title", "Summary", "Body", tags)
        assert documents.decode_version(data) == ("Title", "Summary", "Body", tags)
