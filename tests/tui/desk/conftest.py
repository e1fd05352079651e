"""Archives to open the desk on."""

from __future__ import annotations

import asyncio
import shutil
import time
from typing import TYPE_CHECKING, Any

import pytest
import textual.app
import textual.pilot
from textual.css.stylesheet import Stylesheet

from store.writer import Writer

from .dispatches import fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.css.model import RuleSet


@pytest.fixture(autouse=True)
def _utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Times on the screen are the terminal's own; here, UTC."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(autouse=True)
def _colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Screens are drawn as in a terminal with all colours, whatever terminal the tests are run from."""
    monkeypatch.setenv("COLORTERM", "truecolor")


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Writer]:
    """An archive without articles, open for writing."""
    with Writer(tmp_path / "archive.db") as writer:
        yield writer


@pytest.fixture(scope="session", autouse=True)
def _styles_read_once() -> Iterator[None]:
    """Style sheets are read once for all desks: Textual keeps the rules it read, but only as long as one app lives."""
    rules: dict[object, list[RuleSet]] = {}
    read = Stylesheet._parse_rules

    def read_once(sheet: Stylesheet, css: str, **where: Any) -> list[RuleSet]:
        key = (css, *where.items(), *sheet._variables.items())
        if key not in rules:
            rules[key] = read(sheet, css, **where)
        return rules[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", read_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_guessing() -> Iterator[None]:
    """Textual's pilot waits until the process gets no processor, which on a busy machine is at once: here, it is."""

    async def at_once(*_: float) -> None:
        await asyncio.sleep(0)

    with pytest.MonkeyPatch.context() as patch:
        for module in (textual.app, textual.pilot):
            patch.setattr(module, "wait_for_idle", at_once)
        yield


@pytest.fixture(scope="session")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with sixty dispatches, to be copied."""
    path = tmp_path_factory.mktemp("sixty") / "archive.db"
    with Writer(path) as writer:
        fill(writer, 60)
    return path


@pytest.fixture
def archive(sixty: Path, tmp_path: Path) -> Iterator[Writer]:
    """An archive with sixty dispatches, open for writing."""
    path = tmp_path / "archive.db"
    shutil.copy(sixty, path)
    with Writer(path) as writer:
        yield writer
