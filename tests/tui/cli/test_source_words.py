"""What the commands say of sources that are no feeds, and of articles whose page gave no text."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from store.jobs import commit_poll
from store.pages import WantedPages, settle
from store.writer import Writer
from tests.feeds.documents import item, rss
from tests.feeds.loopback import Loopback
from tests.feeds.pages import blog, page, update
from tests.store.make import NOON, add_feed, draft, outcome, store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tui.cli.conftest import Outcome

    Run = Callable[..., Outcome]


def test_a_live_blog_that_has_ended_is_said_to_have(dateline: Run, tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Writer(path) as writer:
        feed = add_feed(writer, name="War, day 33", kind="liveblog")
        ended = int(datetime(2022, 3, 28, tzinfo=UTC).timestamp())
        done = replace(outcome(feed.id), rhythm=f'{{"ended":{ended}}}')
        writer.submit(commit_poll(done)).result()
    assert "ended on 2022-03-28; looked at once a day" in dateline("status", "--archive", str(path)).out


def test_why_an_article_has_not_the_text_of_its_page_stands_with_it(dateline: Run, tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Writer(path) as writer:
        store(writer, add_feed(writer), draft("1", wants_page=True))
        with WantedPages(path) as wanted:
            writer.submit(settle(wanted.due(NOON, 1)[0], "the page asks for a login")).result()
    shown = dateline("show", "1", "--archive", str(path)).out
    assert "The text of its page is not here: the page asks for a login" in shown


def test_adding_a_source_writes_its_kind_down_and_offers_live_blogs(dateline: Run, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("feeds = []\n[polling]\nallow_private_networks = true\n", encoding="utf-8")
    with Loopback() as site:
        live = site.serve("/europe/live-news/day-33", page(blog(update(1))), "text/html")
        feed = site.serve("/feed", rss(item("1", link=live)))
        found = dateline("feeds", "add", feed, "--config", str(config))
        assert f"link to what look like live blogs; `dateline feeds add` follows one:\n  {live}" in found.err
        assert dateline("feeds", "add", live, "--config", str(config)).code == 0
        checked = dateline("feeds", "check", feed, "--config", str(config))
        assert f"links to a live blog: {live}" in checked.out
    added = tomllib.loads(config.read_text(encoding="utf-8"))["feeds"]
    assert [(one["url"], one.get("kind")) for one in added] == [(feed, None), (live, "liveblog")]
