"""What the desk asks of the config: to be read again, and to have a filter or a live blog written into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from store.models import OfferedBlog
    from tui.child import Supervisor
    from tui.config import Config
    from tui.settings import SavedFilter


def read_again(source: Path | None, keeper: Supervisor | None) -> Config:
    """Read the config again, and have our own archiver read it too.

    Raises:
        ConfigError: it can't be used; the archiver goes on with the one before.
    """
    from tui.config import load

    config = load(source)
    if keeper is not None:
        keeper.reload()
    return config


def write_filter(source: Path | None, saved: SavedFilter) -> None:
    """Write a filter into the config; what that takes is loaded only then."""
    from tui.config import saved as saving

    saving.write_filter(saved, source)


def follow(source: Path | None, keeper: Supervisor | None, blog: OfferedBlog) -> str:
    """Write a live blog into the config and have our own archiver read it; what that takes is loaded only then."""
    from store.models import FeedSettings
    from tui.offering import feeds_file, put_down

    file = feeds_file(source)
    words = put_down(file, FeedSettings(blog.url, kind="liveblog", proxy=file.proxy(blog.feed)))
    if keeper is not None and keeper.reload():
        return words
    return f"{words} The archiver takes it up when it reads its config again."
