"""What Prometheus gets."""

from __future__ import annotations

import re
import urllib.request
from typing import TYPE_CHECKING

import pytest

from feeds.metrics import Metrics, loopback_address
from feeds.reports import PollReport

if TYPE_CHECKING:
    from pathlib import Path


def report(**more: object) -> PollReport:
    values: dict[str, object] = {
        "name": "Wire",
        "url": "https://wire.example/",
        "state": "ok",
        "words": "3 new",
        "new": 3,
        "revised": 1,
        "seconds": 0.2,
        "error": None,
        "done": 1,
        "total": 1,
    }
    return PollReport(**(values | more))  # type: ignore[arg-type]


def figures(text: str) -> dict[str, float]:
    return {name: float(value) for name, value in re.findall(r"^(dateline_\S+) (\S+)$", text, re.MULTILINE)}


def test_polls_are_counted_and_served_on_loopback(tmp_path: Path) -> None:
    archive = tmp_path / "a.db"
    archive.write_bytes(b"x" * 1000)
    metrics = Metrics(archive)
    metrics.observe(report())
    metrics.observe(report(new=0, revised=0, late_s=7.0))
    metrics.observe(report(state="failing", error="HTTP 404 Not Found", new=0, revised=0))
    metrics.observe(report(url="https://b.example/", state="paused", polled=False, new=0, revised=0))
    metrics.standstill("network")
    with (
        metrics.served("127.0.0.1", 0) as port,
        urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer,
    ):
        found = figures(answer.read().decode())
    assert [found[f'dateline_polls_total{{result="{name}"}}'] for name in ("news", "nothing", "failed", "held")] == [
        1,
        1,
        1,
        1,
    ]
    assert (found["dateline_articles_new_total"], found["dateline_articles_revised_total"]) == (3, 1)
    assert found['dateline_feeds{state="failing"}'] == 1
    assert found['dateline_feeds{state="ok"}'] == 0
    assert found['dateline_feeds{state="paused"}'] == 1
    assert found['dateline_poll_late_seconds_bucket{le="5.0"}'] == 2
    assert found['dateline_standstill{reason="network"}'] == 1
    assert found["dateline_archive_bytes"] == 1000


def test_feeds_that_are_configured_no_longer_are_not_counted(tmp_path: Path) -> None:
    metrics = Metrics(tmp_path / "a.db")
    kept, gone = report(), report(url="https://gone.example/", state="failing", error="HTTP 404 Not Found")
    metrics.observe(kept)
    metrics.observe(gone)
    metrics.keep({kept.url})
    counts = {
        state: metrics.registry.get_sample_value("dateline_feeds", {"state": state}) for state in ("ok", "failing")
    }
    assert counts == {"ok": 1, "failing": 0}
    metrics.observe(gone)
    assert metrics.registry.get_sample_value("dateline_feeds", {"state": "failing"}) == 1


def test_the_time_for_which_polling_was_held_up_is_counted_by_reason(tmp_path: Path) -> None:
    now = 100.0
    metrics = Metrics(tmp_path / "a.db", monotonic=lambda: now)
    for reason, seconds in ((None, 50), ("archive", 30), ("archive", 12), ("network", 8), (None, 0)):
        metrics.standstill(reason)
        now += seconds

    def held(reason: str) -> float | None:
        return metrics.registry.get_sample_value("dateline_standstill_seconds_total", {"reason": reason})

    assert (held("archive"), held("network")) == (42, 8)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:9464", ("127.0.0.1", 9464)),
        ("localhost:1", ("127.0.0.1", 1)),
        ("[::1]:9464", ("::1", 9464)),
    ],
)
def test_loopback_addresses_are_taken(text: str, address: tuple[str, int]) -> None:
    assert loopback_address(text) == address


@pytest.mark.parametrize("text", ["0.0.0.0:9464", "192.168.1.2:9464", "9464", "127.0.0.1", "127.0.0.1:99999", ":1", ""])
def test_all_others_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"127\.0\.0\.1:9464"):
        loopback_address(text)
