"""What can be done with an article: mark it, open it, copy, save or page through it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from textual.app import SuspendNotSupported

from tui.handing import CannotHand, command, hand_over
from tui.notes import name_of
from tui.opener import CannotOpen, checked, open_url
from tui.papers import CannotSave, as_text, in_lines, save, save_text, to_copy

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from textual.app import App

    from store.models import Article, Correction
    from tui.handing import Tool
    from tui.screens.jobs import Jobs
    from tui.screens.marking import Marking
    from tui.session import Session


class Deeds:
    """Does something with one article, and says what came of it."""

    def __init__(self, session: Session, jobs: Jobs, marking: Marking, app: Callable[[], App[Any]]) -> None:
        """Take the session, the runner of jobs, the marks, and what gives the app once it runs."""
        self._session = session
        self._jobs = jobs
        self._marking = marking
        self._app = app

    def do(self, deed: str, article_id: int) -> None:
        """Do one of `DEEDS` with an article."""
        self._jobs.append(partial(DEEDS[deed], self, article_id), deed)

    async def open(self, article_id: int) -> None:
        """Open an article in the browser, and mark it read."""
        headline = await self._marking.headline(article_id)
        if headline is not None and self.open_link(headline.url):
            await self._marking.set_read(headline, read=True)

    def open_link(self, url: str | None) -> bool:
        """Open a web link in the browser; tells whether that was begun."""
        try:
            open_url(url)
        except CannotOpen as error:
            self._jobs.say(str(error))
            return False
        self._jobs.say(f"Opened {url}")
        return True

    async def copy(self, article_id: int) -> None:
        """Put an article's link on the clipboard (OSC 52)."""
        headline = await self._marking.headline(article_id)
        if headline is None:
            return
        try:
            url = checked(headline.url)
        except CannotOpen as error:
            self._jobs.say(str(error).replace("opened", "copied"))
            return
        self._app().copy_to_clipboard(url)
        self._jobs.say(f"Copied {url}")

    async def copy_text(self, article_id: int) -> None:
        """Put an article's text on the clipboard (OSC 52)."""
        article = await self._article(article_id)
        if article is not None:
            text, whole = to_copy(as_text(article))
            self._app().copy_to_clipboard(text)
            self._jobs.say(
                "Copied the article's text." if whole else f"Copied the first {len(text):,} characters of it."
            )

    async def save(self, article_id: int) -> None:
        """Save an article as Markdown."""
        article = await self._article(article_id)
        if article is not None:
            await self._saved("Saved as", partial(save, article, self.folder))

    async def page(self, article_id: int) -> None:
        """Show an article's text in the pager."""
        article = await self._article(article_id)
        if article is not None:
            self._hand("pager", in_lines(as_text(article)), f"{article.id}.txt")

    async def edit(self, article_id: int) -> None:
        """Open a copy of an article in the editor; what was changed in it is kept beside the articles saved."""
        article = await self._article(article_id)
        if article is None:
            return
        name = name_of(article)
        changed = self._hand("editor", as_text(article), name)
        if changed is not None:
            await self._saved("What you wrote is kept as", partial(save_text, changed, self.folder, name))

    async def fetch(self, article_id: int) -> None:
        """Ask for the page behind an article; the reader shows that it is awaited, and then the text or why not."""
        try:
            await self._session.marks.ask_page(article_id)
        except LookupError:
            self._jobs.say("This article has no link, so there is no page to fetch.")
            return
        nobody = self._session.archiver().kind == "none"
        self._jobs.say(
            "The page is fetched as soon as an archiver runs; none does now."
            if nobody
            else "Fetching the article's page…"
        )

    async def correct(self, correction: Correction) -> None:
        """Keep what a reader says against the tagger, and say when it counts."""
        await self._session.marks.correct(correction, datetime.now(UTC))
        place = "a place" if correction.place is None else "what it was taken for"
        where = "in this passage" if correction.context else "anywhere"
        self._jobs.say(
            f"Kept: “{correction.name}” is not {place} {where}. New arrivals follow it; `dateline retag` tags the rest."
        )

    @property
    def folder(self) -> Path:
        """The folder that articles are saved in."""
        given = self._session.settings.save_folder
        return Path(given) if given else Path.home() / "Documents" / "Dateline"

    async def _article(self, article_id: int) -> Article | None:
        """Give an article whole."""
        return await self._session.data.ask(lambda reader: reader.article(article_id))

    async def _saved(self, words: str, write: Callable[[], Path]) -> None:
        """Write a file beside the loop, and say where it is or why not."""
        try:
            self._jobs.say(f"{words} {await asyncio.to_thread(write)}")
        except CannotSave as error:
            self._jobs.say(str(error))

    def _hand(self, tool: Tool, text: str, name: str) -> str | None:
        """Leave the terminal to another program until it ends; gives what it made of `text`, None for nothing new.

        The loop stands still meanwhile: nothing may draw over that program.
        """
        try:
            argv = command(tool)
            with self._app().suspend():
                return hand_over(argv, text, name)
        except CannotHand as error:
            self._jobs.say(str(error))
        except SuspendNotSupported:
            self._jobs.say("This terminal can't be left to another program.")
        return None


DEEDS: Final[Mapping[str, Callable[[Deeds, int], Coroutine[Any, Any, None]]]] = {
    "open": Deeds.open,
    "copy": Deeds.copy,
    "copy_text": Deeds.copy_text,
    "save": Deeds.save,
    "page": Deeds.page,
    "edit": Deeds.edit,
    "fetch": Deeds.fetch,
}
"""What the action table's ``article(…)`` calls name, beside what `tui.screens.bulk` does to several at once."""
