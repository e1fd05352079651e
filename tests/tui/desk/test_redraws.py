"""What is drawn again, and what is not: every line a key does not change costs whoever pressed it time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tui.app import DatelineApp
from tui.pages import FIRST
from tui.widgets.headlines import HeadlineList
from tui.widgets.pane import Pane
from tui.widgets.reader import Reader
from tui.widgets.ticker import Ticker

from .dispatches import add, dispatch
from .screen import open_desk
from .test_actions import reader, ready, shown, stored, window

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.strip import Strip

    from store.writer import Writer

    from .screen import Desk


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


def looks(desk: Desk) -> list[list[tuple[str, object]]]:
    """Give the characters of each line with their style; of a blank no more than can be seen."""
    lines: list[list[tuple[str, object]]] = []
    for strip in desk.app.screen._compositor.render_strips():
        lines.append([])
        for text, style, _ in strip:
            assert style is not None
            ground = (style.color if style.reverse else style.bgcolor, style.underline)
            lines[-1] += [(char, ground if char == " " else style) for char in text]
    return lines


async def test_an_article_that_is_marked_read_is_not_drawn_again_in_the_reader(
    archive: Writer, drawn: dict[str, list[int]]
) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.settle()
        drawn["reader"].clear()
        await desk.press("m")
        await desk.until(lambda: stored(archive, "is:read") == [60])
        article = reader(desk).article
        assert article is not None
        assert article.read
        assert drawn["reader"] == []


async def test_a_mark_that_the_desk_made_is_drawn_once(archive: Writer, drawn: dict[str, list[int]]) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("s")
        await desk.until(lambda: stored(archive, "is:starred") == [60])
        await desk.settle()
        for lines in drawn.values():
            lines.clear()
        live = desk.app.screen._live  # type: ignore[attr-defined]
        await live.look()
        await desk.settle()
        assert drawn["headlines"] == drawn["reader"] == []


@pytest.mark.parametrize(("key", "pane"), [("2", "reader"), ("1", "headlines"), ("3", "ticker")])
async def test_going_to_another_pane_draws_no_text_again_but_the_cursors_line(
    archive: Writer, drawn: dict[str, list[int]], key: str, pane: str
) -> None:
    async with open_desk(archive.path, (200, 60)) as desk:
        await ready(desk)
        await desk.press("1" if pane == "ticker" else "3", "j")
        await desk.until(lambda: shown(desk) == window(desk).current.id)
        await desk.settle()
        for lines in drawn.values():
            lines.clear()
        await desk.press(key)
        assert desk.focus == pane
        assert set(drawn["headlines"]) <= {window(desk).cursor}
        assert not drawn["reader"]
        assert set(drawn["ticker"]) <= set(desk.app.screen.query_one(Ticker).cursor_rows)


@pytest.mark.parametrize("look", ["colours", "ansi", "nocolor"])
async def test_what_is_drawn_after_going_to_another_pane_is_all_that_differs(
    archive: Writer, monkeypatch: pytest.MonkeyPatch, look: str
) -> None:
    if look == "nocolor":
        monkeypatch.setenv("NO_COLOR", "1")
    async with open_desk(archive.path, (200, 60)) as desk:
        await ready(desk)
        if look == "ansi":
            desk.app.theme = "dateline-ansi"
        for keys in ("2", "3", "j2", "/", "1", "/"):
            await desk.press(*keys)
            seen = looks(desk)
            for pane in desk.app.screen.query(Pane):
                pane._styles_cache.clear()
            assert seen == looks(desk), keys


async def test_of_rows_that_changed_only_those_that_read_otherwise_are_drawn_again(
    archive: Writer, drawn: dict[str, list[int]]
) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        listing = desk.app.screen._listing  # type: ignore[attr-defined]
        await desk.settle()
        drawn["headlines"].clear()
        # Article 59 is dispatch 58, from the second outlet; its row is the second one.
        add(archive, dispatch(58, title="Lviv corrected its count"), feed=1)
        await listing.changed(None)
        await desk.settle()
        assert drawn["headlines"] == [1]


async def test_rows_that_come_below_what_is_in_sight_draw_nothing_again(
    empty: Writer, drawn: dict[str, list[int]]
) -> None:
    add(empty, *(dispatch(number) for number in range(FIRST + 9)))
    async with open_desk(empty.path) as desk:
        await ready(desk)
        await desk.settle()
        assert (len(window(desk).rows), window(desk).at_oldest) == (FIRST, False)
        drawn["headlines"].clear()
        await desk.app.screen._listing.older()  # type: ignore[attr-defined]
        await desk.settle()
        assert (len(window(desk).rows), window(desk).at_oldest) == (FIRST + 9, True)
        assert drawn["headlines"] == []


async def test_what_changes_on_the_desk_draws_nothing_of_a_screen_that_hides_it(
    archive: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("f")
        await desk.shows("Harbour Wire")
        drawn: list[object] = []
        monkeypatch.setattr(DatelineApp, "_display", lambda _app, _screen, update: drawn.append(update))
        below = desk.app.screen_stack[0].query_one(HeadlineList)
        below.title("Something else")
        below.refresh()
        await desk.settle()
        assert drawn == []
        monkeypatch.undo()
        await desk.press("escape")
        await desk.shows("Something else")
