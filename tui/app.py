"""The Textual app: themes, keymap, command palette. Everything else is the desk screen's."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import events
from textual.app import App, SystemCommand

from store.text import clean_line
from tui import logs
from tui.actions import ACTIONS, bindings, key_words
from tui.errors import ConfigError
from tui.screens.desk import DeskScreen
from tui.session import Again
from tui.themes import DARK, THEMES, fallback_variables, fitting, other
from tui.turns import Turns
from tui.widgets.forgetting import forget_drawn

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from textual.await_complete import AwaitComplete
    from textual.events import Event
    from textual.screen import Screen
    from textual.worker import Worker

    from tui.actions import Action
    from tui.config import Config
    from tui.session import Session

log = logging.getLogger(__name__)

QUIT_WITHIN_S = 3.0
"""Two Ctrl+C within so many seconds quit."""

_PLAIN = str.maketrans("[]", "()")


class DatelineApp(App["Again"]):
    """The desk in a terminal."""

    CSS_PATH = "app.tcss"
    TITLE = "Dateline"
    BINDINGS = bindings("app")
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, session: Session) -> None:
        """Take the session that the desk works with."""
        # Without colours Textual would still draw in 24-bit greys, unless told that the terminal's own will do.
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)
        self._session = session
        self._interrupted_at = -QUIT_WITHIN_S
        self._turns = Turns(self, self._on_typed)
        for theme in THEMES:
            self.register_theme(theme)
        settings = session.settings
        wanted = settings.theme if settings.theme in self.available_themes else DARK.name
        self.theme = fitting(wanted, self.console.color_system)
        # Textual has its own theme's colours by now, and would read all styles twice, with those and then with ours.
        self._colours = self.get_css_variables()
        self.stylesheet.set_variables(self._colours)
        if settings.keymap:
            self.set_keymap(dict(settings.keymap))

    def on_load(self) -> None:
        """Leave in good order when told to end from outside, from before the terminal is taken on."""
        if not self.is_headless:
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGHUP):
                loop.add_signal_handler(number, self.exit)

    async def on_event(self, event: Event) -> None:
        """Take what is typed one by one, and everything else at once."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._turns.take(event)
        else:
            await super().on_event(event)

    async def _on_typed(self, event: Event) -> None:
        """Let the desk hold still before a key is looked at: it is meant for what is on the screen."""
        if isinstance(event, events.Key) and isinstance(self.screen, DeskScreen):
            self.screen.keyed()
        await super().on_event(event)

    def on_ready(self) -> None:
        """Look for garbage again once the first screen is drawn, but not among what was loaded: it stays anyway."""
        if not self.is_headless:
            gc.freeze()
            gc.enable()

    @property
    def _background_screens(self) -> list[Screen[Any]]:
        """The screens that show through the one on top; as Textual has it, the next one below always does.

        Whatever changed on the desk below would have all of an opaque screen drawn again.
        """
        opaque = bool(self._screen_stack) and self._screen_stack[-1].styles.background.a == 1
        return [] if opaque else super()._background_screens

    def pop_screen(self) -> AwaitComplete:
        """Close the screen on top."""
        forget_drawn()  # of the screens closed before: this one is still to be taken down
        # Textual cancels a screen's workers only once its widgets are gone: an answer in between would find none.
        self.workers.cancel_node(self.screen)
        return super().pop_screen()

    def refresh_css(self, animate: bool = True) -> None:
        """Read all styles again and apply them; not before there is a screen, which reads them anyway."""
        if self.screen_stack or self.get_css_variables() != self._colours:
            super().refresh_css(animate)

    def get_default_screen(self) -> Screen[None]:
        """Give the desk."""
        return DeskScreen(self._session)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give our own colour names for themes that do not know them."""
        return fallback_variables(ansi=self.current_theme.ansi)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Give the palette every action of the table that makes sense as a command, and the choice of a theme."""
        for action in ACTIONS:
            if action.palette and action.owner in ("app", *getattr(screen, "OWNS", ())):
                keys = key_words(action, self._session.settings.keymap)
                yield SystemCommand(action.help, f"Key: {keys}" if keys else "No key", self._performer(action, screen))
        yield SystemCommand("Choose a theme", "No key", self.action_change_theme)
        if isinstance(screen, DeskScreen):
            for saved in self._session.saved.all():
                # The palette reads its texts as markup.
                name, query = (clean_line(text, 200).translate(_PLAIN) for text in (saved.name, saved.query))
                yield SystemCommand(f"Filter: {name}", query, partial(screen.filter_by, saved))

    def action_help_quit(self) -> None:
        """Quit at the second Ctrl+C within a few seconds; at the first, say so, and which key quits."""
        now = time.monotonic()
        if now - self._interrupted_at < QUIT_WITHIN_S:
            self.exit()
            return
        self._interrupted_at = now
        key = key_words(next(action for action in ACTIONS if action.id == "quit"), self._session.settings.keymap)
        words = f"{key} quits, and so does Ctrl+C once more."
        self._say(words)

    def action_toggle_theme(self) -> None:
        """Change between light and dark."""
        self.theme = other(self.theme, dark=self.current_theme.dark)

    def action_reload(self) -> None:
        """Read the config again and go on with it; where it can't be used, say why and go on as before."""
        if self._session.reload is None:
            self._say("There is no config to read again here.")
        else:
            _: Worker[None] = self.run_worker(
                partial(self._reload, self._session.reload), name="reload", group="reload", exclusive=True
            )

    async def _reload(self, read: Callable[[], Config]) -> None:
        """Begin again with what `read` gives."""
        try:
            config = await asyncio.to_thread(read)
        except ConfigError as error:
            self._say(f"The config can't be used: {error.brief()}")
            return
        desk = self.screen_stack[0]
        self.exit(Again(config, desk.filtered_by if isinstance(desk, DeskScreen) else ""))

    def _say(self, words: str) -> None:
        """Say something on the status line, or where there is none, over the screen."""
        if isinstance(self.screen, DeskScreen):
            self.screen.say(words)
        else:
            self.notify(clean_line(words, 300), markup=False)

    def _fatal_error(self) -> None:
        """End after a fault of ours with one calm line; the whole of it goes into the log.

        Textual's own way prints the values of variables, and those of feeds are nobody's to print on a terminal.
        """
        error = self._exception
        log.critical("the desk stopped", exc_info=error)
        kind = type(error).__name__
        self.panic(Text(f"The desk stopped ({kind}). Nothing is lost. The details are in {logs.file() or 'no log'}."))

    def _performer(self, action: Action, screen: Screen[object]) -> Callable[[], Awaitable[bool]]:
        """Give what carries `action` out on its owner."""

        def perform() -> Awaitable[bool]:
            owner = {"app": self, "pane": screen.focused or screen}.get(action.owner, screen)
            return self.run_action(action.call, default_namespace=owner)

        return perform
