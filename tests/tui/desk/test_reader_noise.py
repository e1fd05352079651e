"""What a publisher repeats is dimmed in the reader, and what belongs to a live blog names it."""

from __future__ import annotations

from dataclasses import replace

from tests.tui.desk.test_drawing import article
from tui.widgets.reader_text import Layout


def drawn(layout: Layout) -> dict[str, str]:
    """Give the style of each piece of text."""
    lines = [layout.line(number) for number in range(layout.length())]
    return {text.strip(): style for line in lines if line is not None for text, style in line}


def test_learned_lines_are_dimmed_and_still_there() -> None:
    made = article(title="Title", body="A bridge fell.\n\nFollow our reporters everywhere.")
    styles = drawn(Layout.of_article(replace(made, noise=((23, 55),)), 60, highlight=True))
    assert styles["A bridge fell."] == "text"
    assert styles["Follow our reporters everywhere."] == "quiet"


def test_an_update_names_its_live_blog() -> None:
    styles = drawn(Layout.of_article(article(parent="War in its third week, live"), 60, highlight=True))
    assert styles["From the live blog:"] == "quiet"
    assert styles["War in its third week, live"] == "text"
