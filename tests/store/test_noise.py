"""Lines that a publisher repeats under its articles: learned, bounded, kept or forgotten by a person's word."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from store import noise
from store.doctor import examine
from store.lines import keyed_lines, line_key, noise_spans
from store.models import Tags
from store.noise_list import all_learned_noise, forget, keep, learned_noise, noise_lines
from store.query import EVERYTHING
from store.salvage import salvage

from .make import IRPIN, add_feed, draft, event, figure, store

if TYPE_CHECKING:
    from pathlib import Path

    from store.models import ArticleDraft, FeedState
    from store.reader import Reader
    from store.writer import Writer

FOOTER = "Follow our reporters on the channel of the desk"
PLEA = "Every gift keeps our reporters at the front line"


def dispatch(number: int, *footers: str, lead: str = "") -> ArticleDraft:
    """Give an article with a paragraph of its own."""
    own = lead or f"Shells fell on village number {number} in the night, and the mayor spoke of {number} fires."
    return draft(str(number), f"Night {number}", summary="", body="\n\n".join((own, *footers)))


def learned_texts(path: Path) -> list[str]:
    return [line.text for line in noise_lines(path)]


def test_a_line_is_learned_with_the_fifth_article_that_has_it(writer: Writer, feed: FeedState, path: Path) -> None:
    for number in range(4):
        store(writer, feed, dispatch(number, FOOTER))
    assert learned_texts(path) == []
    store(writer, feed, dispatch(4, FOOTER))
    (line,) = noise_lines(path)
    assert (line.text, line.articles, line.state) == (FOOTER, 5, "learned")


def test_articles_of_one_poll_count_like_those_of_many(writer: Writer, feed: FeedState, path: Path) -> None:
    store(writer, feed, *(dispatch(number, FOOTER, PLEA) for number in range(6)))
    assert learned_texts(path) == [FOOTER, PLEA]
    assert [line.articles for line in noise_lines(path)] == [6, 6]


def test_versions_of_one_article_are_one_article(writer: Writer, feed: FeedState, path: Path) -> None:
    for number in range(12):
        changed = dispatch(1, FOOTER, lead=f"Version {number} of a text that its writers never leave alone for long.")
        store(writer, feed, changed)
    assert noise_lines(path, counted=True) == []


def test_updates_of_a_live_blog_are_one_article(writer: Writer, feed: FeedState, path: Path) -> None:
    for number in range(12):
        store(writer, feed, replace(dispatch(number, FOOTER), parent="Day 12 of the war, live"))
    assert noise_lines(path, counted=True) == []


def test_reprints_of_an_article_make_no_noise_of_it(writer: Writer, feed: FeedState, path: Path) -> None:
    paragraphs = [
        f"Paragraph {number} of a long report from the river that runs again and again." for number in "abcde"
    ]
    for number in range(12):
        store(writer, feed, dispatch(number, *paragraphs, lead=f"Updated text with one new line, number {number}."))
    assert learned_texts(path) == []


def test_an_article_of_one_line_teaches_nothing(writer: Writer, feed: FeedState, path: Path) -> None:
    for number in range(12):
        store(writer, feed, draft(str(number), f"Alarm {number}", summary="Air raid alert in the Kyiv region!"))
    assert noise_lines(path, counted=True) == []


def test_a_sentence_that_tells_something_is_news_however_often_it_is_told(
    writer: Writer, feed: FeedState, path: Path
) -> None:
    denial, figure_, link = (
        "Russian forces denied shelling Irpin.",
        "At least 12 were killed in the strike, the mayor said.",
        "Also on this page: strike on Irpin kills 12",
    )
    tags = Tags((), (), (event(IRPIN, denial), event(IRPIN, link)), (figure(text="At least 12 were killed"),))
    store(writer, feed, *(replace(dispatch(number, denial, figure_, link), tags=tags) for number in range(8)))
    assert learned_texts(path) == [link]


def test_a_line_that_few_articles_have_is_not_learned(writer: Writer, feed: FeedState, path: Path) -> None:
    for number in range(240):
        store(writer, feed, dispatch(number, *([PLEA] if number % 30 == 0 else [])))
    assert learned_texts(path) == []


def test_another_feed_learns_for_itself(writer: Writer, feed: FeedState, path: Path) -> None:
    other = add_feed(writer, "https://other.example/feed", "Other")
    store(writer, feed, *(dispatch(number, FOOTER) for number in range(6)))
    assert learned_noise(path, feed.id) == frozenset({line_key(FOOTER)})
    assert learned_noise(path, other.id) == frozenset()
    assert all_learned_noise(path) == {feed.id: frozenset({line_key(FOOTER)})}


def test_what_a_person_keeps_is_never_learned(writer: Writer, feed: FeedState, path: Path) -> None:
    store(writer, feed, *(dispatch(number, FOOTER) for number in range(6)))
    (line,) = noise_lines(path)
    assert writer.submit(keep(line.id)).result()
    store(writer, feed, *(dispatch(number, FOOTER) for number in range(10, 20)))
    (kept,) = noise_lines(path)
    assert (kept.state, kept.articles) == ("kept", 16)
    assert learned_noise(path, feed.id) == frozenset()


def test_what_is_forgotten_is_learned_from_the_start(writer: Writer, feed: FeedState, path: Path) -> None:
    store(writer, feed, *(dispatch(number, FOOTER) for number in range(6)))
    assert writer.submit(forget(noise_lines(path)[0].id)).result()
    assert noise_lines(path, counted=True) == []
    store(writer, feed, *(dispatch(number, FOOTER) for number in range(10, 14)))
    assert learned_texts(path) == []
    store(writer, feed, dispatch(14, FOOTER))
    assert learned_texts(path) == [FOOTER]


def test_there_is_no_line_of_another_number(writer: Writer, feed: FeedState) -> None:
    assert not writer.submit(keep(feed.id + 100)).result()
    assert not writer.submit(forget(feed.id + 100)).result()


def test_the_tables_stay_small(
    writer: Writer, feed: FeedState, path: Path, monkeypatch: pytest.MonkeyPatch, reader: Reader
) -> None:
    monkeypatch.setattr(noise, "MOST_LINES", 10)
    monkeypatch.setattr(noise, "WINDOW", 64)
    for number in range(40):
        rare = [f"A line that only two articles have, number {(number + turn) // 2}" for turn in (0, 1)]
        store(writer, feed, dispatch(number, FOOTER, *rare))
    lines = noise_lines(path, counted=True)
    assert len(lines) == 10
    assert lines[0].state == "learned"
    window = reader._connection.execute("SELECT LENGTH(lines) FROM noise_windows").fetchone()[0]
    assert window <= 64 * 8


def test_the_reader_is_told_which_lines_are_noise_and_the_text_stays_whole(
    writer: Writer, feed: FeedState, reader: Reader
) -> None:
    store(writer, feed, *(dispatch(number, FOOTER) for number in range(5)))
    article = reader.article(reader.headlines(EVERYTHING)[0].id)
    assert article is not None
    assert [article.text[start:end] for start, end in article.noise] == [FOOTER]


def test_what_is_learned_and_kept_is_saved_from_a_damaged_archive(
    writer: Writer, feed: FeedState, path: Path, tmp_path: Path
) -> None:
    store(writer, feed, *(dispatch(number, FOOTER, PLEA) for number in range(6)))
    writer.submit(keep(noise_lines(path)[0].id)).result()
    before = noise_lines(path)
    writer.close()
    salvage(path, tmp_path / "saved.db", lambda *_: None)
    assert noise_lines(tmp_path / "saved.db") == before
    assert all(not finding.faults for finding in examine(tmp_path / "saved.db", full=True))


@pytest.mark.parametrize(
    "line",
    ["BREAKING NEWS", "What we know about the strike so far:", "#Ukraine #Kharkiv #AirRaidAlert #War", "x" * 2_000, ""],
)
def test_refrains_headings_hashtags_and_essays_are_never_noise(line: str) -> None:
    assert line_key(line) is None


def test_a_text_of_a_million_lines_is_no_article() -> None:
    text = "A line that stands here again and again.\n" * 1_000_000
    assert keyed_lines(text) == {}
    assert noise_spans(text, 0, frozenset({b"12345678"})) == ()


def test_a_line_is_known_in_any_case_and_with_any_blanks() -> None:
    assert line_key("Follow  our\treporters ON the front") == line_key("Follow our reporters on the front")


def test_figures_tell_lines_apart() -> None:
    assert line_key("Losses of the enemy: about 1,200 soldiers") != line_key(
        "Losses of the enemy: about 1,300 soldiers"
    )


def test_a_text_of_nothing_but_learned_lines_is_no_noise() -> None:
    keys = frozenset(key for key in map(line_key, (FOOTER, PLEA)) if key)
    assert noise_spans(f"Title\n\n{FOOTER}\n\n{PLEA}\n* * *", 7, keys) == ()
    text = f"Title\n\nSomething happened.\n\n{FOOTER}"
    assert [text[start:end] for start, end in noise_spans(text, 7, keys)] == [FOOTER]
