"""``dateline``: the desk, and the archiver it keeps running beside itself."""

from __future__ import annotations

import gc
import logging
import os
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from store.records import record
from tui.colours import settle

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future
    from datetime import datetime
    from pathlib import Path

    from store.models import CityTicker
    from tagger.settings import TaggerSettings
    from tui.child import ArchiverState, Supervisor
    from tui.config import Config
    from tui.correcting import Candidate
    from tui.data import ArchiveThread
    from tui.first import FirstLook
    from tui.marks import Marks
    from tui.memory import Memory
    from tui.session import Again, Session
    from tui.settings import DeskSettings

log = logging.getLogger(__name__)

FRAMES_PER_SECOND = "240"
"""Textual waits up to a frame before it draws; at its usual 60 that alone is 16 ms a key."""


def run(
    config: Config,
    *,
    archive: Path,
    child: Sequence[str] | None,
    demo: bool = False,
    clock: Callable[[], datetime] | None = None,
    told: Callable[[datetime], datetime] | None = None,
) -> int:
    """Open the desk on `archive`, which is made if it is missing, and return once it was quit.

    Args:
        config: the checked config.
        archive: the archive's file.
        child: arguments of the archiver to keep running beside the desk; None for none.
        demo: whether the desk says that what it shows is a demonstration.
        clock: what the desk takes for the present; None for the time of day.
        told: gives the time of `clock` at a time of day; None where that is the same.

    Returns:
        0, or what an error in the desk left behind: 1.

    Raises:
        ArchiveError: the archive can't be used (exit code 3).
    """
    _ready_terminal()
    from store.reader import Reader
    from store.schema import prepare
    from tui.data import ArchiveThread
    from tui.marks import Marks
    from tui.memory import Memory
    from tui.session import as_it_is, utc_now

    _log_to_file()
    prepare(archive)
    with ExitStack() as closing:
        closing.callback(gc.enable)
        keeper = supervisor(child, archive)
        if keeper is not None:
            closing.callback(keeper.stop)
        data = ArchiveThread(Reader(archive))
        closing.callback(data.close)
        # A demonstration begins the same way every time.
        memory = Memory(None if demo else _state_folder() / "desk.json")
        closing.callback(memory.close)
        marks = Marks(archive)
        closing.callback(marks.close)
        running = _Running(archive, keeper, data, memory, marks, clock or utc_now, told or as_it_is, demo)
        if keeper is not None:
            keeper.start()
        return _run(config, running)


@record
class _Running:
    """What stays while a desk begins again."""

    archive: Path
    keeper: Supervisor | None
    data: ArchiveThread
    memory: Memory
    marks: Marks
    clock: Callable[[], datetime]
    told: Callable[[datetime], datetime]
    demo: bool


def _run(config: Config, running: _Running) -> int:
    """Open the desk as often as it is to begin again; give its exit code."""
    from tui.session import Again

    ended: Again | int = Again(config)
    while isinstance(ended, Again):
        ended = _open(ended, running)
    return ended


def _open(again: Again, running: _Running) -> Again | int:
    """Open the desk; give its exit code, or with what it is to begin again."""
    from store.query import Filter
    from tui.first import first_look
    from tui.muting import nodes

    memory = running.memory.now
    where = Filter(muted=nodes(again.config.mutes))
    first = running.data.begin(lambda reader: first_look(reader, where, grouped=memory.grouped))
    session = _session(again, running, first, _first_cities(again.config.desk, running))
    from tui.app import DatelineApp

    app = DatelineApp(session)
    return app.run() or app.return_code or 0


def _first_cities(settings: DeskSettings, running: _Running) -> Future[Sequence[CityTicker]] | None:
    """Ask for the cities, where the first screen shows them."""
    from shutil import get_terminal_size

    from tui.arrangement import panes_in_sight
    from tui.first import city_choice, read_cities

    memory, now, window = running.memory.now, running.clock(), settings.ticker_window
    shown = panes_in_sight(
        get_terminal_size().columns, memory.zoomed or "headlines", memory.lower, zoomed=bool(memory.zoomed)
    )
    if "ticker" not in shown:
        return None
    return running.data.begin(lambda reader: read_cities(reader, now, window, city_choice(memory)))


def _session(
    again: Again, running: _Running, first: Future[FirstLook], cities: Future[Sequence[CityTicker]] | None
) -> Session:
    """Give what the desk works with."""
    from tui.config_wishes import follow, read_again, write_filter
    from tui.muting import nodes
    from tui.saved import SavedFilters
    from tui.session import Session

    config, keeper, demo = again.config, running.keeper, running.demo
    return Session(
        data=running.data,
        marks=running.marks,
        settings=config.desk,
        archiver=_teller(keeper),
        preparing=lambda: _index_missing(config.tagger),
        configured=len(config.feeds),
        clock=running.clock,
        told=running.told,
        first=first,
        cities=cities,
        label="DATELINE DEMO" if demo else "DATELINE",
        memory=running.memory,
        called=partial(_places_called, config, running.archive),
        follow=None if demo else partial(follow, config.source, keeper),
        saved=SavedFilters(config.filters, None if demo else partial(write_filter, config.source)),
        watches=config.watch,
        muted=nodes(config.mutes),
        query=again.query,
        reload=None if demo else partial(read_again, config.source, keeper),
    )


def _ready_terminal() -> None:
    """Set what Textual reads from the environment when it is loaded, and keep the loading quick."""
    gc.disable()  # as `tui.opening` has done, but for a demonstration
    os.environ.setdefault("TEXTUAL_FPS", FRAMES_PER_SECOND)
    settle(os.environ)


async def _places_called(config: Config, archive: Path, names: Sequence[str]) -> list[Candidate]:
    """Give every place that goes by one of some names."""
    from tui.correcting import places_called

    return await places_called(config, archive, names)


def _teller(keeper: Supervisor | None) -> Callable[[], ArchiverState]:
    """Give what tells who archives."""
    if keeper is not None:
        return lambda: keeper.state
    from tui.child import ArchiverState

    nobody = ArchiverState("none")
    return lambda: nobody


def _index_missing(settings: TaggerSettings) -> bool:
    """Tell whether the archiver must make the index of names before it can store anything."""
    from feeds.worker import index_missing

    return index_missing(settings)


def supervisor(child: Sequence[str] | None, archive: Path) -> Supervisor | None:
    """Give what keeps an archiver running, or None where none is wanted."""
    if child is None:
        return None
    from tui.child import Supervisor

    return Supervisor(child, archive, _state_folder() / "archiver.out")


def _state_folder() -> Path:
    """Give ``$XDG_STATE_HOME/dateline`` (XDG Base Directory Specification)."""
    from xdg_base_dirs import xdg_state_home

    return xdg_state_home() / "dateline"


def _log_to_file() -> None:
    """Send log records to a file: the terminal is the desk's."""
    from tui import logs

    try:
        logs.setup("info", "text", _state_folder() / "desk.log")
    except OSError:
        # A home that can't be written must not keep anybody from reading.
        logging.getLogger().addHandler(logging.NullHandler())
