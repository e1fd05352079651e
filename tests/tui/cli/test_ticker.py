"""``ticker``: events by city, as text, as JSON, and as they come in."""

from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING

import pytest

from tests.tui.cli.conftest import NOW, commit, irpin, spawn

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tui.cli.conftest import Outcome

    Run = Callable[..., Outcome]


def test_events_stand_under_their_city(dateline: Run, archive: Path) -> None:
    found = dateline("ticker", "--archive", str(archive))
    assert found.lines == [
        "Irpin, UA · 1 event",
        f"  {NOW:%Y-%m-%d %H:%M}  control, claimed by Oleksandr Markushyn · Wire · article 2",
        "      Irpin is ours, Markushyn said.",
    ]


def test_a_place_is_found_by_any_spelling(dateline: Run, archive: Path) -> None:
    assert dateline("ticker", "Ірпінь", "--archive", str(archive)).out.startswith("Irpin, UA")


def test_json_has_the_shape_of_the_contract(dateline: Run, archive: Path) -> None:
    (line,) = map(json.loads, dateline("ticker", "--json", "--archive", str(archive)).lines)
    assert list(line) == [
        *("time", "place", "place_id", "country", "type", "status", "by", "text", "article", "source", "figures"),
    ]
    assert line["time"] == f"{NOW:%Y-%m-%dT%H:%M:%SZ}"


def test_an_empty_ticker_says_why(dateline: Run, tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    commit(path, irpin("a", "Irpin retaken", published=NOW.replace(year=2022, month=3, day=28)))
    there = ("--archive", str(path))
    assert "in the last 24 h; the newest is of 2022-03-28: try --since 2022-03-28" in dateline("ticker", *there).err
    assert dateline("ticker", "--since", "2022-03-28", *there).out.startswith("Irpin, UA")
    assert dateline("ticker", "--since", "24h", *there).err == "No event since then.\n"
    assert dateline("ticker", "Atlantis", *there).err == "No place called Atlantis is in the archive.\n"


def test_a_place_that_is_no_text_is_in_no_archive(dateline: Run, archive: Path) -> None:
    found = dateline("ticker", "\udcff", "--archive", str(archive))
    assert (found.code, found.out) == (0, "")
    assert "is in the archive" in found.err


@pytest.mark.parametrize("when", ["tomorrow", "24", "2022-13-01", "-1h"])
def test_what_is_no_time_is_refused(dateline: Run, archive: Path, when: str) -> None:
    found = dateline("ticker", f"--since={when}", "--archive", str(archive))
    assert found.code == 2
    assert "is no time" in found.err


def test_follow_prints_what_is_committed_and_ends_on_ctrl_c(archive: Path) -> None:
    ticker = spawn("ticker", "--follow", "--json", "--archive", str(archive))
    with ticker:
        assert ticker.stdout is not None
        assert json.loads(ticker.stdout.readline())["article"] == 2
        commit(archive, irpin("d", "Irpin again"))
        assert json.loads(ticker.stdout.readline())["article"] == 4
        commit(archive, irpin("e", "Irpin once more"), irpin("f", "Irpin a fourth time"))
        assert [json.loads(ticker.stdout.readline())["article"] for _ in range(2)] == [5, 6]
        ticker.send_signal(signal.SIGINT)
        out, err = ticker.communicate(timeout=60)
    assert (ticker.returncode, out, err) == (130, "", "")
