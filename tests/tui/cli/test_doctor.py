"""``doctor``: what is well, what is not, and the exit code that says so."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from store.jobs import commit_poll, sync_feeds
from store.lease import Lease
from store.models import FeedSettings
from store.writer import Writer
from tests.feeds.proxies import SocksProxy
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
    assert list(checks(found)) == [
        *("config", "gazetteer", "archive", "references", "counters", "index", "texts"),
        *("permissions", "log", "disk", "feeds", "terminal"),
    ]
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


def test_feeds_that_were_never_asked_are_not_called_well(dateline: Run, tmp_path: Path) -> None:
    path = tmp_path / "war.db"
    with Writer(path) as writer:
        writer.submit(sync_feeds((FeedSettings(url="https://wire.example/rss"),), NOON)).result()
    assert checks(dateline("doctor", "--json", "--archive", str(path)))["feeds"] == (True, "1 not asked yet")
    commit(path, draft("a", "Rail line cut", ""))
    assert checks(dateline("doctor", "--json", "--archive", str(path)))["feeds"] == (True, "1 not asked yet, 1 well")


def test_a_feed_that_its_reader_paused_is_no_finding(dateline: Run, archive: Path) -> None:
    assert dateline("feeds", "pause", "Broken", "--archive", str(archive)).code == 0
    found = dateline("doctor", "--json", "--archive", str(archive))
    assert found.code == 0
    assert checks(found)["feeds"] == (True, "1 paused, 1 well")
    assert dateline("status", "--archive", str(archive)).lines[-1] == "2 feeds, none in trouble."


def test_a_proxy_that_does_not_answer_is_a_finding(dateline: Run, archive: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    with SocksProxy(user="me", password="s3cret") as proxy:
        feeds = '[[feeds]]\nurl = "https://a.example/f"\n[[feeds]]\nurl = "https://b.example/f"\nproxy = "none"\n'
        config.write_text(f'[polling]\nproxy = "socks5h://{proxy.address}"\n{feeds}')
        asked = ("doctor", "--json", "--archive", str(archive), "--config", str(config))
        shown = f"socks5h://127.0.0.1:{proxy.port}"
        assert checks(dateline(*asked))["proxy"] == (True, f"{shown} answers, for 1 feed")
        proxy.stop()
        words = f"the proxy {shown} does not answer: connection refused; 1 feed can't be asked"
        assert checks(dateline(*asked))["proxy"] == (False, words)
        assert proxy.asked == []


def test_a_proxy_that_the_environment_does_not_hold_is_a_finding(dateline: Run, archive: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[polling]\nproxy = "env:NO_SUCH_PROXY"\n[[feeds]]\nurl = "https://a.example/f"\n')
    found = checks(dateline("doctor", "--json", "--archive", str(archive), "--config", str(config)))
    assert found["proxy"][0] is False
    assert "NO_SUCH_PROXY for the proxy is not set" in found["proxy"][1]


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


@pytest.fixture
def damaged(archive: Path) -> Path:
    """Give an archive of which only the first two pages are left."""
    pages = bytearray(archive.read_bytes())
    pages[8192:] = b"\x5a" * (len(pages) - 8192)
    archive.write_bytes(pages)
    return archive


def test_a_damaged_archive_is_a_finding_with_the_steps_to_take(dateline: Run, damaged: Path) -> None:
    before = damaged.read_bytes()
    found = dateline("doctor", "--json", "--archive", str(damaged))
    assert found.code == 1
    (broken,) = (one for one in json.loads(found.out)["checks"] if one["check"] == "archive")
    assert broken["ok"] is False
    assert f"doctor --archive {damaged} --salvage {damaged.parent}/war-saved.db" in " ".join(broken["steps"])
    out = dateline("doctor", "--archive", str(damaged)).out
    assert "What to do\n1. Close the desk and stop the archiver." in out
    assert damaged.read_bytes() == before


def test_a_backup_beside_a_damaged_archive_is_named(dateline: Run, damaged: Path) -> None:
    backup = damaged.with_name("war.db.schema-0.20220328T120000.backup")
    backup.touch()
    assert str(backup) in dateline("doctor", "--archive", str(damaged)).out


def test_damaged_pages_are_not_mended_and_nothing_is_written(dateline: Run, damaged: Path) -> None:
    before = damaged.read_bytes()
    found = dateline("doctor", "--fix", "--archive", str(damaged))
    assert found.code in (1, 3)
    assert damaged.read_bytes() == before
    assert not list(damaged.parent.glob("*.backup"))


def test_what_can_be_made_anew_is_mended_after_a_copy(dateline: Run, archive: Path) -> None:
    with closing(sqlite3.connect(archive, isolation_level=None)) as connection:
        connection.execute("DELETE FROM hours")
        connection.execute("INSERT INTO search(search) VALUES ('delete-all')")
    words = dateline("doctor", "--archive", str(archive)).out
    assert "bad counters: hours whose events are counted wrongly: 1" in words
    assert f"Type: dateline doctor --archive {archive} --fix" in words
    assert dateline("search", "--count", "bridge", "--archive", str(archive)).out == "0\n"
    found = dateline("doctor", "--fix", "--json", "--archive", str(archive))
    assert [name for name, (ok, _) in checks(found).items() if not ok] == ["feeds"]  # one was in trouble before
    (backup,) = archive.parent.glob("war.db.before-fix.*.backup")
    assert found.err == f"Mended. The archive as it was is in {backup}; delete that once you need it no more.\n"
    assert dateline("search", "--count", "bridge", "--archive", str(archive)).out == "1\n"
    assert dateline("search", "--count", "bridge", "--archive", str(backup)).out == "0\n"
    again = dateline("doctor", "--fix", "--archive", str(archive))
    assert again.err == "There is nothing to mend in the archive.\n"
    assert len(list(archive.parent.glob("*.backup"))) == 1


def test_nothing_is_mended_under_an_archiver(dateline: Run, archive: Path) -> None:
    with Lease(archive):
        found = dateline("doctor", "--fix", "--archive", str(archive))
    assert (found.code, found.out) == (3, "")
    assert "is already archiving into it" in found.err


def test_what_can_be_read_is_salvaged_into_a_new_archive(dateline: Run, archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "saved.db"
    found = dateline("doctor", "--salvage", str(target), "--archive", str(archive))
    assert (found.code, found.err) == (0, f"3 articles of {archive} in the new archive {target}.\n")
    there = ("export", "--archive")
    assert dateline(*there, str(target)).out == dateline(*there, str(archive)).out
    again = dateline("doctor", "--salvage", str(target), "--archive", str(archive))
    assert again.code == 2
    assert str(target) in again.err


def test_where_nothing_can_be_read_nothing_is_made(dateline: Run, tmp_path: Path) -> None:
    broken, target = tmp_path / "broken.db", tmp_path / "saved.db"
    broken.write_bytes(b"SQLite format 3\0" + b"\x5a" * 8192)
    found = dateline("doctor", "--salvage", str(target), "--archive", str(broken))
    assert found.code == 3
    assert str(broken) in found.err
    assert [file.name for file in tmp_path.iterdir() if "saved" in file.name] == []


def test_an_archive_that_others_can_write_is_a_finding(dateline: Run, archive: Path) -> None:
    archive.chmod(0o666)
    assert checks(dateline("doctor", "--json", "--archive", str(archive)))["permissions"][0] is False


def test_what_a_killed_command_left_is_named(dateline: Run, archive: Path) -> None:
    draft = archive.with_name(".copy.db.999999999.part")
    draft.touch()
    running = archive.with_name(f".copy.db.{os.getpid()}.part")
    running.touch()
    out = dateline("doctor", "--archive", str(archive)).out
    assert f"Type: rm {draft}" in out
    assert str(running) not in out
