"""What is done to several articles at once: each deed is drawn at once, written behind, and can be taken back."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from tui.link_list import links, markdown_list
from tui.papers import CannotSave, save_text, to_copy
from tui.undo import Undo
from tui.wording import count_of

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence

    from tui.screens.deeds import Deeds
    from tui.screens.jobs import Jobs
    from tui.screens.marking import Marking
    from tui.session import Session

MOST: Final = 5_000
"""Articles that a single deed is done to at most."""


class Bulk:
    """Marks, stars, copies and saves articles by the dozen; a single one is a dozen of one."""

    def __init__(
        self, session: Session, jobs: Jobs, marking: Marking, deeds: Deeds, copy: Callable[[str], None]
    ) -> None:
        """Take the session, the runner of jobs, the marks, what knows where files go, and the clipboard."""
        self._session = session
        self._jobs = jobs
        self._marking = marking
        self._deeds = deeds
        self.undo = Undo()
        """What can be taken back in this run."""
        self._copy = copy

    def do(self, deed: str, ids: Sequence[int]) -> None:
        """Do one of `BULK` to articles, one deed after the other."""
        self._jobs.append(partial(BULK[deed], self, list(ids)[:MOST]), deed)

    async def read(self, ids: Sequence[int]) -> None:
        """Mark articles read where any is unread, else unread."""
        headlines = await self._marking.headlines(ids)
        read = not all(headline.read for headline in headlines)
        changed = [headline for headline in headlines if headline.read != read]
        if not changed:
            return
        await self._marking.set_all_read(changed, read=read)
        state = "read" if read else "unread"
        back = partial(self._marking.set_all_read, [replace(one, read=read) for one in changed], read=not read)
        self._note(f"{count_of(len(changed), 'article')} marked {state}", back, alone=len(ids) == 1)

    async def star(self, ids: Sequence[int]) -> None:
        """Star articles where any is not starred, else take their stars away."""
        headlines = await self._marking.headlines(ids)
        starred = not all(headline.starred for headline in headlines)
        changed = [headline for headline in headlines if headline.starred != starred]
        if not changed:
            return
        await self._marking.set_all_starred(changed, starred=starred)
        done = "starred: kept for good" if starred else "no longer starred"
        stars = [replace(one, starred=starred) for one in changed]
        back = partial(self._marking.set_all_starred, stars, starred=not starred)
        self._note(f"{count_of(len(changed), 'article')} {done}", back, alone=len(ids) == 1)

    async def copy(self, ids: Sequence[int]) -> None:
        """Put the articles' links on the clipboard (OSC 52), a line each."""
        found = links(await self._marking.headlines(ids))
        if not found:
            self._jobs.say("None of them has a link that can be copied.")
            return
        text, whole = to_copy("\n".join(found))
        self._copy(text)
        self._jobs.say(f"Copied {count_of(text.count(chr(10)) + 1, 'link')}{'' if whole else ', and no more'}.")

    async def copy_text(self, ids: Sequence[int]) -> None:
        """Put the articles on the clipboard as a Markdown list."""
        text, whole = to_copy(markdown_list(await self._marking.headlines(ids)))
        self._copy(text)
        self._jobs.say(
            f"Copied a Markdown list of {count_of(len(ids), 'article')}." if whole else "Copied the list's beginning."
        )

    async def save(self, ids: Sequence[int]) -> None:
        """Save the articles as a Markdown list."""
        text = markdown_list(await self._marking.headlines(ids))
        now = self._session.wall().astimezone()
        write = partial(save_text, text, self._deeds.folder, f"articles-{now:%Y-%m-%d-%H%M%S}.md")
        try:
            self._jobs.say(f"Saved {count_of(len(ids), 'article')} as {await asyncio.to_thread(write)}")
        except CannotSave as error:
            self._jobs.say(str(error))

    def _note(self, words: str, back: Callable[[], Coroutine[Any, Any, None]], *, alone: bool) -> None:
        """Say what was done, to one article or to several, and remember how to take it back."""
        self._jobs.say(f"{words.split(' ', 2)[2].capitalize()}." if alone else f"{words}.")
        self.undo.note(words, back)


BULK: Final[Mapping[str, Callable[[Bulk, Sequence[int]], Coroutine[Any, Any, None]]]] = {
    "read": Bulk.read,
    "star": Bulk.star,
    "copy": Bulk.copy,
    "copy_text": Bulk.copy_text,
    "save": Bulk.save,
}
"""Deeds of the action table's ``article(…)`` that are done to all marked articles where there are any."""
EVEN_ALONE: Final = frozenset({"read", "star"})
"""Those that are done here to a single article too, so that they can be taken back."""
