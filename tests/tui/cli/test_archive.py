"""``archive``: real feeds on a loopback server, through the real pollers, in a process of its own."""

from __future__ import annotations

import contextlib
import http.server
import json
import os
import pty
import re
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from store.lease import Lease
from store.query import parse
from store.reader import Reader
from tests.tui.cli.conftest import spawn
from tui.commands.archive import GRACE_S

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.tui.cli.conftest import Outcome

    Run = Callable[..., Outcome]

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Wire</title><link>https://wire.example/</link><description>d</description>
<item><guid>a</guid><title>Rail line cut near Lviv</title><link>https://wire.example/a</link>
<pubDate>Mon, 28 Mar 2022 09:12:00 GMT</pubDate><description>A bridge fell. Nobody was hurt.</description></item>
<item><guid>b</guid><title>Talks go on in Istanbul</title><link>https://wire.example/b</link>
<pubDate>Mon, 28 Mar 2022 10:12:00 GMT</pubDate><description>Nothing was agreed.</description></item>
</channel></rss>
"""


@dataclass
class Server:
    """Serves one feed, counts what it is asked, and can be told to let a request hang."""

    port: int = 0
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    hang: threading.Event = field(default_factory=threading.Event)
    first: threading.Event = field(default_factory=threading.Event)

    @property
    def feed(self) -> str:
        return f"http://127.0.0.1:{self.port}/rss"


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append((self.path, self.headers["If-None-Match"]))
            state.first.set()
            if self.path == "/hang":
                state.hang.wait(90)
            found = self.path == "/rss"
            fresh = self.headers["If-None-Match"] != '"one"'
            body = RSS.encode() if found and fresh else b""
            self.send_response((200 if fresh else 304) if found else 404)
            self.send_header("ETag", '"one"')
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with contextlib.suppress(ConnectionError):
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        state.port = httpd.server_address[1]
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield state
        state.hang.set()
        httpd.shutdown()
        thread.join()


@pytest.fixture
def config(tmp_path: Path, server: Server) -> Path:
    path = tmp_path / "c.toml"
    write(path, server, "/rss")
    return path


def write(path: Path, server: Server, *paths: str) -> None:
    feeds = "".join(f'[[feeds]]\nurl = "http://127.0.0.1:{server.port}{one}"\nname = "Feed {one}"\n' for one in paths)
    polling = f'[polling]\nallow_private_networks = ["127.0.0.1:{server.port}"]\nfull_text = "never"\n'
    path.write_text(polling + feeds, encoding="utf-8")


def archive(*words: str, config: Path, path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tui", "archive", *words, "--config", str(config), "--archive", str(path)],
        capture_output=True,
        text=True,
        timeout=60,
    )


def titles(path: Path) -> list[str]:
    with Reader(path) as reader:
        return [headline.title for headline in reader.headlines(parse(""))]


def wait_until(what: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for another process's doing, which no event of ours can tell."""
    pause, end = threading.Event(), time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "waited too long"
        pause.wait(0.02)


def test_once_stores_every_entry_and_a_second_run_stores_nothing_new(
    tmp_path: Path, server: Server, config: Path
) -> None:
    path = tmp_path / "war.db"
    first = archive("--once", config=config, path=path)
    assert (first.returncode, first.stdout) == (0, "")
    assert "Feed /rss: 2 new" in first.stderr
    assert first.stderr.splitlines()[-1].endswith("INFO 1 poll, none failed; 2 new articles, 0 revised")
    assert sorted(titles(path)) == ["Rail line cut near Lviv", "Talks go on in Istanbul"]
    second = archive("--once", config=config, path=path)
    assert second.returncode == 0
    assert len(titles(path)) == 2
    assert server.asked == [("/rss", None), ("/rss", '"one"')]


def test_on_a_terminal_each_poll_is_a_line_and_the_totals_come_last(tmp_path: Path, config: Path) -> None:
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "tui", "archive", "--once", "--config", str(config)]
    with subprocess.Popen(
        [*command, "--archive", str(tmp_path / "war.db")],
        stderr=slave,
        stdout=subprocess.PIPE,
        env=os.environ | {"NO_COLOR": "1", "TERM": "xterm"},
    ) as process:
        os.close(slave)
        shown = b""
        with contextlib.suppress(OSError):  # EIO: the other end is closed
            while piece := os.read(master, 4096):
                shown += piece
        os.close(master)
    assert process.returncode == 0
    lines = shown.decode().splitlines()
    assert re.fullmatch(r"\[1/1\] Feed /rss  2 new  [0-9.]+ s", lines[0])
    assert lines[1:] == ["1 poll, none failed; 2 new articles, 0 revised"]


@pytest.mark.parametrize("form", ["text", "json"])
def test_it_ends_quietly_when_nobody_reads_its_words_any_more(
    tmp_path: Path, server: Server, config: Path, form: str, dateline: Run
) -> None:
    path = tmp_path / "war.db"
    ours, theirs = os.pipe()
    command = ("archive", "--log-format", form, "--config", str(config), "--archive", str(path))
    with subprocess.Popen([sys.executable, "-m", "tui", *command], stderr=theirs, stdout=theirs) as process:
        os.close(theirs)
        with os.fdopen(ours, "rb") as words:
            words.readline()  # as `head -1` does
        assert dateline("feeds", "poll", server.feed, "--config", str(config), "--archive", str(path)).code == 0
        assert process.wait(60) == 0
    assert not path.with_name("war.db-wal").exists() or path.with_name("war.db-wal").stat().st_size == 0
    assert titles(path)
    with Lease(path):
        pass


def test_a_terminal_that_is_gone_is_no_reason_to_stop(tmp_path: Path, server: Server, config: Path) -> None:
    path = tmp_path / "war.db"
    master, slave = pty.openpty()
    command = ("archive", "--once", "--config", str(config), "--archive", str(path))
    with subprocess.Popen([sys.executable, "-m", "tui", *command], stderr=slave) as process:
        os.close(slave)
        assert server.first.wait(60)
        os.close(master)
        assert process.wait(60) == 0
    assert len(titles(path)) == 2


def test_once_exits_with_1_if_a_feed_failed_and_stores_the_others(
    tmp_path: Path, server: Server, config: Path, dateline: Run
) -> None:
    path = tmp_path / "war.db"
    write(config, server, "/rss", "/gone")
    done = archive("--once", "--log-format", "json", config=config, path=path)
    assert done.returncode == 1
    records = [json.loads(line) for line in done.stderr.splitlines()]
    assert all({"time", "level", "message"} <= set(record) for record in records)
    (failed,) = (record for record in records if record.get("feed", "").endswith("/gone"))
    assert (failed["level"], failed["state"]) == ("warning", "failing")
    assert (records[-1]["polled"], records[-1]["failed"], records[-1]["new"]) == (2, 1, 2)
    assert len(titles(path)) == 2
    status = json.loads(dateline("status", "--json", "--archive", str(path)).out)
    assert [feed["state"] for feed in status["feeds"]] == ["ok", "failing"]
    assert "404" in status["feeds"][1]["error"]


def test_check_says_what_each_feed_gives_and_stores_nothing(server: Server, config: Path, dateline: Run) -> None:
    write(config, server, "/rss", "/gone")
    found = dateline("feeds", "check", "--json", "--config", str(config))
    assert found.code == 1
    checks = {json.loads(line)["url"]: json.loads(line) for line in found.lines}
    good = checks[server.feed]
    assert (good["ok"], good["entries"], good["title"], good["newest"]) == (True, 2, "Wire", "2022-03-28T10:12:00Z")
    bad = checks[server.feed.replace("/rss", "/gone")]
    assert (bad["ok"], bad["http_status"]) == (False, 404)
    one = dateline("feeds", "check", server.feed, "--config", str(config))
    assert one.code == 0
    assert one.out.startswith("ok  Feed /rss: ")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_good_order_even_in_the_middle_of_a_poll(
    tmp_path: Path, server: Server, config: Path, number: signal.Signals
) -> None:
    path = tmp_path / "war.db"
    write(config, server, "/rss", "/hang")
    with spawn("archive", "--config", str(config), "--archive", str(path)) as process:
        wait_until(lambda: path.exists() and len(titles(path)) == 2 and ("/hang", None) in server.asked)
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    with Reader(path) as reader:
        assert [feed.last_poll is None for feed in reader.feeds()] == [False, True], "nobody waits for that poll"
    assert GRACE_S < 5
    assert not path.with_name("war.db-wal").exists() or path.with_name("war.db-wal").stat().st_size == 0


def test_a_second_archiver_exits_with_3_and_names_the_first(tmp_path: Path, config: Path) -> None:
    path = tmp_path / "war.db"
    with Lease(path):
        done = archive("--once", config=config, path=path)
    assert (done.returncode, done.stdout) == (3, "")
    assert f"process {os.getpid()}" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("there", [False, True], ids=["new archive", "archive that is there"])
def test_without_room_to_write_it_exits_with_3_and_changes_nothing(
    tmp_path: Path, server: Server, config: Path, there: bool
) -> None:
    path = tmp_path / "war.db"
    if there:
        assert archive("--once", config=config, path=path).returncode == 0
        write(config, server, "/rss", "/another")
    before = path.read_bytes() if there else None
    command = [sys.executable, "-m", "tui", "archive", "--once", "--config", str(config), "--archive", str(path)]
    done = subprocess.run(["sh", "-c", 'ulimit -f 4; exec "$@"', "sh", *command], capture_output=True, timeout=60)
    assert (done.returncode, b"Traceback" in done.stderr) == (3, False)
    assert b"can't be written" in done.stderr
    assert (path.read_bytes() if path.exists() else None) == before


def test_beside_a_desk_it_ends_when_its_standard_input_closes(
    tmp_path: Path, server: Server, config: Path, home: Path
) -> None:
    path = tmp_path / "war.db"
    with spawn("archive", "--with-desk", "--config", str(config), "--archive", str(path)) as process:
        wait_until(lambda: path.exists() and len(titles(path)) == 2)
        assert os.getpriority(os.PRIO_PROCESS, process.pid) == min(19, os.getpriority(os.PRIO_PROCESS, 0) + 10)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=60) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""
    assert "Feed /rss: 2 new" in (home / "state" / "dateline" / "dateline.log").read_text(encoding="utf-8")


def test_hang_up_reads_the_config_again_and_a_broken_one_changes_nothing(
    tmp_path: Path, server: Server, config: Path
) -> None:
    path = tmp_path / "war.db"
    write(config, server, "/gone")
    with spawn("archive", "--config", str(config), "--archive", str(path)) as process:
        wait_until(lambda: ("/gone", None) in server.asked)
        config.write_text("[nonsense]\n", encoding="utf-8")
        process.send_signal(signal.SIGHUP)
        assert process.stderr is not None
        while "the old one holds" not in process.stderr.readline():
            assert process.poll() is None
        write(config, server, "/rss", "/gone")
        process.send_signal(signal.SIGHUP)
        wait_until(lambda: len(titles(path)) == 2)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert process.returncode == 0
