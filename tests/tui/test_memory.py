"""What the desk remembers between runs."""

from __future__ import annotations

import json
import logging
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tui.memory import MOST_BYTES, MOST_ITEMS, Memory, Remembered

if TYPE_CHECKING:
    from pathlib import Path

CHANGED = Remembered(
    sizes={"wide": {"headlines": 28, "reader": 13, "ticker": 12}},
    zoomed="reader",
    lower="ticker",
    pinned=("geonames:703448", "geonames:706483"),
    ticker_order="activity",
    grouped=True,
    filters=("city:Kyiv has:figures", "Харків"),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "dateline" / "desk.json"


def kept(file: Path, state: Remembered) -> None:
    memory = Memory(file)
    memory.keep(state)
    memory.close()


def test_what_was_kept_is_there_in_the_next_run(file: Path) -> None:
    kept(file, CHANGED)
    assert Memory(file).now == CHANGED


def test_without_a_file_there_are_defaults_and_nothing_is_said(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert Memory(file).now == Remembered()
    assert not caplog.records


def test_a_run_that_changes_nothing_writes_nothing(file: Path) -> None:
    kept(file, Remembered())
    assert not file.exists()


def test_without_a_place_to_write_it_remembers_for_this_run_only() -> None:
    memory = Memory()
    memory.keep(CHANGED)
    memory.close()
    assert memory.now == CHANGED


def test_keeping_never_writes_on_the_caller_s_thread(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[threading.Thread] = []
    monkeypatch.setattr("tui.memory._replace", lambda *_: threads.append(threading.current_thread()))
    kept(file, CHANGED)
    assert threads
    assert threading.main_thread() not in threads


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[1]", b'"text"', b"\xff\xfe\x00", b"[" * 100_000, b" " * (MOST_BYTES + 1)],
)
def test_a_damaged_file_gives_defaults_and_one_line_in_the_log(
    file: Path, caplog: pytest.LogCaptureFixture, content: bytes
) -> None:
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    with caplog.at_level(logging.WARNING):
        assert Memory(file).now == Remembered()
    assert len(caplog.records) == 1
    kept(file, CHANGED)
    assert Memory(file).now == CHANGED, "and it is made anew"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sizes", []),
        ("sizes", {"wide": {"reader": "wide"}}),
        ("sizes", {"wide": {"reader": 0}}),
        ("sizes", {"wide": {"reader": 10**9}}),
        ("zoomed", 7),
        ("zoomed", "x" * 5_000),
        ("pinned", "geonames:1"),
        ("pinned", [1]),
        ("ticker_order", "by name"),
        ("ticker_order", ["latest"]),
        ("grouped", 1),
        ("filters", {"a": 1}),
        ("filters", [None]),
    ],
)
def test_one_damaged_value_costs_only_itself(
    file: Path, caplog: pytest.LogCaptureFixture, key: str, value: Any
) -> None:
    kept(file, CHANGED)
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), key: value}), "utf-8")
    with caplog.at_level(logging.WARNING):
        now = Memory(file).now
    assert now == replace(CHANGED, **{key: getattr(Remembered(), key)})
    assert len(caplog.records) == 1
    assert key in caplog.text


def test_keys_that_a_later_version_wrote_stay(file: Path) -> None:
    file.parent.mkdir(parents=True)
    file.write_text('{"unheard_of": {"a": [1, 2]}, "zoomed": "ticker"}', "utf-8")
    kept(file, replace(Memory(file).now, filters=("drone",)))
    assert json.loads(file.read_text("utf-8"))["unheard_of"] == {"a": [1, 2]}
    assert Memory(file).now == Remembered(zoomed="ticker", filters=("drone",))


def test_two_desks_do_not_undo_what_the_other_one_changed(file: Path) -> None:
    one, other = Memory(file), Memory(file)
    one.keep(replace(one.now, zoomed="reader"))
    one.close()
    other.keep(replace(other.now, filters=("drone",)))
    other.close()
    assert Memory(file).now == Remembered(zoomed="reader", filters=("drone",))


def test_lists_are_bounded(file: Path) -> None:
    kept(file, replace(CHANGED, filters=tuple(f"word{number}" for number in range(1_000))))
    assert Memory(file).now.filters == tuple(f"word{number}" for number in range(MOST_ITEMS))


def test_a_place_that_can_t_be_written_costs_one_line_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "taken"
    blocked.write_text("a file where the folder should be")
    with caplog.at_level(logging.WARNING):
        kept(blocked / "desk.json", CHANGED)
    assert "can't remember" in caplog.text


def test_nothing_but_the_file_is_left_behind(file: Path) -> None:
    kept(file, CHANGED)
    assert [one.name for one in file.parent.iterdir()] == [file.name]
