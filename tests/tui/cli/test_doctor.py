"""``doctor``: what is well, what is not, and the exit code that says so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from store.jobs import commit_poll, sync_feeds
from store.models import FeedSettings
from store.writer import Writer
from tests.store.make import NOON, outcome
from tests.tui.cli.conftest import commit, draft

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tui.cli.conftest import Outcome

    Run = Callable[..., Outcome]


def checks(found: Outcome) -> dict[str, tuple[bool, str]]:
    return {one["check"]: (one["ok"], one["words"]) for one in json.loads(found.out)["checks"]}


def test_where_everything_is_well_it_exits_with_0(dateline: Run, tmp_path: Path) -> None:
    path = tmp_path / "war.db"
    commit(path, draft("a", "Rail line cut", ""))
    # The second feed of `commit` was never polled, which is no trouble.
    found = dateline("doctor", "--json", "--archive", str(path))
    assert found.code == 0
    assert json.loads(found.out)["ok"] is True
    assert list(checks(found)) == ["config", "gazetteer", "archive", "disk", "feeds", "terminal"]
    assert dateline("doctor", "--archive", str(path)).lines[0].startswith("ok  config: ")


def test_before_the_first_poll_nothing_is_wrong(dateline: Run, tmp_path: Path) -> None:
    path = tmp_path / "new" / "war.db"
    found = dateline("doctor", "--json", "--archive", str(path))
    assert found.code == 0
    assert "not there yet" in checks(found)["archive"][1]
    assert not path.parent.exists()


def test_a_feed_in_trouble_is_a_finding(dateline: Run, archive: Path) -> None:
    found = dateline("doctor", "--json", "--archive", str(archive))
    assert found.code == 1
    assert checks(found)["feeds"] == (False, "1 of 2 in trouble: Broken (HTTP 404 Not Found)")


def test_of_many_feeds_in_trouble_only_the_first_are_named(dateline: Run, tmp_path: Path) -> None:
    path = tmp_path / "war.db"
    wanted = [FeedSettings(f"https://h{number}.example/", f"Wire {number}") for number in range(35)]
    with Writer(path) as writer:
        for state in writer.submit(sync_feeds(wanted, NOON)).result():
            down = outcome(state.id, state="failing", failures=1, error="no connection", http_status=None, ok=False)
            writer.submit(commit_poll(down)).result()
    words = checks(dateline("doctor", "--json", "--archive", str(path)))["feeds"][1]
    assert words == (
        "35 of 35 in trouble: Wire 0 (no connection), Wire 1 (no connection), Wire 2 (no connection), and 32 more: "
        "see `dateline status`"
    )


def test_a_broken_config_is_a_finding(dateline: Run, tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text("[nonsense]\n")
    found = dateline("doctor", "--json", "--config", str(config))
    assert found.code == 1
    assert checks(found)["config"][0] is False
    assert f"{config}:1: nonsense" in checks(found)["config"][1]


def test_a_damaged_archive_is_a_finding(dateline: Run, archive: Path) -> None:
    pages = bytearray(archive.read_bytes())
    pages[8192:] = b"\x5a" * (len(pages) - 8192)
    archive.write_bytes(pages)
    found = dateline("doctor", "--json", "--archive", str(archive))
    assert found.code == 1
    assert checks(found)["archive"][0] is False
