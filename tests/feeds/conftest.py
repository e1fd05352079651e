from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.feeds.loopback import Loopback

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server
