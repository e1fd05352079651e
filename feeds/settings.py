"""The ``[polling]`` section of the config."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from store.records import record

FullText = Literal["never", "summary", "always"]
"""When the page behind an entry is fetched: never, where the feed gives only a summary, always."""


@record
class PollingSettings:
    """How feeds are polled; the defaults are those of the shipped ``config.toml``."""

    interval_s: int = 600
    """Seconds between the first polls of a feed; adapts afterwards."""
    min_interval_s: int = 300
    max_interval_s: int = 21_600
    concurrency: int = 256
    """Requests in flight over all hosts."""
    per_host: int = 2
    """Requests in flight to one host."""
    timeout_s: float = 45.0
    """Seconds for a whole request, redirects and body included."""
    max_body: int = 20 * 1024 * 1024
    """Bytes of a body on the wire, and again after decompression."""
    max_redirects: int = 5
    user_agent: str = ""
    """The User-Agent header; empty for ``Dateline/VERSION (feed archiver)``."""
    allow_private_networks: bool | tuple[str, ...] = False
    """True, False, or the ``host:port`` pairs that may be reached though they are not public."""
    full_text: FullText = "summary"
    proxy: str = field(default="", repr=False)
    """What feeds are asked through, as `feeds.proxy` reads it; empty for a direct way."""
