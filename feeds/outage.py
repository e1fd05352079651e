"""Tells when polling makes no sense for now: our own network is down, or the archive can't be written. Pure.

If more than four fifths of hosts give no answer at all, it is not them, it is us. Then nobody is to be blamed, and
one feed at a time finds out when it is over. The same goes for a full disk: what can't be stored needn't be fetched.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

Reason = Literal["network", "archive"]

_SAMPLE = 10
"""The latest answers of so many hosts are looked at."""
_LEAST = 3
"""With fewer hosts than this nobody can say whose fault it is."""
_SHARE = 0.8
_FIRST_S = 10.0
_LONGEST_S = 300.0


class Outage:
    """Counts silent hosts, and says when to try again."""

    def __init__(self, hosts: int, dice: Callable[[], float]) -> None:
        """Watch so many `hosts`; `dice` gives numbers in [0, 1) for jitter."""
        self._hosts = hosts
        self._dice = dice
        self._silent: OrderedDict[str, bool] = OrderedDict()
        self._tries = 0
        self.reason: Reason | None = None
        """Why polling stands still; None while it doesn't."""

    def answered(self, host: str) -> bool:
        """Note an answer of any kind, stored; give whether that ends a standstill."""
        self._note(host, silent=False)
        return self._end()

    def silent(self, host: str) -> bool:
        """Note a poll without any answer, stored; give whether that begins a standstill of the network."""
        self._note(host, silent=True)
        if self.reason == "archive":
            self._end()
        sample = min(_SAMPLE, self._hosts)
        if self.reason is not None or sample < _LEAST or len(self._silent) < sample:
            return False
        if sum(self._silent.values()) <= _SHARE * len(self._silent):
            return False
        return self._begin("network")

    def stuck(self) -> bool:
        """Note that the archive can't be written; give whether that begins a standstill."""
        if self.reason is None:
            return self._begin("archive")
        self.reason = "archive"
        return False

    def next_wait_s(self) -> float:
        """Give the seconds until the next try: twice as long each time, up to five minutes, with jitter."""
        wait = min(_LONGEST_S, _FIRST_S * 2.0 ** min(self._tries, 10))
        self._tries += 1
        return wait * (0.75 + self._dice() / 2)

    def _note(self, host: str, *, silent: bool) -> None:
        self._silent[host] = silent
        self._silent.move_to_end(host)
        while len(self._silent) > _SAMPLE:
            self._silent.popitem(last=False)

    def _begin(self, reason: Reason) -> bool:
        self.reason = reason
        self._tries = 0
        return True

    def _end(self) -> bool:
        ended = self.reason is not None
        if ended:
            self.reason = None
            self._silent.clear()
        return ended
