"""The desk in a test: opened on a real archive, looked at as text.

What the screen shows is read from the compositor, which Textual keeps private; only this module touches it.
"""

from __future__ import annotations

import os
import re
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual._xterm_parser import XTermParser
from textual.events import Key

from store.query import Filter
from store.reader import Reader
from tests.store.make import NOON
from tui.app import DatelineApp
from tui.child import ArchiverState
from tui.data import ArchiveThread
from tui.first import first_look
from tui.marks import Marks
from tui.memory import Memory
from tui.session import Session, nowhere
from tui.settings import DeskSettings

from .settling import PATIENCE_S, settled

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
    from concurrent.futures import Future

    from textual.pilot import Pilot

    from store.models import CityTicker, OfferedBlog
    from store.query import Node
    from tui.correcting import Candidate
    from tui.first import FirstLook
    from tui.session import Again

GOLDENS = Path(__file__).parent / "goldens"
NOBODY = ArchiverState("none")


class Desk:
    """A running desk, with shorthands for what tests ask of it."""

    def __init__(self, app: DatelineApp, pilot: Pilot[Again]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys, each one once the desk has done all that the one before set in motion."""
        for key in keys:
            await self.strike(key)
            await self.settle()

    async def strike(self, *keys: str) -> None:
        """Press keys, and wait for nothing that they set in motion beside the loop."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def settle(self) -> None:
        """Let the desk do all that was set in motion."""
        await settled(self.app)

    async def burst(self, typed: str) -> None:
        """Have all of `typed` arrive as from one `write` to the terminal, none of it waiting for what came before."""
        driver = self.app._driver
        assert driver is not None
        parser = XTermParser()
        for piece in re.split("(\x1b)", typed):
            for event in [Key("escape", piece)] if piece == "\x1b" else parser.feed(piece):
                driver.send_message(event)
        await self.settle()

    async def until(self, condition: Callable[[], Any], why: str = "") -> None:
        """Let the desk work until `condition` holds."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            if condition():
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"waited in vain for {why or condition}\n{self.text()}")

    async def shows(self, words: str) -> None:
        await self.until(lambda: words in self.text(), repr(words))

    async def hides(self, words: str) -> None:
        await self.until(lambda: words not in self.text(), f"{words!r} to go")

    def text(self) -> str:
        """Give the screen as lines of text, without blanks at their ends."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    def marked(self, words: str, style: str) -> bool:
        """Whether `words` are drawn anywhere as one piece in the style of a widget's component class."""
        name = {"headline": "#headlines", "reader": "#reader"}[style.split("--")[0]]
        wanted = self.app.screen.query_one(name).get_component_rich_style(style)
        return any(
            segment.text == words and segment.style is not None and segment.style + wanted == segment.style
            for strip in self.app.screen._compositor.render_strips()
            for segment in strip
        )

    def lines(self) -> list[str]:
        return self.text().split("\n")

    def line_with(self, words: str) -> str:
        return next((line for line in self.lines() if words in line), "")

    @property
    def focus(self) -> str | None:
        return self.app.focused.id if self.app.focused is not None else None


@asynccontextmanager
async def open_desk(
    path: Path,
    size: tuple[int, int] = (120, 40),
    *,
    archiver: Callable[[], ArchiverState] = lambda: NOBODY,
    configured: int = 3,
    settings: DeskSettings | None = None,
    preparing: Callable[[], bool] = lambda: False,
    ahead: bool = False,
    first: Future[FirstLook] | None = None,
    cities: Future[Sequence[CityTicker]] | None = None,
    follow: Callable[[OfferedBlog], str] | None = None,
    memory: Memory | None = None,
    muted: tuple[Node, ...] = (),
    called: Callable[[Sequence[str]], Awaitable[list[Candidate]]] = nowhere,
) -> AsyncIterator[Desk]:
    """Open the desk on the archive at `path`; `ahead` has the first screen read before the desk is there.

    `first` and `cities` are what was asked for ahead by other means.
    """
    data, marks = ArchiveThread(Reader(path)), Marks(path)
    settings = settings or DeskSettings()
    if ahead:
        first = data.begin(lambda reader: first_look(reader, Filter(muted=muted)))
        first.result()
    session = Session(
        *(data, marks, settings, archiver, preparing, configured),
        clock=lambda: NOON,
        wall=lambda: NOON,
        first=first,
        cities=cities,
        follow=follow,
        memory=memory or Memory(),
        muted=muted,
        called=called,
    )
    app = DatelineApp(session)
    try:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Desk(app, pilot)
            app.workers.cancel_all()  # as an app that ends by itself does, and the pilot does not
    finally:
        marks.close()
        data.close()


def check_golden(desk: Desk, name: str) -> None:
    """Compare the screen with ``goldens/NAME.txt``; ``UPDATE_GOLDENS=1`` writes it anew."""
    seen = re.sub(r"\b[\d.]+ [kM]B", "SIZE", desk.text()) + "\n"
    file = GOLDENS / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDENS"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(seen, encoding="utf-8")
    assert seen == file.read_text(encoding="utf-8")
