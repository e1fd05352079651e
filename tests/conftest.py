"""What is made once for all tests of a process."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from hypothesis import is_hypothesis_test

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.feeds.crews import Crews


FIRST = ("tests/hostile/test_hostile.py", "tests/faults/")
"""What takes longest without much to do for the processor, in this order."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no worker is alone with it in the end; don't trace what repeats itself."""
    items.sort(key=lambda item: next((at for at, path in enumerate(FIRST) if item.nodeid.startswith(path)), len(FIRST)))
    for item in items:
        if is_hypothesis_test(getattr(item, "obj", None)):
            item.add_marker("no_cover")  # a search runs the same lines a hundred times; traced, half as slow again


@pytest.fixture(scope="session", autouse=True)
def cache(request: pytest.FixtureRequest) -> Iterator[Path]:
    """Give one cache for all tests and runs: building the gazetteer's index takes seconds, and it is versioned."""
    folder: Path = request.config.cache.mkdir("dateline")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """Take off what a command run here logs to: a later test's records would go to this one's closed file."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    for handler in root.handlers[:]:
        if handler not in handlers:
            root.removeHandler(handler)
            handler.close()
    root.setLevel(level)


@pytest.fixture(scope="session")
def crews() -> Iterator[Crews]:
    from tests.feeds.crews import Crews

    made = Crews()
    yield made
    made.end()


@pytest.fixture(scope="module")
def shared_workers(crews: Crews) -> Iterator[None]:
    """Archivers share worker processes with those of all other tests that ask for this."""
    with crews.lent():
        yield
