"""The list grouped by story: one line for each, its reports below it, joined and split by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.reader import Reader as ArchiveReader
from store.story_jobs import join
from tui.memory import Memory
from tui.widgets.headlines import HeadlineList

from .dispatches import add, dispatch
from .screen import open_desk
from .test_actions import ready, window

if TYPE_CHECKING:
    from store.writer import Writer

    from .screen import Desk

BODIES = (
    "Fishermen at the harbour mended their nets in heavy rain.",
    "The opera house opens a season of three new works tonight.",
    "A bakery gives bread away to whoever comes before noon.",
    "Engineers inspected the railway bridge and found it sound.",
    "Astronomers saw a comet that nobody had catalogued so far.",
    "The library lends out tools, tents and even a telescope.",
)


def six(writer: Writer) -> None:
    """Six articles that have nothing to do with each other; the first and the fourth are then made one story."""
    for number, body in enumerate(BODIES):
        add(writer, dispatch(number, title=body.split(" ", 3)[-1], body=body, summary=body))
    writer.submit(join([1, 4])).result()


def ids(desk: Desk) -> list[int]:
    return [row.id for row in window(desk).rows]


def story_of(writer: Writer, article: int) -> list[int]:
    with ArchiveReader(writer.path) as archive:
        story = archive.story(article)
    return [report.headline.id for report in story.reports] if story is not None else []


async def test_capital_s_shows_each_story_as_one_line_and_each_report_again(empty: Writer) -> None:
    six(empty)
    memory = Memory()
    async with open_desk(empty.path, memory=memory) as desk:
        await ready(desk)
        assert ids(desk) == [6, 5, 4, 3, 2, 1]
        assert "≈" in desk.lines()[4]
        assert "+1" in desk.lines()[7]
        await desk.press("S")
        await desk.until(lambda: ids(desk) == [6, 5, 4, 3, 2])
        await desk.shows("1 Stories")
        assert "+1" in desk.lines()[4]
        assert memory.now.grouped
        await desk.press("S")
        await desk.until(lambda: ids(desk) == [6, 5, 4, 3, 2, 1])
        assert not memory.now.grouped


async def test_the_edge_says_what_the_lines_are_wherever_the_cursor_stands(empty: Writer) -> None:
    six(empty)
    async with open_desk(empty.path) as desk:
        await ready(desk)
        await desk.press("j", "v", "v", "J")
        await desk.shows("joined into one story")
        assert "marked" not in desk.lines()[1]
        await desk.press("S")
        await desk.shows("1 Stories")


async def test_whoever_goes_elsewhere_while_the_list_is_grouped_stays_there(empty: Writer) -> None:
    six(empty)
    async with open_desk(empty.path) as desk:
        await ready(desk)
        await desk.press("j", "j")
        await desk.burst("Sj")
        await desk.until(lambda: ids(desk) == [6, 5, 4, 3, 2])
        assert window(desk).current.id == 3


async def test_the_desk_opens_grouped_where_it_was_left_so(empty: Writer) -> None:
    six(empty)
    memory = Memory()
    async with open_desk(empty.path, memory=memory) as desk:
        await ready(desk)
        await desk.press("S")
        await desk.until(lambda: len(ids(desk)) == 5)
    async with open_desk(empty.path, memory=memory) as desk:
        await ready(desk)
        assert len(ids(desk)) == 5


async def test_right_shows_the_reports_below_and_left_puts_them_away(empty: Writer) -> None:
    six(empty)
    async with open_desk(empty.path) as desk:
        await ready(desk)
        await desk.press("S")
        await desk.until(lambda: len(ids(desk)) == 5)
        await desk.press("j", "j", "right")
        await desk.until(lambda: ids(desk) == [6, 5, 4, 1, 3, 2])
        await desk.until(lambda: "└ " in desk.lines()[5] and "▾1" in desk.lines()[4])
        await desk.press("j")
        assert window(desk).current.id == 1
        await desk.press("left")
        assert ids(desk) == [6, 5, 4, 3, 2]
        assert window(desk).current.id == 4


async def test_a_line_without_other_reports_says_so(empty: Writer) -> None:
    six(empty)
    async with open_desk(empty.path) as desk:
        await ready(desk)
        await desk.press("right")
        await desk.shows("S groups them by story")
        await desk.press("S")
        await desk.until(lambda: len(ids(desk)) == 5)
        await desk.press("right")
        await desk.shows("There is no other report of this.")
        await desk.press("left")
        await desk.shows("No reports are shown below this line.")


async def test_a_new_report_takes_its_story_to_the_top(empty: Writer) -> None:
    six(empty)
    async with open_desk(empty.path) as desk:
        await ready(desk)
        await desk.press("S")
        await desk.until(lambda: len(ids(desk)) == 5)
        add(empty, dispatch(9, title="A seventh", body="Nobody expected hail in the middle of a warm May.", summary=""))
        empty.submit(join([7, 4])).result()
        await desk.press("g")
        await desk.until(lambda: ids(desk) == [7, 6, 5, 3, 2])


async def test_capital_j_joins_marked_lines_and_u_takes_it_back(empty: Writer) -> None:
    six(empty)
    async with open_desk(empty.path) as desk:
        await ready(desk)
        await desk.press("J")
        await desk.shows("Mark two lines or more first")
        await desk.press("S")
        await desk.until(lambda: len(ids(desk)) == 5)
        await desk.press("v", "v", "J")
        await desk.until(lambda: ids(desk) == [6, 4, 3, 2])
        await desk.shows("2 lines joined into one story")
        assert story_of(empty, 5) == [5, 6]
        assert not desk.app.screen.query_one(HeadlineList).besides.marked
        await desk.press("u")
        await desk.until(lambda: ids(desk) == [6, 5, 4, 3, 2])
        assert story_of(empty, 5) == []


async def test_capital_k_takes_a_report_out_of_its_story_and_u_puts_it_back(empty: Writer) -> None:
    six(empty)
    async with open_desk(empty.path) as desk:
        await ready(desk)
        await desk.press("S")
        await desk.until(lambda: len(ids(desk)) == 5)
        await desk.press("K")
        await desk.shows("It stands alone already.")
        await desk.press("j", "j", "right")
        await desk.until(lambda: len(ids(desk)) == 6)
        await desk.press("j", "K")
        await desk.until(lambda: ids(desk) == [6, 5, 4, 3, 2, 1])
        assert story_of(empty, 1) == []
        await desk.press("u")
        await desk.until(lambda: ids(desk) == [6, 5, 4, 3, 2])
        assert story_of(empty, 1) == [1, 4]
