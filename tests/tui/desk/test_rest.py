"""When the reader shows what the cursor is on: right after a single key, and once a held key is let go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.screens.reading import REST_S

from .screen import open_desk
from .test_actions import reader, ready, shown, window

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.writer import Writer

    from .screen import Desk


class Rests:
    """The clock that moves are told apart by, standing still, and the timers that were set by it."""

    def __init__(self, desk: Desk) -> None:
        self.now = 0.0
        self.due: list[Callable[[], Any]] = []
        reading = desk.app.screen._reading  # type: ignore[attr-defined]
        reading._clock, reading._moved_at = lambda: self.now, self.now
        widget = reader(desk)
        begin = widget.set_timer

        def began(delay: float, callback: Callable[[], Any], **more: Any) -> Any:
            if more.get("name") == "rest":
                self.due.append(callback)
                delay *= 1_000  # the test says when
            return begin(delay, callback, **more)

        widget.set_timer = began  # type: ignore[method-assign, assignment]


async def test_after_a_single_key_the_article_is_drawn_at_once(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        rests = Rests(desk)
        for _ in range(2):
            rests.now += REST_S
            await desk.press("j")
            await desk.until(lambda: shown(desk) == window(desk).current.id)
        assert (shown(desk), rests.due) == (58, [])


async def test_of_a_held_key_only_the_last_article_is_drawn_and_only_once_it_is_let_go(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        rests = Rests(desk)
        await desk.press("j", "j", "j")
        assert (window(desk).current.id, shown(desk), len(rests.due)) == (57, 60, 3)
        rests.due[0]()  # went off just as the next key came
        await desk.settle()
        assert shown(desk) == 60
        rests.due[2]()
        await desk.until(lambda: shown(desk) == 57)


async def test_a_key_held_from_the_first_on_ends_on_the_article_it_was_let_go_on(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        rests = Rests(desk)
        rests.now += REST_S
        await desk.burst("jjj")
        assert window(desk).current.id == 57
        assert len(rests.due) == 2
        rests.due[1]()
        await desk.until(lambda: shown(desk) == 57)


async def test_an_article_chosen_while_the_cursor_comes_to_rest_is_the_one_that_stays(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        rests = Rests(desk)
        rests.now += REST_S
        reading = desk.app.screen._reading  # type: ignore[attr-defined]
        reading.rest(window(desk).rows[1])
        reading.choose(57)
        await desk.until(lambda: shown(desk) == 57)
        await desk.settle()
        assert shown(desk) == 57
