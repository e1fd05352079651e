"""What later versions of an article changed, as lines of styled pieces. Pure."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tui.widgets.reader_text import flow, plain
from tui.widgets.times import full

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.revisions import ChangedLine, VersionChanges
    from tui.widgets.reader_text import Line


MOST_TAGS = 12
"""Changes of tags that are shown of one version."""


def change_lines(title: str, changes: Sequence[VersionChanges], width: int) -> Iterator[Line]:
    """Give the lines, of at most `width` cells, for what each later version of an article changed, the newest first.

    What the tags say otherwise stands first. Of the text, what went is marked with a minus, what came with a plus, as
    well as by colour.
    """
    yield from plain(title, width, "title")
    yield ()
    for version in reversed(changes):
        yield from flow([(f"Version {version.number}", "heading"), (f"  seen {full(version.seen_at)}", "quiet")], width)
        for change in version.tags[:MOST_TAGS]:
            yield from flow([("▪ ", "quiet"), (change.words, "event")], width)
        if len(version.tags) > MOST_TAGS:
            yield ((f"and {len(version.tags) - MOST_TAGS} more of what is tagged", "quiet"),)
        if version.tags and version.lines:
            yield ()
        if not version.lines:
            yield (("Nothing that shows in the text changed.", "quiet"),)
        for before, line in pairwise((None, *version.lines)):
            if before is not None and before.sign == "+" and line is not None and line.sign == "-":
                yield ()
            if line is not None:
                yield from _changed(line, width)
        yield ()


def _changed(line: ChangedLine, width: int) -> Iterator[Line]:
    """Give the rows of a line that went or came; where it stayed in part, the words that differ stand out."""
    style = "came" if line.sign == "+" else "gone"
    stayed = ("text" if style == "came" else "quiet") if any(changed for _, changed in line.pieces) else style
    pieces = []
    for text, changed in line.pieces:
        words = text.rstrip()
        pieces += [(words, f"{style}-word" if changed else stayed), (text[len(words) :], stayed)]
    for number, row in enumerate(flow(pieces, width - 2)):
        yield ((f"{line.sign} " if number == 0 else "  ", style), *row)
