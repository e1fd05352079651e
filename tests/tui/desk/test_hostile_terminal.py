"""One walk through every screen of the desk in a real terminal, on an archive in which everything is hostile.

Titles, texts, authors, outlets, places, people, watches, saved filters, live blogs and errors all carry what a terminal
could act on. What comes out is read byte by byte: only the few sequences that draw a screen may be among it.
"""

from __future__ import annotations

import base64
import html
import json
import re
import urllib.request
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from feeds.watching.settings import WatchSettings
from store.jobs import commit_poll, sync_feeds
from store.models import Actor, FeedSettings, KnownName, LiveLink, Tags
from store.noise import ENOUGH
from store.offers import offer
from store.writer import Writer
from tests.hostile.catalogue import SERVER, HostileServer
from tests.store.make import NOON, event, figure, outcome, place

from .dispatches import dispatch
from .test_alerts import Archiver
from .test_command import Terminal, desk_in_a_terminal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PLANTED = (
    "\x1b[31;5;99m",
    "\x1b[2J\x1b[99;1H",
    "\x1b]0;PWNED\x07",
    "\x1b]52;c;ZXZpbA==\x1b\\",
    "\x1b]8;;http://evil.example",
    '\x1bP$q"p\x1b\\',
    "\x9b31;5m\x9d0;PWNED\x9c",
    "\u202ederutpac\u202c \u2066",
    "a\u200bb\ufeffc\u2060\u00ad",
    "\r\n\x08\x7f\0\x0b\u2028",
    "[@click=app.quit][/red] [/",
)
"""One of each kind; behind it, `marked` puts letters that show that the text was drawn."""
OPEN = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from tui.commands.desk import run
from tui.config import load
sys.exit(run(load(), archive=Path(sys.argv[1]), child=None, clock=lambda: datetime(2022, 3, 28, 12, 5, tzinfo=UTC)))
"""
REPEATED = "Repeated under each report: "
"""Begins the lines that a publisher repeats, which the archive learns as noise."""
MOST_SHARED = 16
"""Titles of the shared feeds that are planted at once: as many lines fit on every screen."""
DRAWING = re.compile(
    rb"\x1b\[[0-9;]*m|\x1b\[[0-9]+;[0-9]+H|\x1b\[[HJK]|\x1b\[\?(?:25|7|2004|2026|2048|1000|1002|1003|1004|1006|1015|1016|1049)[hl]"
    rb"|\x1b\[\?(?:2026|2048)\$p|\x1b\[[<>=]?[0-9]*u|\x1b\[c|\x1b\[[0-9]* ?q|\x1b\[6n|\x1b\[16t|\x1b_Gi=1[^\x1b]*\x1b\\"
    rb"|\x1b\]22;[a-z-]+\x07"
)
"""The sequences that Textual draws and sets up a screen with."""
COPIED = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")
"""What the desk puts on the clipboard itself."""
COMMANDS = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff]"
)


def marked(number: int, planted: str) -> str:
    return f"{planted} Zk{number}"


def teach_noise(writer: Writer, feed: int, lines: Sequence[str]) -> None:
    """Have `lines` learned as what a feed repeats: they stand under as many of its reports as that takes."""
    reports = [
        dispatch(
            0, key=f"old{n}", title=f"Night {n}", body="\n\n".join((f"War in night {n}. " * 99, *lines)), tags=Tags()
        )
        for n in range(ENOUGH)
    ]
    writer.submit(commit_poll(outcome(feed, *reports))).result()


def plant(writer: Writer, texts: Sequence[str]) -> None:
    """Store an article for each of `texts`, from an outlet, on a place and of a person that are all called so."""
    found = [
        KnownName(f"geo:evil{n}", "place", text, "city", "UA", None, 48.0 + n / 4, 30.0 + n, (f"Zk{n}", text))
        for n, text in enumerate(texts)
    ]
    people = [KnownName(f"actor:evil{n}", "actor", text, "person", aliases=(f"Zk{n}",)) for n, text in enumerate(texts)]
    states = writer.submit(
        sync_feeds([FeedSettings(f"https://evil.example/{n}", text) for n, text in enumerate(texts)], NOON)
    ).result()
    watches = [WatchSettings(text, f"Zk{n}", ()) for n, text in enumerate(texts)]
    archiver = Archiver(writer, *watches)
    repeated = [f"{REPEATED}{text}" for text in texts]
    teach_noise(writer, states[-1].id, repeated)
    for n, (text, state) in enumerate(zip(texts, states, strict=True)):
        for version in ("first", "second") if n == len(texts) - 1 else ("only",):
            body = f"{text} war of the {version} version, {text} said.\n\n{text}\n\n> {text}"
            if n == len(texts) - 1:
                body = "\n\n".join((body, *repeated))
            claims = [
                event(found[n], text, by=text, status="claimed", place=text, type=kind)
                for kind in ("control", "strike")
            ]
            tags = Tags(
                (place(found[n], 0, text=text, end=len(text)),),
                (Actor(0, len(text), text, people[n].id, text, "person", text),),
                tuple(claims),
                (figure(text=text, by=text, place=text),),
            )
            article = dispatch(
                *(59,),
                key=f"evil{n}",
                title=f"{text} title",
                body=body,
                summary=text,
                author=text,
                links=(f"https://evil.example/{text}", text),
                url=f"https://evil.example/{text}",
                tags=tags,
            )
            made = outcome(state.id, article, names=(*found, *people), state="failing", error=text, failures=1)
            writer.submit(commit_poll(made)).result()
    for n, text in enumerate(texts[:3]):
        live = LiveLink(f"https://evil.example/live/{n}", f"//evil.example/live/{n}", text)
        writer.submit(offer(states[0].id, live, datetime.now(UTC))).result()
    archiver.look()


def write_config(folder: Path, texts: Sequence[str]) -> None:
    """Have a config with saved filters and watches of these names; one with a control in it is refused as it is."""
    file = folder / "config" / "dateline" / "config.toml"
    file.parent.mkdir(parents=True)
    tables = [("filter", text, f'war "{text}"') for text in texts] + [("watch", text, "war") for text in texts]
    file.write_text(
        "".join(f"[[{kind}]]\nname = {json.dumps(name)}\nquery = {json.dumps(query)}\n" for kind, name, query in tables)
    )


class Walk:
    """Presses keys, waits for what they show, and keeps all that came out."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.written = b""

    def press(self, keys: str, *words: str) -> None:
        self.written += self.terminal.seen
        self.terminal.seen = b""
        self.terminal.type(keys.encode())
        self.terminal.until(*(word.encode() for word in words))

    def saw(self, words: str) -> None:
        """Wait until `words` were there at any time."""
        if words.encode() not in self.written:
            self.press("", words)

    def end(self) -> bytes:
        self.terminal.type(b"q")
        assert self.terminal.ended() == 0
        return self.written + self.terminal.seen


def through_every_screen(walk: Walk, last: str) -> None:
    """Visit all that shows what feeds, names and configs say; the newest article's title ends in `last`."""
    walk.press("", "1 Headlines", last)
    walk.saw(REPEATED)
    walk.press("y", "so it is not copied")
    walk.press("Y", "Copied the article's text.")
    walk.press("D", "Saved as")
    walk.press("E", "\x1b[?1049h", last)
    walk.press("e", "\x1b[?1049h", last)
    walk.press("l1", "so it is not opened")
    walk.press("1gvvJ", "joined into one story")
    walk.press("S", "1 Stories")
    walk.press("g\x1b[C", "└")
    walk.press("2d", "Changes")
    walk.press("dw", "Places", "Actors")
    walk.press("w1jjjjkG2x", "Which name is tagged wrong?")
    walk.press("\r", "What is", "Not a place")
    walk.press("\r", "Kept:")
    walk.press("3P", "of the cities")
    walk.press(",", "in every pane")
    walk.press(",c", "last 30 days", "Timeline")
    walk.press("2", "Zk")
    walk.press("3", "Zk")
    walk.press("45qM", "Natural Earth", "Zk9")
    walk.press("jjjj+", "Zk")
    walk.press("qf", "What went wrong", last)
    walk.press("jjjj", "Zk")
    walk.press("qA", "unseen", last)
    walk.press("jjjj", "Zk")
    walk.press("q1/city:Zk\t", "1 article matches")
    walk.press("\r", "Backspace")
    walk.press("\x13", "Save this filter as")
    walk.press("Zk\r", "Saved as")
    walk.press("\x06", "Saved filters", last)
    walk.press("q?", "Help")
    walk.press("?3", "3 Cities")
    walk.press("\x10filter zk", "Filter:", last)
    walk.press("\r", "war")
    walk.saw("Live blog")


def assert_harmless(written: bytes, planted: Sequence[str]) -> None:
    assert not [sequence for sequence in planted if sequence.encode() in written]
    assert_plain(DRAWING.sub(b"", COPIED.sub(b"", written)).decode())
    (copied,) = COPIED.findall(written)
    assert_plain(in_a_file(base64.b64decode(copied)))


def in_a_file(data: bytes) -> str:
    """Give what stands in a file or on a clipboard, where a tab is none of the terminal's business."""
    return data.decode().replace("\t", " ")


def assert_plain(text: str) -> None:
    found = COMMANDS.search(text)
    assert found is None, ascii(text[max(0, found.start() - 80) : found.end() + 40])


def walked(folder: Path, texts: Sequence[str]) -> bytes:
    """Give all that the desk writes on its way through an archive in which everything is called like `texts`.

    What it puts into files meanwhile is looked at here: an article saved, one for the pager, one for the editor.
    """
    handed = folder / "handed"
    for tool in ("pager", "editor"):
        (handed / tool).mkdir(parents=True)
    tools = {"PAGER": f"cp -t {handed / 'pager'}", "VISUAL": f"cp -t {handed / 'editor'}"}
    with Writer(folder / "archive.db") as writer:
        plant(writer, texts)
    write_config(folder, [text for text in texts if text.isprintable()])
    with desk_in_a_terminal(folder / "archive.db", code=OPEN, size=(200, 60), **tools) as terminal:
        walk = Walk(terminal)
        through_every_screen(walk, f"Zk{len(texts) - 1}")
        written = walk.end()
    files = [*handed.glob("*/*"), *(folder / "Documents" / "Dateline").iterdir()]
    assert len(files) == 3
    for file in files:
        assert_plain(in_a_file(file.read_bytes()))
    return written


def test_nothing_of_feeds_names_or_config_is_a_command_to_the_terminal_on_any_screen(tmp_path: Path) -> None:
    written = walked(tmp_path, [marked(number, planted) for number, planted in enumerate(PLANTED)])
    assert_harmless(written, [planted for planted in PLANTED if not planted.isprintable()])


@pytest.mark.shared
@pytest.mark.skipif(not SERVER.exists(), reason="there are no shared hostile feeds beside the checkout")
def test_nor_is_anything_of_the_titles_of_the_shared_hostile_feeds(tmp_path: Path) -> None:
    with HostileServer(light=True) as server:
        titles = [title for case in server.cases() if case.id.startswith("L") for title in titles_at(case.url)]
    planted = list(dict.fromkeys(title[:60] for title in titles if not title.isprintable()))[:MOST_SHARED]
    texts = [marked(number, title) for number, title in enumerate([*planted, PLANTED[-1]])]
    assert_harmless(walked(tmp_path, texts), [title for title in planted if COMMANDS.search(title)])


def titles_at(url: str) -> list[str]:
    """Give the titles of a feed as they are, no control taken out."""
    with urllib.request.urlopen(url, timeout=60) as answer:
        body = answer.read()
    if body.lstrip().startswith(b"{"):
        return [item["title"] for item in json.loads(body)["items"] if item.get("title")]
    return [
        html.unescape(html.unescape(title)) for title in re.findall(r"<title>(.*?)</title>", body.decode(), re.DOTALL)
    ]
