"""What the desk loads before its first screen: it is there the sooner the less that is."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.writer import Writer

START = """
import sys
from pathlib import Path
import tui.cli, tui.opening, tui.config, tui.commands.desk
from store.reader import Reader
import store.schema, tui.data, tui.marks, tui.memory, tui.logs, tui.child, tui.saved, tui.session
from tui.first import first_look
tui.config.load(None)
first = first_look(Reader(Path(sys.argv[1])))
assert len(first.page.rows) == 60 and first.article is not None
import tui.app
print(*sys.modules)
"""
LATER = {
    *("store.writer", "store.conditions", "store.fields", "store.cities", "store.ticker", "store.completing"),
    *("store.highlight", "store.candidates", "store.migrations", "sqlite_utils", "hashlib"),
    *("feeds.worker", "feeds.identity", "feeds.parser", "tagger.gazetteer", "tagger.index"),
    *("tui.output", "tui.correcting", "tui.completion", "tui.config.lines", "tui.config.edit", "tui.screens.map"),
    *("httpx", "feedparser", "selectolax", "trafilatura", "tomlkit", "aiohttp"),
}
"""What writes, completes, marks words, knows cities or feeds: a key asks for it, or time does."""


def test_the_desk_shows_its_first_screen_without_what_only_later_ones_need(archive: Writer) -> None:
    ran = subprocess.run([sys.executable, "-c", START, str(archive.path)], capture_output=True, text=True, check=True)
    assert LATER & set(ran.stdout.split()) == set()
