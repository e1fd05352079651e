"""Live blogs: every update is an entry, known again whatever its publisher does with it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from feeds import rhythm
from feeds.errors import ParseError
from feeds.identity import identify
from feeds.sources.kinds import kind_of, read
from tests.feeds.pages import BLOG, blog, page, update
from tests.feeds.replay import START, Replay

if TYPE_CHECKING:
    from pathlib import Path

    from feeds.parsed import ParsedFeed


def parsed(*blocks: Any, body: str = "<p>Text.</p>") -> ParsedFeed:
    return read("liveblog", page(*blocks, body=body).encode(), (), BLOG)


def titles(*blocks: Any) -> list[str]:
    return [entry.title.value for entry in parsed(*blocks).entries]


@pytest.fixture
def archive(tmp_path: Path) -> Any:
    with Replay(tmp_path / "archive.db") as replay:
        yield replay


def test_every_update_is_a_dated_entry_with_its_own_address() -> None:
    feed = parsed(blog(update(1, "Shelling in Kharkiv", "Two <b>houses</b> burn.", author={"name": "A. Reporter"})))
    (entry,) = feed.entries
    assert (feed.title, feed.lang, feed.version, feed.complete) == ("War, day 33", "en", "liveblog", True)
    assert (entry.guid, entry.link, entry.author) == (f"{BLOG}#post-1", f"{BLOG}#post-1", "A. Reporter")
    assert entry.published == datetime(2026, 3, 1, 8, 1, tzinfo=UTC)
    assert entry.content is not None
    assert entry.content.html


def test_an_article_with_live_updates_is_a_live_blog_too() -> None:
    assert titles(blog(update(1), **{"@type": ["NewsArticle", "Thing"]})) == ["Update 1"]


def test_live_blogs_are_found_in_graphs_lists_and_several_blocks() -> None:
    assert titles([{"@type": "WebSite"}], {"@graph": [{"@type": "Person"}, blog(update(1))]}) == ["Update 1"]
    assert titles(blog(update(1)), blog(update(2))) == ["Update 1", "Update 2"]


def test_updates_that_a_graph_only_refers_to_are_looked_up() -> None:
    there = update(7, "Bridge destroyed")
    assert titles({"@graph": [blog({"@id": there["@id"]}), there]}) == ["Bridge destroyed"]


def test_of_several_live_blogs_the_one_of_the_page_counts() -> None:
    other = blog(update(8, "Elsewhere"), update(9), url="http://wire.example/live/other")
    assert titles(other, blog(update(1))) == ["Update 1"]


def test_a_single_update_outside_a_list_is_read() -> None:
    assert titles(blog(liveBlogUpdate=update(3))) == ["Update 3"]


@pytest.mark.parametrize(
    "broken",
    [
        lambda text: text.replace("Update 1", "Up\ndate 1"),
        lambda text: f"<!-- {text} -->",
        lambda text: f"//<![CDATA[\n{text}\n//]]>",
    ],
)
def test_what_browsers_forgive_is_sound(broken: Any) -> None:
    feed = parsed(broken(json.dumps(blog(update(1)))))
    assert (len(feed.entries), feed.complete) == (1, True)


@pytest.mark.parametrize(
    "broken",
    [
        lambda text: text.replace("}]", "},]"),
        lambda text: text.replace('"', "&quot;"),
        lambda text: f"{text};",
        lambda text: f"{text}{text}",
        lambda text: text[: text.index("Update 3")],
        lambda text: text.replace('"Update 3"', '"Update "3""'),
    ],
)
def test_whole_updates_are_recovered_from_broken_json_and_none_is_made_up(broken: Any) -> None:
    feed = parsed(broken(json.dumps(blog(update(1), update(2), update(3)))))
    assert [entry.title.value for entry in feed.entries][:2] == ["Update 1", "Update 2"]
    assert {entry.title.value for entry in feed.entries} <= {"Update 1", "Update 2", "Update 3"}
    assert not feed.complete
    assert feed.note == "1 of its JSON-LD blocks can't be read whole"


def test_what_is_no_live_blog_is_said_in_words() -> None:
    with pytest.raises(ParseError, match=r"^a page without a live blog$"):
        parsed({"@type": "NewsArticle"})
    with pytest.raises(ParseError, match="a live blog that can be read: its JSON-LD is broken"):
        parsed('{"@type": "LiveBlogPosting", oops')
    with pytest.raises(ParseError, match=r"^a page that asks for a login without a live blog$"):
        parsed(body='<form><input type="password"></form>')
    with pytest.raises(ParseError, match="a page that asks for a login, without the updates of the live blog"):
        parsed(blog(isAccessibleForFree=False))


def test_a_live_blog_that_has_not_begun_has_no_entries() -> None:
    assert parsed(blog()).entries == ()


def test_nesting_without_end_is_no_trouble() -> None:
    with pytest.raises(ParseError):
        parsed("[" * 100_000)
    deep: Any = blog(update(1))
    for _ in range(200):
        deep = {"x": deep}
    with pytest.raises(ParseError):
        parsed(deep)


def test_a_page_with_a_live_blog_is_found_without_being_told() -> None:
    assert kind_of(page(blog(update(1))).encode(), BLOG) == "liveblog"
    assert kind_of(page().encode(), BLOG) == "feed"


def test_a_front_page_that_shows_a_live_blog_is_none_unless_somebody_says_so() -> None:
    body = page(blog(update(1))).encode()
    with pytest.raises(ParseError, match=f"only shows a live blog, which stands at {BLOG}"):
        read("auto", body, (), "http://wire.example/")
    assert read("auto", body, (), f"{BLOG}/index.html?page=2").entries
    assert read("liveblog", body, (), "http://wire.example/").entries


def test_pinned_and_reordered_updates_make_no_duplicates(archive: Replay) -> None:
    first, second, third = update(1), update(2), update(3)
    for order in ([first], [second, first], [first, third, second], [third, first, second]):
        archive.take(parsed(blog(*order)).entries)
    assert archive.titles == ["Update 1", "Update 2", "Update 3"]
    assert [one.revisions for one in archive.stored] == [1, 1, 1]


def test_an_edited_update_is_a_revision(archive: Replay) -> None:
    archive.take(parsed(blog(update(1, "Ten killed"), update(2))).entries)
    archive.take(parsed(blog(update(1, "Twelve killed"), update(2))).entries)
    assert sorted(archive.titles) == ["Twelve killed", "Update 2"]
    (edited,) = [one for one in archive.stored if one.title == "Twelve killed"]
    assert archive.versions(edited.id) == ["Ten killed", "Twelve killed"]


def test_updates_without_ids_are_known_by_their_time(archive: Replay) -> None:
    bare: dict[str, Any] = {"@id": None, "url": None}
    archive.take(parsed(blog(update(1, "Ten killed", **bare))).entries)
    archive.take(parsed(blog(update(2, **bare), update(1, "Twelve killed", **bare))).entries)
    assert archive.titles == ["Twelve killed", "Update 2"]


def test_updates_without_ids_and_times_are_known_by_their_title(archive: Replay) -> None:
    bare: dict[str, Any] = {"@id": None, "url": None, "datePublished": None}
    archive.take(parsed(blog(update(1, "Fire", "Big.", **bare))).entries)
    archive.take(parsed(blog(update(2, **bare), update(1, "Fire", "Put out.", **bare))).entries)
    archive.take(parsed(blog(update(1, "Fire", "Put out.", **bare), update(2, **bare))).entries)
    assert archive.titles == ["Fire", "Update 2"]
    assert [one.revisions for one in archive.stored] == [2, 1]


def test_updates_of_the_same_minute_without_ids_stay_apart(archive: Replay) -> None:
    bare: dict[str, Any] = {"@id": None, "url": None, "datePublished": "2026-03-01T08:00:00Z"}
    archive.take(parsed(blog(update(1, **bare))).entries)
    archive.take(parsed(blog(update(2, **bare), update(1, **bare))).entries)
    archive.take(parsed(blog(update(2, **bare), update(1, **bare))).entries)
    assert sorted(archive.titles) == ["Update 1", "Update 2"]
    assert [one.revisions for one in archive.stored] == [1, 1]


def test_five_thousand_updates_are_read_and_told_apart() -> None:
    updates = [update(number, url=None, **{"@id": f"u{number}"}) for number in range(5_000)]
    entries = parsed(blog(*updates)).entries
    assert len(identify(entries)) == 5_000


def test_a_blog_is_over_some_hours_after_its_announced_end_and_its_last_update() -> None:
    end = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert parsed(blog(update(1), coverageEndTime="2026-03-01T12:00:00Z")).ended == end
    packed = rhythm.pack(rhythm.Rhythm(ended=int(end.timestamp())))
    assert rhythm.ended_words(packed, end + timedelta(hours=1)) is None
    assert rhythm.ended_words(packed, end + timedelta(hours=4)) == "ended on 2026-03-01; looked at once a day"
    lively = rhythm.Rhythm(ended=int(START.timestamp()), newest=int((START + timedelta(hours=9)).timestamp()))
    assert not lively.is_over(START + timedelta(hours=10))


def test_a_page_cut_within_its_live_blog_gives_the_updates_before_the_cut() -> None:
    body = page(blog(update(1), update(2), update(3)))
    feed = read("liveblog", body[: body.index("Update 3")].encode(), (), BLOG)
    assert [entry.title.value for entry in feed.entries] == ["Update 1", "Update 2"]
    assert not feed.complete


MICRODATA = """
<article itemscope itemtype="https://schema.org/LiveBlogPosting">
  <h1 itemprop="headline">War, <em>day</em> 33</h1><meta itemprop="coverageEndTime" content="2026-03-01T20:00:00Z">
  <div itemprop="liveBlogUpdate" itemscope itemtype="https://schema.org/BlogPosting" id="post-1">
    <h2 itemprop="headline">Bridge hit</h2><time itemprop="datePublished" datetime="2026-03-01T08:01:00Z">08:01</time>
    <p itemprop="author" itemscope itemtype="https://schema.org/Person">By <b itemprop="name">A. Reporter</b></p>
    <div itemprop="articleBody"><p>Two houses burn.</p></div>
  </div>
  <div itemprop="liveBlogUpdate" itemscope itemtype="https://schema.org/BlogPosting">
    <h2 itemprop="headline">Trains stop</h2><a itemprop="url" href="/live/war-day-33#post-2">Link</a>
    <meta itemprop="datePublished" content="2026-03-01T09:00:00Z">
  </div>
</article>"""
RDFA = """
<article vocab="https://schema.org/" typeof="LiveBlogPosting" resource="/live/war-day-33">
  <h1 property="schema:headline">War, day 33</h1>
  <div property="liveBlogUpdate" typeof="BlogPosting" resource="#post-1"><h2 property="headline">Bridge hit</h2>
    <time property="datePublished" datetime="2026-03-01T08:01:00Z">08:01</time>
    <div property="articleBody"><p>Two houses burn.</p></div></div>
</article>"""


def test_a_live_blog_in_microdata_is_read_like_one_in_json_ld() -> None:
    feed = parsed(body=MICRODATA)
    first, second = feed.entries
    assert (first.title.value, first.author, first.link) == ("Bridge hit", "A. Reporter", f"{BLOG}#post-1")
    assert first.published == datetime(2026, 3, 1, 8, 1, tzinfo=UTC)
    assert first.content is not None
    assert first.content.html
    assert "Two houses burn." in first.content.value
    assert (second.title.value, second.link) == ("Trains stop", f"{BLOG}#post-2")
    assert (feed.ended, feed.title) == (datetime(2026, 3, 1, 20, tzinfo=UTC), "War, day 33")


def test_a_live_blog_in_rdfa_is_read_too() -> None:
    feed = parsed(body=RDFA)
    (entry,) = feed.entries
    assert (entry.title.value, entry.link, feed.title) == ("Bridge hit", f"{BLOG}#post-1", "War, day 33")


@pytest.mark.parametrize("body", [MICRODATA, RDFA])
def test_a_live_blog_in_the_elements_is_found_and_known_again(body: str, archive: Replay) -> None:
    data = page(body=body).encode()
    assert kind_of(data, BLOG) == "liveblog"
    first = archive.take(read("auto", data, (), BLOG).entries)
    again = archive.take(read("auto", data, (), BLOG).entries)
    assert (first.new, again.new, again.revised) == (len(archive.stored), 0, 0)


def test_what_json_ld_says_counts_before_the_elements() -> None:
    assert [entry.title.value for entry in parsed(blog(update(1)), body=MICRODATA).entries] == ["Update 1"]


def test_hostile_markup_ends() -> None:
    deep = "<div itemscope itemprop=a>" * 3_000
    with pytest.raises(ParseError):
        parsed(body=f"{deep}<b itemprop=liveBlogPosting></b>")
    wide = '<div itemscope itemtype="LiveBlogPosting">' + "<p itemprop=liveBlogUpdate itemscope>x</p>" * 20_000
    assert parsed(body=wide).entries == ()


def test_every_update_names_its_live_blog(archive: Replay) -> None:
    archive.take(parsed(blog(update(1), update(2))).entries)
    assert [one.parent for one in archive.reader.articles([1, 2])] == ["War, day 33", "War, day 33"]


def test_an_update_of_a_blog_without_a_headline_names_none(archive: Replay) -> None:
    archive.take(parsed(blog(update(1), headline=None)).entries)
    assert [one.parent for one in archive.reader.articles([1])] == [None]
