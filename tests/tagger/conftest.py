from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tagger.settings import TaggerSettings
from tagger.tagger import Tagger

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
PUBLISHED = datetime(2022, 3, 28, 12, tzinfo=UTC)  # a Monday


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    return Tagger.load(TaggerSettings())


@pytest.fixture(scope="session")
def gold() -> Path:
    folder = SHARED / "data" / "gold"
    if not folder.is_dir():
        pytest.skip("the shared data folder is not beside this checkout")
    return folder
