"""``feeds add`` with a look at the site, ``feeds pause|resume|poll|reparse``, and figures for Prometheus."""

from __future__ import annotations

import json
import socket
import tomllib
import urllib.request
from typing import TYPE_CHECKING

import pytest

from store.control import WishWatcher
from store.lease import Lease
from tests.feeds.documents import numbered
from tests.feeds.loopback import Answer, Loopback
from tests.tui.cli.conftest import BROKEN, FEED, spawn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.tui.cli.conftest import Outcome

    Run = Callable[..., Outcome]


@pytest.fixture
def site() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


@pytest.fixture
def config(tmp_path: Path, site: Loopback) -> Path:
    path = tmp_path / "c.toml"
    path.write_text(f'feeds = []\n[polling]\nallow_private_networks = ["127.0.0.1:{site.port}"]\n', encoding="utf-8")
    return path


def urls(config: Path) -> list[str]:
    return [feed["url"] for feed in tomllib.loads(config.read_text(encoding="utf-8")).get("feeds", [])]


def test_add_finds_the_feed_that_a_page_names(dateline: Run, site: Loopback, config: Path) -> None:
    wire = site.serve("/wire.xml", numbered(2))
    other = site.serve("/comments/feed", numbered(1))
    kind = 'rel="alternate" type="application/rss+xml"'
    page = site.serve(
        "/", f'<html><link {kind} href="/comments/feed"><link {kind} href="/wire.xml"></html>', "text/html"
    )
    done = dateline("feeds", "add", page, "--name", "Mine", "--config", str(config))
    assert done.code == 0
    assert f"{wire}: Test Wire, 2 entries." in done.err
    assert f"  {other}  Test Wire" in done.err
    assert urls(config) == [wire]
    again = dateline("feeds", "add", page, "--config", str(config))
    assert (again.code, "already there" in again.err, urls(config)) == (2, True, [wire])


def test_add_refuses_a_page_without_feeds_unless_it_is_to_be_added_as_it_is(
    dateline: Run, site: Loopback, config: Path
) -> None:
    page = site.serve("/", "<html>nothing</html>", "text/html")
    refused = dateline("feeds", "add", page, "--config", str(config))
    assert (refused.code, urls(config)) == (2, [])
    assert "no feed" in refused.err
    assert dateline("feeds", "add", page, "--as-is", "--config", str(config)).code == 0
    assert urls(config) == [page]


def test_add_takes_a_url_as_it_is_where_nobody_can_be_asked(dateline: Run, site: Loopback, config: Path) -> None:
    url = site.route("/feed", lambda _: Answer(status=503))
    done = dateline("feeds", "add", url, "--config", str(config))
    assert (done.code, urls(config)) == (0, [url])
    assert "can't be looked at: HTTP 503 Service Unavailable" in done.err


def state(dateline: Run, archive: Path, url: str) -> str:
    feeds = json.loads(dateline("status", "--json", "--archive", str(archive)).out)["feeds"]
    return str(next(feed["state"] for feed in feeds if feed["url"] == url))


def test_pause_and_resume_by_name_or_url(dateline: Run, archive: Path) -> None:
    assert dateline("feeds", "pause", "Broken", "--archive", str(archive)).err == "Broken: paused.\n"
    assert state(dateline, archive, BROKEN) == "paused"
    assert dateline("feeds", "pause", BROKEN, "--archive", str(archive)).err == "Broken: was paused already.\n"
    assert dateline("feeds", "resume", BROKEN, "--archive", str(archive)).err == "Broken: goes on.\n"
    assert state(dateline, archive, BROKEN) == "failing"


def test_poll_leaves_a_wish_for_the_archiver(dateline: Run, archive: Path) -> None:
    assert "no archiver is running" in dateline("feeds", "poll", FEED, "--archive", str(archive)).err
    with Lease(archive):
        assert dateline("feeds", "poll", FEED, "--archive", str(archive)).err.startswith("Wire: being polled")
    with WishWatcher(archive) as watcher:
        wishes = watcher.poll()
    assert wishes is not None
    assert len(wishes.asked) == 1


@pytest.mark.parametrize("what", ["pause", "resume", "poll"])
def test_a_feed_that_is_not_there_or_an_archive_that_is_not_is_told(
    dateline: Run, archive: Path, tmp_path: Path, what: str
) -> None:
    assert dateline("feeds", what, "Nobody", "--archive", str(archive)).code == 2
    assert dateline("feeds", what, FEED, "--archive", str(tmp_path / "none.db")).code == 3
    assert not (tmp_path / "none.db").exists()


def test_reparse_reads_kept_bodies_and_refuses_beside_an_archiver(
    dateline: Run, site: Loopback, config: Path, tmp_path: Path
) -> None:
    path = tmp_path / "war.db"
    options = ("--config", str(config), "--archive", str(path))
    url = site.serve("/feed", numbered(2))
    assert dateline("feeds", "add", url, "--config", str(config)).code == 0
    assert dateline("archive", "--once", *options).code == 0
    done = dateline("feeds", "reparse", *options)
    assert (done.code, done.err.splitlines()) == (
        0,
        ["Test Wire: 1 body; 0 new, 0 revised", "1 feed read again; 0 new articles, 0 revised"],
    )
    assert dateline("feeds", "reparse", "https://nobody.example/", *options).code == 2
    with Lease(path):
        assert dateline("feeds", "reparse", *options).code == 3


def test_figures_are_served_while_it_runs(site: Loopback, config: Path, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ("archive", "--metrics", f"127.0.0.1:{port}", "--config", str(config), "--archive", str(tmp_path / "a.db"))
    with spawn(*words) as process:
        assert process.stderr is not None
        assert f"http://127.0.0.1:{port}/metrics" in process.stderr.readline()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            assert b"dateline_polls_total" in answer.read()
        process.terminate()
        process.communicate(timeout=60)
    assert process.returncode == 0


def test_an_address_for_figures_that_can_not_be_had_is_an_unusable_argument(
    dateline: Run, config: Path, tmp_path: Path
) -> None:
    options = ("--once", "--config", str(config), "--archive", str(tmp_path / "a.db"))
    assert dateline("archive", "--metrics", "0.0.0.0:9464", *options).code == 2
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        found = dateline("archive", "--metrics", f"127.0.0.1:{taken.getsockname()[1]}", *options)
    assert (found.code, "can't be had" in found.err) == (2, True)
    assert not (tmp_path / "a.db").exists()
