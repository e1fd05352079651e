"""Why each tag of an article stands, as lines of styled pieces. Pure."""

from __future__ import annotations

from collections import Counter
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
    """Give the lines, of at most `width` cells: what each tag says, on which words, how sure, and by which rule.

    Tags that say the same by the same rule are told once, with all their words.
    """
    yield from plain(title, width, "title")
    kind = ""
    for reason, words in _folded(reasons):
        heading, style = _KINDS[reason.mark[0]]
        if heading != kind:
            kind = heading
            yield ()
            yield ((heading, "heading"),)
        sure = f"  {reason.sure}" if reason.sure else ""
        yield from flow([(clean_line(reason.what), style), (sure, "text")], width)
        told = ", ".join(f"“{one}”{f' ×{count}' if count > 1 else ''}" for one, count in words.items())
        why = f" · {clean_line(reason.why)}" if reason.why else ""
        for line in flow([(told, "text"), (why, "quiet")], width - 2):
            yield (("  ", "text"), *line)
    if not reasons:
        yield ()
        yield (("Nothing is tagged here.", "quiet"),)


def _folded(reasons: Sequence[Reason]) -> Iterator[tuple[Reason, Counter[str]]]:
    """Give the first of the reasons that say the same, and how often each of their words stands there."""
    found: dict[tuple[str, str, str], tuple[Reason, Counter[str]]] = {}
    for reason in reasons:
        _, words = found.setdefault((reason.mark[0], reason.what, reason.why), (reason, Counter()))
        words[clean_line(reason.words, _WORDS)] += 1
    yield from found.values()
