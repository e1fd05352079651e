"""The proxies of a config in words: which feeds are asked through which, and whether each answers."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

from feeds.errors import ProxyError
from feeds.proxy import DIRECT, proxy_of, shown
from tui.archive_checks import Finding
from tui.wording import count_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.config import Config


def ways(config: Config) -> Counter[str]:
    """Give how many feeds are asked through each proxy, as the config names it; empty for none of them."""
    given = (feed.proxy or config.polling.proxy for feed in config.feeds)
    return Counter("" if one == DIRECT else one for one in given)


def words(config: Config) -> str | None:
    """Say which way feeds are asked, where there is any but the direct one."""
    found = ways(config)
    if not any(found):
        return None
    told = [f"{count_of(number, 'feed')} through the proxy {shown(way)}" for way, number in found.most_common() if way]
    direct = [f"{found['']:,} directly"] if found[""] else []
    return f"Asked: {', '.join([*told, *direct])}."


def shapes(config: Config) -> list[dict[str, object]]:
    """Give the same for JSON; the proxy of feeds that are asked directly is null."""
    found = ways(config)
    if not any(found):
        return []
    return [{"proxy": shown(way) or None, "feeds": number} for way, number in found.most_common()]


def look_at(config: Config) -> Iterator[Finding]:
    """Knock at every proxy that a feed is asked through; nothing is asked of it."""
    for way, number in ways(config).most_common():
        if way:
            trouble = asyncio.run(_tried(way))
            feeds = count_of(number, "feed")
            said = f"{trouble}; {feeds} can't be asked" if trouble else f"{shown(way)} answers, for {feeds}"
            yield Finding("proxy", ok=trouble is None, words=said)


async def _tried(way: str) -> str | None:
    """Give why a proxy can't be used, None where it can."""
    from feeds.guard import NetworkGuard
    from feeds.proxied import ProxiedTransport
    from feeds.transport import Trust

    try:
        proxy = proxy_of(way, "")
        if proxy is not None:
            await ProxiedTransport(proxy, NetworkGuard(False), Trust()).probe()
    except ProxyError as error:
        return str(error)
    return None
