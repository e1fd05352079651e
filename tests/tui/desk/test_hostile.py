"""Hostile text in every widget: shown as plain text, and nothing of it reaches the terminal as a command."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from store.jobs import commit_poll, sync_feeds
from store.models import FeedSettings, Tags
from tests.store.make import IRPIN, NAMES, NOON, event, outcome, place

from .dispatches import dispatch
from .screen import open_desk
from .test_actions import ready

if TYPE_CHECKING:
    from store.writer import Writer

HOSTILE = {
    "escape sequences": "A\x1b[31mred\x1b[0m \x1b]0;PWNED\x07 title",
    "clipboard write": "B \x1b]52;c;ZXZpbA==\x1b\\ title",
    "unterminated OSC": "C \x1b]8;;http://evil.example title goes on",
    "C1 controls": "D \x9b31m \x9d0;PWNED\x9c title",
    "closing markup": "E [/red] [/] [/bold title",
    "live markup": "F [@click=app.quit]quit[/] [link=https://evil.example]x[/link] title",
    "open bracket": "G [[[ title ]]] [b",
    "bidi override": "H \u202edlrow\u202c \u2066title\u2069",
    "line breaks": "I one\ntwo\r\nthree\u2028four title",
    "zalgo": "J z" + "\u0335" * 400 + " title",
    "wide": "K " + "漢字🚑" * 60 + " title",
    "zero width": "L a\u200bb\ufeffc\u2060d title",
    "nul and tab": "M a\0b\tc title",
    "families": "N 👨‍👩‍👧‍👦 🏳️‍🌈 🇺🇦 title",
}
FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
SIZES = [(80, 24), (200, 60)]


def store_everywhere(writer: Writer, text: str) -> None:
    """Store an article that has `text` wherever a feed or the tagger can put it."""
    settings = [FeedSettings("https://evil.example/feed", text)]
    state = writer.submit(sync_feeds(settings, NOON)).result()[0]
    hostile = dispatch(
        59,
        title=text,
        body=f"{text}\n\n{text}",
        summary=text,
        author=text,
        links=(f"https://evil.example/{text}", text),
        url=f"https://evil.example/{text}",
        tags=Tags(places=(place(IRPIN, 0, text=text, end=2),), events=(event(IRPIN, text, place=text, by=text),)),
    )
    made = outcome(state.id, hostile, names=NAMES, state="failing", error=text, failures=1)
    writer.submit(commit_poll(made)).result()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
async def test_a_hostile_text_is_plain_text_in_every_pane(empty: Writer, text: str, size: tuple[int, int]) -> None:
    store_everywhere(empty, text)
    async with open_desk(empty.path, size) as desk:
        await ready(desk)
        for key in ("1", "2", "3", "question_mark", "escape"):
            await desk.press(key)
            assert not FORBIDDEN.search(desk.text())
            assert all(len(strip) <= 2 * size[0] + 16 for strip in desk.lines())
        await desk.press("1")
        assert text[0] in desk.text()
        assert desk.app.return_code is None


async def test_markup_in_a_title_stands_there_letter_by_letter(empty: Writer) -> None:
    store_everywhere(empty, HOSTILE["closing markup"])
    async with open_desk(empty.path) as desk:
        await ready(desk)
        await desk.shows("E [/red] [/] [/bold title")


async def test_hostile_text_makes_no_links_and_no_actions(empty: Writer) -> None:
    store_everywhere(empty, HOSTILE["live markup"])
    async with open_desk(empty.path, (200, 60)) as desk:
        await ready(desk)
        for strip in desk.app.screen._compositor.render_strips():
            for segment in strip:
                assert segment.style is None or segment.style.link is None
                assert segment.style is None or "@click" not in segment.style.meta


async def test_ten_megabytes_of_title_and_body_open_at_once(empty: Writer) -> None:
    store_everywhere(empty, "war " * 2_500_000)
    async with open_desk(empty.path) as desk:
        await ready(desk)
        await desk.press("2", "pagedown", "G", "g")
        assert desk.focus == "reader"


async def test_columns_stay_straight_beside_wide_characters(empty: Writer) -> None:
    from rich.cells import cell_len

    store_everywhere(empty, HOSTILE["wide"])
    async with open_desk(empty.path, (120, 40)) as desk:
        await ready(desk)
        for strip in desk.app.screen._compositor.render_strips():
            assert sum(cell_len(segment.text) for segment in strip) == 120


async def test_a_hostile_paste_into_the_filter_leaves_its_controls_behind(empty: Writer) -> None:
    from textual import events
    from textual.widgets import Input

    store_everywhere(empty, "plain title")
    async with open_desk(empty.path) as desk:
        await ready(desk)
        await desk.press("slash")
        field = desk.app.screen.query_one(Input)
        field.post_message(events.Paste("x\x1b]52;c;ZXZpbA==\x07y"))
        await desk.settle()
        assert not FORBIDDEN.search(field.value)
        assert not FORBIDDEN.search(desk.text())


async def test_a_hostile_query_is_explained_without_its_controls(empty: Writer) -> None:
    store_everywhere(empty, "plain title")
    async with open_desk(empty.path) as desk:
        await ready(desk)
        await desk.press("slash", *'[/red] "')
        await desk.shows("[/red]")
        assert not FORBIDDEN.search(desk.text())
