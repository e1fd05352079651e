"""Changing the list of feeds changes nothing else, whatever else the file holds."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from store.models import FeedSettings
from tui.config import Config, ConfigError, load
from tui.config.edit import FeedsFile

NEW = "https://new.example/"
BLOCKS = st.sampled_from(
    [
        "# a comment\n",
        "\n",
        "feeds = []\n",
        '[desk]\ntheme = "x" # my theme\n',
        "[polling]\nper_host = 2\n",
        '[archive]\nkeep = "1d"\n',
        '[[watch]]\nname = "w"\nquery = "a"\n',
        '[[feeds]]\nurl = "https://NUMBER.example/"\n',
        '[[feeds]]\nurl = "https://NUMBER.example/" # why\nname = "N"\n[feeds.headers]\nA = "b"\n',
    ]
)


def rest(config: Config) -> tuple[object, ...]:
    return config.archive, config.polling, config.tagger, config.desk, config.watch


def urls(config: Config) -> list[str]:
    return [feed.url for feed in config.feeds]


@settings(max_examples=60, deadline=None)
@given(st.lists(BLOCKS, max_size=7), st.integers(0, 5), st.sampled_from(["\n", "\r\n"]))
def test_adding_and_removing_a_feed_changes_that_feed_only(blocks: list[str], which: int, line_end: str) -> None:
    text = "".join(block.replace("NUMBER", str(number)) for number, block in enumerate(blocks))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "c.toml")
        path.write_text(text, encoding="utf-8", newline=line_end)
        with contextlib.suppress(ConfigError):
            before = load(path)
            file = FeedsFile(path)
            file.add([FeedSettings(NEW, name="New")])
            file.write()
            added = load(path)
            assert urls(added) == [*urls(before), NEW]
            assert added.feeds[:-1] == before.feeds
            assert rest(added) == rest(before)
            file = FeedsFile(path)
            gone = file.remove(urls(added)[which % len(added.feeds)])
            file.write()
            removed = load(path)
            assert removed.feeds == tuple(feed for feed in added.feeds if feed.url != gone)
            assert rest(removed) == rest(before)
            assert path.read_text(encoding="utf-8").count("# a comment") == text.count("# a comment")
