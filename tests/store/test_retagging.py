"""New tags for stored articles: everything that was made of the old ones follows, and a run can be cut short."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from store import doctor
from store.changes import ChangeWatcher
from store.models import Tags
from store.query import EVERYTHING, parse
from store.retagging import Retagging, StoredText, TextReader, begin, finish, retag

from .make import IRPIN, KYIV, MAYOR, NAMES, NOON, actor, draft, event, figure, place, store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.models import FeedState
    from store.reader import Reader
    from store.writer import Writer

OLD = Tags((place(IRPIN),), (actor(),), (event(IRPIN),), (figure(),))
NEW = Tags((place(KYIV),), (), (event(KYIV, type="strike"), event(KYIV, "Twice.")), ())


@pytest.fixture(autouse=True)
def _articles(writer: Writer, feed: FeedState) -> None:
    store(writer, feed, *(draft(str(number), title=f"Irpin {number}", body="Words.", tags=OLD) for number in range(3)))


@pytest.fixture
def texts(path: Path) -> Iterator[TextReader]:
    with TextReader(path) as reader:
        yield reader


def _give(writer: Writer, stored: list[StoredText], tags: Tags) -> int:
    return writer.submit(retag([(one, tags) for one in stored], NAMES, stored[-1].article)).result()


def test_texts_come_in_order_with_all_that_the_tagger_needs(texts: TextReader) -> None:
    first = texts.after(0, 2)
    assert [one.article for one in first] == [1, 2]
    assert first[0] == StoredText(1, "Irpin 0", "Irpin 0\n\nWords.", NOON - timedelta(minutes=10), "en", None, 1)
    assert [one.article for one in texts.after(2, 9)] == [3]
    assert texts.after(3, 9) == []


def test_new_tags_replace_the_old_ones_everywhere(
    writer: Writer, reader: Reader, texts: TextReader, path: Path
) -> None:
    assert _give(writer, texts.after(0, 9), NEW) == 3
    article = reader.article(2)
    assert article is not None
    assert article.tags == NEW
    headline = reader.headlines_by_id([2])[0]
    assert (headline.dateline, headline.event, headline.revisions) == ("Kyiv", "strike", 1)
    for gone in ("city:Irpin", "actor:Markushyn", "has:figures", "event:control -event:strike"):
        assert reader.count(parse(gone)).value == 0, gone
    for there in ("city:Kyiv", "event:strike", "irpin", "words"):
        assert reader.count(parse(there)).value == 3, there
    assert {line.place for line in reader.ticker()} == {"Kyiv"}
    assert [(city.place, city.events) for city in reader.cities(now=NOON, window=timedelta(days=1))] == [("Kyiv", 6)]
    status = reader.status()
    assert (status.articles, status.events, status.figures, status.revisions) == (3, 6, 0, 0)
    assert all(not finding.faults for finding in doctor.examine(path, full=True))


def test_whoever_watches_sees_what_changed(writer: Writer, reader: Reader, texts: TextReader) -> None:
    watcher = ChangeWatcher(reader)
    _give(writer, texts.after(0, 2), NEW)
    changed = watcher.poll()
    assert changed is not None
    # The third was of one story with them; they tell of another city now.
    assert (changed.inserted, sorted(changed.changed_ids)) == (0, [1, 2, 3])


def test_the_same_tags_again_change_nothing(writer: Writer, reader: Reader, texts: TextReader) -> None:
    before = reader.rev()
    assert _give(writer, texts.after(0, 9), OLD) == 0
    assert reader.rev() == before


def test_an_article_that_changed_meanwhile_keeps_its_tags(
    writer: Writer, reader: Reader, texts: TextReader, feed: FeedState
) -> None:
    stored = texts.after(0, 9)
    store(writer, feed, draft("1", title="Kyiv is calm", body="Other words.", tags=Tags((place(KYIV),))))
    assert _give(writer, [*stored, replace(stored[0], article=99)], Tags()) == 2
    article = reader.article(2)
    assert article is not None
    assert article.tags == Tags((place(KYIV),))


def test_a_revised_article_is_still_one(writer: Writer, reader: Reader, texts: TextReader, feed: FeedState) -> None:
    store(writer, feed, draft("1", title="Kyiv is calm", body="Other words.", tags=OLD))
    _give(writer, texts.after(0, 9), NEW)
    assert [headline.id for headline in reader.headlines(parse("is:revised"))] == [2]
    assert reader.count(EVERYTHING).value == 3


def test_a_name_that_the_gazetteer_gained_is_found(writer: Writer, reader: Reader, texts: TextReader) -> None:
    renamed = replace(MAYOR, aliases=("The Mayor",))
    stored = texts.after(0, 9)
    writer.submit(retag([(one, OLD) for one in stored], (*NAMES[:-1], renamed), 3)).result()
    assert reader.count(parse('actor:"the mayor"')).value == 3


def test_a_run_goes_on_where_it_was_cut_short(writer: Writer, texts: TextReader) -> None:
    assert writer.submit(begin("one")).result() == Retagging(0, 3)
    _give(writer, texts.after(0, 2), NEW)
    assert writer.submit(begin("one")).result() == Retagging(2, 1)
    assert writer.submit(begin("another tagger")).result() == Retagging(0, 3)
    writer.submit(finish()).result()
    assert writer.submit(begin("another tagger")).result() == Retagging(0, 3)


def test_versions_are_tagged_again_with_their_article(
    writer: Writer, feed: FeedState, reader: Reader, texts: TextReader
) -> None:
    store(writer, feed, draft("1", title="Irpin once more", body="Other words.", tags=OLD))
    stored = texts.after(1, 1)
    assert [(one.article, one.version, one.title) for one in stored] == [(2, 0, "Irpin once more"), (2, 1, "Irpin 1")]
    assert _give(writer, stored, NEW) == 1
    assert [version.tags for version in reader.revisions(2)] == [NEW, NEW]
    assert [version.title for version in reader.revisions(2)] == ["Irpin 1", "Irpin once more"]
