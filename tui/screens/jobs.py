"""Runs what waits for the archive, so that no key ever does."""

from __future__ import annotations

import contextlib
import logging
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.worker import WorkerError

from store.errors import StoreError
from store.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Coroutine

    from textual.screen import Screen
    from textual.worker import Worker

    from tui.widgets.bars import StatusBar

    Job = Callable[[], Coroutine[Any, Any, object]]

log = logging.getLogger(__name__)


class Jobs:
    """Starts named workers; what goes wrong in them is said on the status line.

    A job makes its coroutine only once its turn has come: one superseded before that leaves none behind unawaited.
    """

    def __init__(self, screen: Screen[Any], bar: StatusBar) -> None:
        """Take the screen whose workers they are, and where to say what went wrong."""
        self._screen = screen
        self._bar = bar

    def start(self, job: Job, group: str) -> None:
        """Run `job`; a later one of the same `group` supersedes it."""
        _: Worker[None] = self._screen.run_worker(
            partial(self._carefully, job), name=group, group=group, exclusive=True
        )

    def renew(self, job: Job, group: str) -> None:
        """Run `job` unless one of its `group` still runs: for what comes round, however long each round takes."""
        others = (one for one in self._screen.workers if one.node is self._screen and one.group == group)
        if all(one.is_finished for one in others):
            self.start(job, group)

    def append(self, job: Job, group: str) -> None:
        """Run `job` beside others of its `group`: for what must not be lost, such as marks."""
        _: Worker[None] = self._screen.run_worker(
            partial(self._carefully, job), name=group, group=group, exclusive=False
        )

    async def ended(self, groups: Collection[str]) -> None:
        """Wait until whatever runs in `groups` now has ended, however it does."""
        for one in [one for one in self._screen.workers if one.node is self._screen and one.group in groups]:
            with contextlib.suppress(WorkerError):
                await one.wait()

    def cancel(self, group: str) -> None:
        """Stop what runs in `group`."""
        self._screen.workers.cancel_group(self._screen, group)

    def say(self, words: str) -> None:
        """Say something on the status line for a moment."""
        self._bar.say(clean_line(words, 300))

    async def _carefully(self, job: Job) -> None:
        """Run `job`, turning the archive's errors into words."""
        try:
            await job()
        except StoreError as error:
            log.warning("%s", error)
            self.say(str(error))
