from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.feeds.loopback import Loopback

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module", autouse=True)
def _shared_workers(shared_workers: None) -> None:
    """No archiver here starts worker processes of its own."""


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server
