"""What the headline list knows of its rows beside their headlines: details, stories, alerts, and the user's marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.widgets.headline_row import Beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from store.models import RowDetail
    from tui.widgets.window import Window

MOST: Final = 4_000
"""Rows whose details are kept at most."""


class Besides:
    """Details come with each page; marks stay until they are taken away, whatever the list shows."""

    def __init__(self) -> None:
        """Know nothing."""
        self.alerts: Mapping[int, str] = {}
        """The watch that found an article."""
        self.marked: dict[int, None] = {}
        """Ids of marked articles, in the order in which they were marked."""
        self.grouped = False
        """Whether a line stands for its story."""
        self._details: dict[int, RowDetail] = {}
        self._reports: dict[int, int] = {}

    def know(self, details: Mapping[int, RowDetail], reports: Mapping[int, int]) -> None:
        """Take what is known of `details`' rows."""
        if len(self._details) > MOST:
            self._details, self._reports = {}, {}
        for article in details:
            self._reports.pop(article, None)
        self._details.update(details)
        self._reports.update(reports)

    def mark(self, ids: Iterable[int]) -> None:
        """Mark articles."""
        self.marked.update(dict.fromkeys(ids))

    def toggle(self, article_id: int) -> None:
        """Mark an article, or take its mark away."""
        if article_id in self.marked:
            del self.marked[article_id]
        else:
            self.marked[article_id] = None

    def reports(self, article_id: int) -> int:
        """Give how many other reports there are of an article's story, as far as that is known."""
        return self._reports.get(article_id, 0)

    def of(self, article_id: int, window: Window) -> Beside:
        """Give what stands beside the headline of an article in `window`."""
        return Beside(
            detail=self._details.get(article_id),
            reports=self._reports.get(article_id, 0),
            grouped=self.grouped,
            open=article_id in window.opened,
            below=article_id in window.below,
            marked=article_id in self.marked,
            alert=self.alerts.get(article_id, ""),
        )
