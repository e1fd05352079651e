"""The loopback server of hostile feeds that may lie beside the checkout, and its catalogue of cases."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import urllib.request
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

SERVER = Path(__file__).resolve().parents[2].parent / "shared" / "hostile" / "server.py"
_PORTS = 4  # the feeds, the canary, and two of TLS


@dataclass(frozen=True, slots=True)
class Case:
    """What one case serves, and what the archive must look like afterwards."""

    id: str
    url: str
    served: str
    must: str
    polls: int
    want: tuple[str, ...]
    """Texts that must be in the archive."""
    never: tuple[str, ...]
    """Texts that no article may hold."""
    min_rows: int
    max_rows: int | None
    outcome: str
    """How the last poll must end: ok, error, or any."""
    all_or_error: bool
    deadline_s: float
    rss_mb: int
    wire: bool
    """True where the server judges from its own log."""
    tags: frozenset[str]

    @property
    def scheduled(self) -> bool:
        """True where the case is about when we come again, which ``--once`` overrides."""
        return "schedule" in self.tags


def listed(*, light: bool) -> list[Case]:
    """Give the catalogue without starting the server; empty where there is none beside the checkout."""
    if not SERVER.exists():
        return []
    command = [sys.executable, str(SERVER), "--dump-cases", *(["--light"] if light else [])]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [_case(entry) for entry in json.loads(output)["cases"]]


class HostileServer:
    """The server as a process of its own; use it as a context manager."""

    def __init__(self, *, light: bool, max_seconds: int = 900) -> None:
        self.port = _free_ports()
        self._command = [sys.executable, str(SERVER), "--port", str(self.port), "--max-seconds", str(max_seconds)]
        self._command += ["--light"] if light else []

    def __enter__(self) -> HostileServer:
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.greeting = self._process.stdout.readline()
        assert "cases on" in self.greeting, "the hostile server did not start"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.terminate()
        self._process.communicate(timeout=30)

    def cases(self) -> Iterator[Case]:
        """Give every case this server serves, each with a URL and a state of its own."""
        for entry in self._get("/cases.json")["cases"]:
            yield _case(entry | {"url": entry["url"].replace("/@NAME", f"/@{entry['id']}", 1)})

    def allowed(self) -> tuple[str, ...]:
        """Give the loopback addresses that may be reached; the canary's is not among them."""
        return tuple(self._get("/cases.json")["allow_for_tests"])

    def verdict(self, case: Case) -> tuple[bool | None, str]:
        """Give what the server's log says of a case: right, wrong or not to tell; and why."""
        verdict = self._get(f"/verdict?client={case.id}")[case.id]
        return verdict["ok"], verdict["why"]

    def requests(self, case: Case) -> list[dict[str, Any]]:
        """Give the log of a case."""
        entries: list[dict[str, Any]] = self._get(f"/log?client={case.id}")
        return entries

    def _get(self, path: str) -> Any:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=60) as answer:
            return json.load(answer)


def _case(entry: dict[str, Any]) -> Case:
    names = ("id", "url", "served", "must", "polls", "max_rows", "outcome", "all_or_error", "deadline_s", "rss_mb")
    return Case(
        **{name: entry[name] for name in (*names, "wire")},
        want=tuple(entry["want"]),
        never=tuple(entry["never"]),
        min_rows=entry["min_rows"] or 0,
        tags=frozenset(entry["tags"]),
    )


def _free_ports() -> int:
    """Give the first of a row of free ports."""
    for first in range(18_700, 28_000, 10):
        try:
            for port in range(first, first + _PORTS):
                for host in ("127.0.0.1", "127.0.0.2"):
                    with closing(socket.socket()) as probe:
                        probe.bind((host, port))
        except OSError:
            continue
        return first
    raise RuntimeError("no free ports")
