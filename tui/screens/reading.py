"""Shows articles in the reader: as the cursor comes to rest, at once where one is chosen, with the sentence meant."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.timer import Timer

    from store.models import Article, Headline
    from tui.screens.jobs import Jobs
    from tui.screens.marking import Marking
    from tui.session import Session
    from tui.widgets.headlines import HeadlineList
    from tui.widgets.reader import Reader
    from tui.widgets.ticker import Ticker

REST_S = 0.08
"""A move that follows another one sooner is one of a held key, which never waits for the reader: the article is drawn
once the cursor rests for as long. After a single move it is drawn right behind the cursor."""
CHANGES: Final = "Changes"
TAGS: Final = "Tags"
DWELL_S = 1.0
"""An article that had the reader's focus this long counts as read."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Something about an article that takes its text's place in the reader."""

    name: str
    show: Callable[[Article], Awaitable[None]]


class Reading:
    """Shows what the cursor is on and what is chosen, and marks what was read."""

    def __init__(self, session: Session, jobs: Jobs, marking: Marking, reader: Reader) -> None:
        """Take the session, the runner of jobs, the marks and the reader."""
        self._session = session
        self._jobs = jobs
        self._marking = marking
        self._reader = reader
        self._wanted: int | None = None
        self._aside: Aside | None = None
        """What is to be shown about the article that is wanted, once it is there."""
        self._evidence = ""
        self._clock: Callable[[], float] = time.monotonic
        self._moved_at = float("-inf")
        self._resting: Timer | None = None
        self._resting_on: int | None = None
        self._dwelling: Timer | None = None

    def rest(self, headline: Headline | None) -> None:
        """Draw the article under the cursor as soon as that holds nothing up, unless it was chosen already."""
        if headline is not None and headline.id == self._wanted:
            return
        self._want(headline.id if headline is not None else None)
        if headline is None:
            self._jobs.cancel("article")
            self._reader.show(None)
            return
        article_id = self._resting_on = headline.id
        now, before = self._clock(), self._moved_at
        self._moved_at = now
        if now - before >= REST_S:
            self._reader.call_after_refresh(self._rested, article_id)  # the list's lines first
        else:
            self._resting = self._reader.set_timer(REST_S, lambda: self._rested(article_id), name="rest")

    def show(self, article_id: int) -> None:
        """Show an article in the reader."""
        self._want(article_id)
        if self._aside is not None or not self._is_shown:
            self._jobs.start(self._show_wanted, "article")
        else:
            self._jobs.cancel("article")

    def choose(self, article_id: int, evidence: str = "") -> None:
        """Show an article and mark it read; with `evidence`, a sentence of it, from where that stands."""
        self.show(article_id)
        self._evidence = evidence
        self._point()
        self._jobs.append(partial(self._mark_read, article_id), "mark")

    def stay(self) -> None:
        """Begin to count how long the reader has the focus."""
        if self._dwelling is not None:
            self._dwelling.stop()
        article = self._reader.article
        if self._reader.has_focus and article is not None and not article.read:
            shown = article.id
            dwelt = self._dwelt
            self._dwelling = self._reader.set_timer(
                DWELL_S, lambda: self._jobs.append(partial(dwelt, shown), "mark"), name="dwell"
            )

    def toggle_changes(self) -> None:
        """Show what the later versions of the article changed, or its text again."""
        self._toggle(Aside(CHANGES, self._show_changes))

    def toggle_reasons(self) -> None:
        """Show why each tag of the article stands, or its text again."""
        self._toggle(Aside(TAGS, self._show_reasons))

    def _toggle(self, aside: Aside) -> None:
        self._stop_resting()
        if self._aside is not None and self._aside.name == aside.name:
            self._aside = None
        elif self._aside is None and self._reader.aside == aside.name and self._is_shown:
            self._reader.show_text()
        else:
            self._aside = aside
        self._jobs.start(self._show_wanted, "article")

    @property
    def _is_shown(self) -> bool:
        """Whether the reader shows the article that is wanted."""
        shown = self._reader.article
        return shown is not None and shown.id == self._wanted

    async def _show_wanted(self) -> None:
        """Show the article that is wanted, and what is wanted about it; what is superseded stays to be done."""
        if self._wanted is not None and not self._is_shown:
            await self._show(self._wanted)
        aside, article = self._aside, self._reader.article
        if aside is None:
            return
        try:
            if article is None:
                self._jobs.say("There is no article here.")
            else:
                await aside.show(article)
        except StoreError:
            self._aside = None
            raise
        self._aside = None

    async def _show_reasons(self, article: Article) -> None:
        from tui.explanation import reasons
        from tui.widgets.reasons_text import reason_lines

        why = tuple(reasons(article.tags))
        self._reader.show_aside(TAGS, partial(reason_lines, article.title, why))

    def _want(self, article_id: int | None) -> None:
        """Note which article is to be shown next; no wish about another one counts any more."""
        if article_id != self._wanted:
            self._aside = None
        self._wanted, self._evidence = article_id, ""
        self._stop_resting()

    def _stop_resting(self) -> None:
        """Leave what is shown to another wish than the cursor's."""
        self._resting_on = None
        if self._resting is not None:
            self._resting.stop()
            self._resting = None

    def _rested(self, article_id: int) -> None:
        """Show the article the cursor rests on."""
        # A timer that went off just before it was stopped is still delivered: it must not end its successor.
        if article_id == self._resting_on:
            self.show(article_id)

    async def _show(self, article_id: int) -> None:
        """Fetch an article and show it."""
        self._reader.show(await self._session.data.ask(lambda reader: reader.article(article_id)))
        self._point()
        self.stay()

    def _point(self) -> None:
        """Point to the evidence that was asked for, once its article is there."""
        shown = self._reader.article
        if self._evidence and shown is not None and shown.id == self._wanted:
            self._reader.point(self._evidence)
            self._evidence = ""

    async def _show_changes(self, article: Article) -> None:
        """Fetch an article's versions and show how they differ."""
        if article.revisions < 2:
            self._jobs.say("This article was not revised.")
            return
        from tui.revisions import history
        from tui.widgets.changes_text import change_lines

        told = self._session.told
        found = await self._session.data.ask(lambda reader: history(reader.revisions(article.id)))
        changes = [replace(one, seen_at=told(one.seen_at)) for one in found]
        if self._reader.article is not None and self._reader.article.id == article.id:
            self._reader.show_aside(CHANGES, partial(change_lines, article.title, changes))

    async def _dwelt(self, article_id: int) -> None:
        """Mark an article read, if the reader is still with it."""
        shown = self._reader.article
        if self._reader.has_focus and shown is not None and shown.id == article_id:
            await self._mark_read(article_id)

    async def _mark_read(self, article_id: int) -> None:
        """Mark an article read."""
        headline = await self._marking.headline(article_id)
        if headline is not None:
            await self._marking.set_read(headline, read=True)


def article_under(focused: object, headlines: HeadlineList, reader: Reader, ticker: Ticker) -> int | None:
    """Give the id of the article that the focused pane stands on, or None."""
    if focused is reader:
        return reader.article.id if reader.article is not None else None
    if focused is ticker:
        item = ticker.current
        return item.line.article if item is not None and item.line is not None else None
    current = headlines.window.current
    return current.id if current is not None else None
