"""The desk's actions on everything at once: all that the filter matches, or a whole story, marked as read."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from tui.hints import hints
from tui.screens.mark_actions import MarkActions
from tui.screens.reading import article_under
from tui.wording import count_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.query import Filter
    from tui.sweep import Sweep

GROUP: Final = "sweep"
TELL_EVERY_S: Final = 1.0
"""How often is said how far it is."""


class SweepActions(MarkActions):
    """Marks as read what the list shows and goes on to show, not only what is loaded of it."""

    def action_read_all(self) -> None:
        """Mark everything that the filter matches as read; what arrived since and was never in sight stays unread."""
        upto = self._listing.newest_seen
        if not upto:
            self.say("There is nothing to mark as read.")
            return
        where = self._filtering.where  # also where the list does not show it yet
        now = where.now or datetime.now(UTC)  # a span must not slide while it is swept
        fixed = replace(where, now=now, muted=self._session.muted)
        self._jobs.append(partial(self._sweep, fixed, upto), GROUP)

    def action_read_story(self) -> None:
        """Mark every report of a story as read."""
        article = article_under(self.focused, self._headlines, self._reader, self._ticker)
        if article is not None:
            self._jobs.append(partial(self._sweep_story, article), GROUP)

    async def _sweep_story(self, article: int) -> None:
        from store.query import Filter, Term

        headline = await self._marking.headline(article)
        if headline is not None:
            term = Term(str(article), "id") if headline.story is None else Term(str(headline.story), "story")
            await self._sweep(Filter(term), None)

    async def _sweep(self, where: Filter, upto: int | None) -> None:
        """Mark as read, and say how many; from the first one on, `undo` takes all of it back."""
        sweep = self._session.marks.sweep(where, upto)
        # Before anything is waited for: a key that is pressed right behind takes this back, and nothing else.
        noted = self._bulk.undo.note("articles read", partial(self._unsweep, sweep))
        await sweep.run(_Progress(self, sweep))
        if sweep.stopped:
            return
        if not sweep.done:
            self._bulk.undo.forget(noted)
            self.say("None of them is unread.")
        else:
            words = f"{count_of(sweep.done, 'article')} read"
            self._bulk.undo.reword(noted, words)
            self.say(f"{words} · {self.undo_key} takes it back")
            self.swept()

    async def _unsweep(self, sweep: Sweep) -> None:
        await sweep.back(self.draw_read)
        self.swept()

    @property
    def undo_key(self) -> str:
        """The key that takes back, as people write it."""
        return hints(self._session.settings.keymap, [("undo", "")])[0][0]

    def draw_read(self, article_ids: Sequence[int], read: bool) -> None:
        """Draw articles as read or unread, as far as they are on the screen."""
        marked = set(article_ids)
        rows = [row for row in self._headlines.window.rows if row.id in marked]
        self._marking.draw([replace(row, read=read) for row in rows])

    def swept(self) -> None:
        """Read the list again where it depends on what is read."""
        if any(term.field == "is" and term.value in ("read", "unread") for term in self._listing.where.terms):
            self._filtering.then(self._again)

    async def _again(self) -> None:
        await self._listing.load(self._listing.where, self._listing.text)
        await self._listing.count()


class _Progress:
    """Draws each batch of a sweep and says now and then how far it is."""

    def __init__(self, desk: SweepActions, sweep: Sweep) -> None:
        self._desk = desk
        self._sweep = sweep
        self._said = time.monotonic()

    def __call__(self, article_ids: Sequence[int], read: bool) -> None:
        self._desk.draw_read(article_ids, read)
        now = time.monotonic()
        if now - self._said >= TELL_EVERY_S:
            self._said = now
            self._desk.say(f"{count_of(self._sweep.done, 'article')} read so far · {self._desk.undo_key} stops it")
