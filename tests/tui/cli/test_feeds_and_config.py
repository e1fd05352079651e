"""``feeds`` and ``config``: the list of feeds and the file that holds it."""

from __future__ import annotations

import json
import stat
import tomllib
from typing import TYPE_CHECKING

import pytest

from tests.tui.cli.conftest import FEED
from tui.config import load, user_config_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tui.cli.conftest import Outcome

    Run = Callable[..., Outcome]

MINE = """\
# my file
[polling]  # be gentle
per_host = 1   # one at a time

[[feeds]]
# the wire
url = "https://wire.example/rss"
name = "Wire"

[[feeds]]
url = "https://other.example/rss"  # other
name = "Other"
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(MINE, encoding="utf-8")
    path.chmod(0o600)
    return path


def test_list_shows_the_configured_feeds_with_what_the_archive_knows(dateline: Run, mine: Path, archive: Path) -> None:
    found = dateline("feeds", "list", "--json", "--config", str(mine), "--archive", str(archive))
    wire, other = map(json.loads, found.lines)
    assert (wire["url"], wire["state"], wire["articles"], wire["etag"]) == (FEED, "ok", 3, '"abc"')
    assert (other["url"], other["last_poll"], other["articles"]) == ("https://other.example/rss", None, 0)
    assert list(wire) == list(other)
    text = dateline("feeds", "list", "--config", str(mine), "--archive", str(archive)).out
    assert "Wire" in text
    assert "Other" in text


def test_list_needs_no_archive(dateline: Run) -> None:
    found = dateline("feeds", "list", "--json")
    assert found.code == 0
    assert len(found.lines) == len(load().feeds)


def test_add_keeps_comments_order_and_permissions(dateline: Run, mine: Path) -> None:
    options = ("--name", "New", "--country", "ua", "--affiliation", "state", "--interval", "5m")
    found = dateline("feeds", "add", "https://new.example/rss", *options, "--as-is", "--config", str(mine))
    assert (found.code, found.err) == (0, f"Added to {mine}.\n")
    added = (
        '\n[[feeds]]\nurl = "https://new.example/rss"\nname = "New"\n'
        'country = "UA"\naffiliation = "state"\ninterval = "5m"\n'
    )
    assert mine.read_text(encoding="utf-8") == MINE + added
    assert stat.S_IMODE(mine.stat().st_mode) == 0o600
    assert load(mine).feeds[-1].interval_s == 300


def test_add_to_a_config_without_feeds_keeps_the_default_ones(dateline: Run) -> None:
    defaults = load().feeds
    found = dateline("feeds", "add", "https://new.example/rss", "--as-is")
    assert "default feeds were copied" in found.err
    assert [feed.url for feed in load().feeds] == [*(feed.url for feed in defaults), "https://new.example/rss"]
    assert dateline("feeds", "add", "https://newer.example/rss", "--as-is").err == f"Added to {user_config_file()}.\n"
    assert len(load().feeds) == len(defaults) + 2


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("https://wire.example/rss",), "already there"),
        (("ftp://wire.example/rss",), "URL: "),
        (("https://x.example", "--country", "UK"), "--country: "),
        (("https://x.example", "--kind", "rss"), "--kind: "),
        (("https://x.example", "--interval", "often"), "--interval: "),
    ],
)
def test_what_cannot_be_added_leaves_the_file_alone(
    dateline: Run, mine: Path, words: tuple[str, ...], complaint: str
) -> None:
    found = dateline("feeds", "add", *words, "--config", str(mine))
    assert found.code == 2
    assert complaint in found.err
    assert mine.read_text(encoding="utf-8") == MINE


def test_a_broken_config_is_told_and_not_touched(dateline: Run, mine: Path) -> None:
    mine.write_text(MINE + "[nonsense]\n", encoding="utf-8")
    found = dateline("feeds", "add", "https://new.example/rss", "--config", str(mine))
    assert (found.code, found.err.split(": ")[1:3]) == (2, [f"{mine}:13", "nonsense"])
    assert mine.read_text(encoding="utf-8") == MINE + "[nonsense]\n"


@pytest.mark.parametrize("name", ["Wire", "https://wire.example/rss"])
def test_remove_takes_a_feed_off_by_url_or_name(dateline: Run, mine: Path, name: str) -> None:
    assert dateline("feeds", "remove", name, "--config", str(mine)).code == 0
    text = mine.read_text(encoding="utf-8")
    assert [feed["name"] for feed in tomllib.loads(text)["feeds"]] == ["Other"]
    assert "# one at a time" in text
    assert "# other" in text


def test_removing_the_last_feed_does_not_bring_the_default_ones_back(dateline: Run, mine: Path) -> None:
    for name in ("Wire", "Other"):
        assert dateline("feeds", "remove", name, "--config", str(mine)).code == 0
    assert load(mine).feeds == ()
    assert dateline("feeds", "add", FEED, "--as-is", "--config", str(mine)).code == 0
    assert [feed.url for feed in load(mine).feeds] == [FEED]


def test_removing_what_is_not_there_is_an_unusable_argument(dateline: Run, mine: Path) -> None:
    found = dateline("feeds", "remove", "Nobody", "--config", str(mine))
    assert (found.code, found.err) == (2, "dateline: Nobody: no feed has that URL or name\n")


OPML = b"""<?xml version="1.0"?><opml version="2.0"><body><outline text="Folder">
<outline type="rss" text="Wire again" xmlUrl="https://wire.example/rss"/>
<outline type="rss" text="Fresh &amp; new" xmlUrl="https://fresh.example/rss"/></outline></body></opml>"""


def test_import_adds_what_is_not_there_yet(dateline: Run, mine: Path, tmp_path: Path) -> None:
    found = dateline("feeds", "import", "-", "--config", str(mine), stdin=OPML)
    assert (found.code, found.err) == (0, f"1 feed added to {mine}, 1 were there already.\n")
    assert [feed.name for feed in load(mine).feeds] == ["Wire", "Other", "Fresh & new"]
    assert mine.read_text(encoding="utf-8").startswith(MINE)
    broken = tmp_path / "broken.opml"
    broken.write_bytes(OPML[:-20])
    assert dateline("feeds", "import", str(broken), "--config", str(mine)).code == 2
    assert dateline("feeds", "import", str(tmp_path / "none.opml"), "--config", str(mine)).code == 2


def test_what_is_exported_can_be_imported(dateline: Run, mine: Path, tmp_path: Path) -> None:
    opml = tmp_path / "feeds.opml"
    opml.write_text(dateline("feeds", "export", "--config", str(mine)).out, encoding="utf-8")
    empty = tmp_path / "empty.toml"
    empty.write_text("feeds = []\n")
    assert dateline("feeds", "import", str(opml), "--config", str(empty)).code == 0
    assert [(feed.url, feed.name) for feed in load(empty).feeds] == [(feed.url, feed.name) for feed in load(mine).feeds]


def test_config_path_names_the_file(dateline: Run, mine: Path) -> None:
    assert dateline("config", "path", "--config", str(mine)).out == f"{mine}\n"
    found = dateline("config", "path")
    assert found.out == f"{user_config_file()}\n"
    assert "no such file yet" in found.err


def test_config_check_says_what_is_wrong(dateline: Run, mine: Path) -> None:
    good = dateline("config", "check", "--config", str(mine))
    assert (good.code, good.err) == (0, f"{mine}: nothing is wrong. 2 feeds, 0 watches.\n")
    mine.write_text('[polling]\nper_hsot = 1\n[desk]\ntheme = ""\n', encoding="utf-8")
    bad = dateline("config", "check", "--config", str(mine))
    assert bad.code == 2
    assert bad.err.splitlines() == [
        f'dateline: {mine}:2: polling.per_hsot: unknown key; did you mean "per_host"?',
        f"{mine}:4: desk.theme: must not be empty",
    ]


def test_config_show_prints_a_config_that_says_the_same(dateline: Run, mine: Path, tmp_path: Path) -> None:
    shown = tmp_path / "shown.toml"
    shown.write_text(dateline("config", "show", "--config", str(mine)).out, encoding="utf-8")
    assert load(shown).polling == load(mine).polling
    assert load(shown).feeds == load(mine).feeds
