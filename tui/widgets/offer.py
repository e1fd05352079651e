"""The line that offers a live blog: calm, under the panes, and gone once somebody said yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from rich.cells import cell_len

from store.text import clean_line
from tui.widgets.bars import Bar
from tui.widgets.cells import clip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.models import OfferedBlog
    from tui.widgets.bars import Part

_TITLE_LIMIT = 200


class OfferBar(Bar):
    """One offered live blog; takes no room while there is none."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--key", "bar--quiet", "bar--plain", "bar--new"}

    def __init__(self, keys: tuple[str, str]) -> None:
        """Take the keys that follow and that dismiss it, as people write them."""
        super().__init__("offer")
        self._keys = keys
        self._offers: tuple[OfferedBlog, ...] = ()
        self.display = False

    @property
    def offer(self) -> OfferedBlog | None:
        """What is offered now."""
        return self._offers[0] if self._offers else None

    def show(self, offers: Sequence[OfferedBlog]) -> None:
        """Offer the first of `offers`; costs nothing where they are those of before."""
        if tuple(offers) != self._offers:
            self._offers = tuple(offers)
            self.display = bool(offers)
            self.refresh()

    def parts(self, width: int) -> tuple[list[Part], list[Part]]:
        """Give the live blog and whose articles link to it, then the keys."""
        if self.offer is None:
            return [], []
        follow, dismiss = self._keys
        right = [(follow, "key"), (" follow  ", "quiet"), (dismiss, "key"), (" no ", "quiet")]
        room = width - sum(cell_len(text) for text, _ in right) - 2
        more = len(self._offers) - 1
        host = clean_line(urlsplit(self.offer.url).hostname or "", 60)
        tail = f"  {host}{f', and {more} more' if more else ''}"
        title = clean_line(self.offer.title or self.offer.url, _TITLE_LIMIT)
        left = [(" Live blog ", "new"), (clip(title, max(8, room - 11 - cell_len(tail))), "plain"), (tail, "quiet")]
        return left, right
