"""The whole day through the real pollers: every dispatch once, every edit a revision."""

from __future__ import annotations

from contextlib import redirect_stderr
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

import pytest

from feeds.demo.loader import load_day
from store.query import parse
from store.reader import Reader
from tui.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = load_day()
pytestmark = [
    pytest.mark.timeout(300),  # two dozen rounds of real polling, once for the whole module
    pytest.mark.usefixtures("shared_workers"),
]
EDITS = sum(len(dispatch.versions) - 1 for dispatch in DAY.dispatches)


class Replayed(NamedTuple):
    archive: Path
    words: str


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home folder of our own, so that no configuration of the developer's leaks in."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CONFIG", "DATA", "STATE"):
            patch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
        patch.delenv("DATELINE_CONFIG", raising=False)
        patch.delenv("DATELINE_ARCHIVE", raising=False)
        yield home


@pytest.fixture(scope="module")
def replayed(home: Path, shared_workers: None) -> Replayed:
    path, words = home / "demo.db", StringIO()
    with redirect_stderr(words):
        code = main(["demo", "--archive-only", str(path)])
    assert code == 0, words.getvalue()
    return Replayed(path, words.getvalue())


@pytest.fixture
def reader(replayed: Replayed) -> Iterator[Reader]:
    with Reader(replayed.archive) as reader:
        yield reader


def test_every_dispatch_is_archived_once(reader: Reader) -> None:
    status = reader.status()
    assert status.articles == len(DAY.dispatches)
    assert len(status.feeds) == len(DAY.outlets)
    assert {feed.name: feed.articles for feed in status.feeds} == {
        outlet.name: sum(dispatch.outlet == outlet.id for dispatch in DAY.dispatches) for outlet in DAY.outlets
    }


def test_every_edit_becomes_a_revision_and_nothing_else_does(reader: Reader) -> None:
    versions = {headline.title: headline.revisions for headline in reader.headlines(parse(""), limit=500)}
    assert sum(versions.values()) == len(DAY.dispatches) + EDITS or len(versions) < len(DAY.dispatches)
    edited = [dispatch for dispatch in DAY.dispatches if len(dispatch.versions) > 1]
    assert reader.count(parse("is:revised")).value == len(edited)
    for dispatch in edited:
        found = reader.headlines(parse(f'title:"{dispatch.versions[-1].title}"'), limit=10)
        assert max(headline.revisions for headline in found) == len(dispatch.versions)


def test_a_revised_article_keeps_every_version_in_order(reader: Reader) -> None:
    (headline,) = reader.headlines(parse('title:"Klitschko: more than 100 people killed"'), limit=5)
    titles = [revision.title for revision in reader.revisions(headline.id)]
    assert titles == [
        "Klitschko: 100 people killed in the capital",
        "Klitschko: more than 100 people killed in the capital",
    ]


def test_articles_keep_the_date_language_and_author_of_the_dispatch(reader: Reader) -> None:
    by_title = {(d.versions[-1].title, d.published): d for d in DAY.dispatches}
    ids = [headline.id for headline in reader.headlines(parse(""), limit=500)]
    articles = reader.articles(ids)
    assert {(article.title, article.published) for article in articles} == set(by_title)
    for article in articles:
        dispatch = by_title[article.title, article.published]
        assert article.lang == dispatch.lang
        assert dispatch.author is None or article.author == dispatch.author
        assert article.published_source == "feed"


def test_the_text_of_a_long_dispatch_is_archived_whole(reader: Reader) -> None:
    dispatch = next(d for d in DAY.dispatches if d.id == "kyiv-trostianets")
    (headline,) = reader.headlines(parse('title:"Trostianets after the battle"'), limit=5)
    article = reader.article(headline.id)
    assert article is not None
    assert (article.body or article.summary) == "\n\n".join(dispatch.versions[-1].paragraphs)


def test_nothing_fails_and_the_command_sums_it_up(replayed: Replayed) -> None:
    assert f"{len(DAY.dispatches)} new, {EDITS} revised, 0 of " in replayed.words.splitlines()[-1]


def test_a_file_that_is_there_already_is_refused_and_left_alone(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = home / "precious.db"
    path.write_bytes(b"mine")
    assert main(["demo", "--archive-only", str(path)]) == 2
    assert "already there" in capsys.readouterr().err
    assert path.read_bytes() == b"mine"
