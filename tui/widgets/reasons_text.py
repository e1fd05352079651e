"""Why each tag of an article stands, as lines of styled pieces. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.text import clean_line
from tui.widgets.reader_text import flow, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.explanation import Reason
    from tui.widgets.reader_text import Line

_KINDS: Final = {
    "p": ("Places", "place"),
    "a": ("Actors", "actor"),
    "e": ("Events", "event"),
    "f": ("Figures", "figure"),
}
_WORDS: Final = 200
"""Code points that are shown of the words a tag stands on; an event stands on a whole sentence."""


def reason_lines(title: str, reasons: Sequence[Reason], width: int) -> Iterator[Line]:
    """Give the lines, of at most `width` cells: what each tag says, on which words, how sure, and by which rule."""
    yield from plain(title, width, "title")
    kind = ""
    for reason in reasons:
        heading, style = _KINDS[reason.mark[0]]
        if heading != kind:
            kind = heading
            yield ()
            yield ((heading, "heading"),)
        sure = f"  {reason.sure}" if reason.sure else ""
        yield from flow([(clean_line(reason.what), style), (sure, "text")], width)
        yield from _indented(f"“{clean_line(reason.words, _WORDS)}”", width, "text")
        if reason.why:
            yield from _indented(clean_line(reason.why), width, "quiet")
    if not reasons:
        yield ()
        yield (("Nothing is tagged here.", "quiet"),)


def _indented(text: str, width: int, style: str) -> Iterator[Line]:
    for line in flow([(text, style)], width - 2):
        yield (("  ", style), *line)
