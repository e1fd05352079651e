"""The XML reader that feedparser is given: expat, told to hand text over in one piece.

Left alone it calls back for each line and each entity, which with markup in every entry is ninety times an entry.
feedparser asks for a SAX reader by the name of its module.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax import expatreader

if TYPE_CHECKING:
    from pyexpat import XMLParserType

_PIECE = 256 * 1024


class Reader(expatreader.ExpatParser):
    """Expat, with a buffer for text."""

    def reset(self) -> None:
        """Begin a document."""
        super().reset()
        parser: XMLParserType = vars(self)["_parser"]
        parser.buffer_text = True
        parser.buffer_size = _PIECE


def create_parser() -> Reader:
    """Give a reader, as `xml.sax.make_parser` asks for it."""
    return Reader()
