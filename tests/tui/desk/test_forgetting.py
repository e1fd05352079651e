"""What a closed screen has drawn does not stay in memory."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

from textual.app import App
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.widgets.forgetting import forget_drawn

from .settling import settled

if TYPE_CHECKING:
    from textual._styles_cache import StylesCache
    from textual.app import ComposeResult


class Over(ModalScreen[None]):
    """A screen that is opened and closed."""

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield Static("words", id="words")


async def test_the_lines_of_a_closed_screen_are_let_go() -> None:
    async with App[None]().run_test() as pilot:
        await pilot.app.push_screen(Over())
        await settled(pilot.app)
        lines: weakref.ref[StylesCache] = weakref.ref(pilot.app.screen.query_one("#words")._styles_cache)
        await pilot.app.pop_screen()
        await settled(pilot.app)
        forget_drawn()
        gc.collect()
        assert lines() is None
