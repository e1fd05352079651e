"""The desk's actions on saved filters: by key, from the list, and saving one."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from tui.errors import ConfigError, UsageError
from tui.filter_names import name_for
from tui.screens.parts import DeskParts

if TYPE_CHECKING:
    from tui.settings import SavedFilter


class SavedActions(DeskParts):
    """Filters by a name."""

    def action_saved(self, key: str) -> None:
        """Filter by the saved filter on a key."""
        saved = self._session.saved.on(key)
        if saved is None:
            self.say(f"No filter is saved on {key}. Ctrl+s saves the one you see.")
        else:
            self.filter_by(saved)

    def action_saved_filters(self) -> None:
        """Choose among the saved filters."""
        from tui.screens.saved_filters import SavedScreen

        self.app.push_screen(SavedScreen(self._session.saved.all()), self._saved_chosen)

    def action_save_filter(self) -> None:
        """Ask for a name, and save the filter."""
        query = self._filtering.text
        if not query:
            self.say("Nothing is filtered. Filter with /, and keep it with Enter.")
            return
        from tui.screens.ask import AskScreen

        taken = {one.name for one in self._session.saved.all() if one.query != query}
        ask = AskScreen("Save this filter as", query, name_for(query, taken))
        self.app.push_screen(ask, partial(self._named, query))

    def filter_by(self, saved: SavedFilter) -> None:
        """Show what a saved filter finds."""
        self.action_pane("headlines")
        self._filtering.show(saved.query)
        self.say(f"{saved.name}: {saved.query}")

    def _saved_chosen(self, saved: SavedFilter | None) -> None:
        if saved is not None:
            self.filter_by(saved)

    def _named(self, query: str, name: str | None) -> None:
        if name:
            self._jobs.append(partial(self._save, name, query), "save")

    async def _save(self, name: str, query: str) -> None:
        """Save a filter; a file is written for it."""
        saved = self._session.saved
        try:
            new = await asyncio.to_thread(saved.add, name, query)
        except (ConfigError, UsageError) as error:
            self.say(f"Not saved: {error}")
            return
        where = f"on the key {new.key}" if new.key else "in the list of Ctrl+f"
        self.say(f"Saved as {new.name}, {where}" + ("." if saved.lasting else ", for this run only."))
