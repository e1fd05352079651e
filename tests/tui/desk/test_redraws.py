"""What is drawn again, and what is not: every line a key does not change costs whoever pressed it time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tui.widgets.headlines import HeadlineList
from tui.widgets.reader import Reader
from tui.widgets.ticker import Ticker

from .dispatches import add, dispatch
from .screen import open_desk
from .test_actions import ready, reader, stored

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.strip import Strip

    from store.writer import Writer


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[int]]:
    """The lines that each pane has drawn."""
    lines: dict[str, list[int]] = {"headlines": [], "reader": [], "ticker": []}

    def counting(draw: Callable[[Any, int], Strip]) -> Callable[[Any, int], Strip]:
        def counted(pane: Any, y: int) -> Strip:
            lines[pane.id].append(y)
            return draw(pane, y)

        return counted

    for kind in (HeadlineList, Reader, Ticker):
        monkeypatch.setattr(kind, "render_line", counting(kind.render_line))
    return lines


async def test_an_article_that_is_marked_read_is_not_drawn_again_in_the_reader(
    archive: Writer, drawn: dict[str, list[int]]
) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("2")
        drawn["reader"].clear()
        await desk.press("m")
        await desk.until(lambda: stored(archive, "is:read") == [60])
        assert reader(desk).article.read
        assert drawn["reader"] == []


async def test_a_mark_that_the_desk_made_is_drawn_once(archive: Writer, drawn: dict[str, list[int]]) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("s")
        await desk.until(lambda: stored(archive, "is:starred") == [60])
        for lines in drawn.values():
            lines.clear()
        live = desk.app.screen._live  # type: ignore[attr-defined]
        await live.look()
        await desk.settle()
        assert drawn["headlines"] == drawn["reader"] == []


async def test_of_rows_that_changed_only_those_that_read_otherwise_are_drawn_again(
    archive: Writer, drawn: dict[str, list[int]]
) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        listing = desk.app.screen._listing  # type: ignore[attr-defined]
        drawn["headlines"].clear()
        # Article 59 is dispatch 58, from the second outlet; its row is the second one.
        add(archive, dispatch(58, title="Lviv corrected its count"), feed=1)
        await listing.changed(None)
        await desk.settle()
        assert drawn["headlines"] == [1]
