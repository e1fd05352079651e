"""The JSON that scripts rely on: what each model looks like in `--json` output. Times are RFC 3339 in UTC.

A key that few objects would fill, such as `withdrawn`, is there only where it says something.
"""

from __future__ import annotations

import math
from datetime import UTC
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from feeds.watching.settings import WatchSettings
    from store.deeds import FoundBy
    from store.models import (
        Actor,
        Alert,
        ArchiveStatus,
        Article,
        Event,
        FeedState,
        Figure,
        Place,
        Revision,
        Standstill,
        Tags,
        TickerLine,
    )

Shape = dict[str, Any]

_WHY = ("rule", "confidence")
_PLACE = ("start", "end", "text", "id", "name", "country", "kind", "lat", "lon", "sense", "event_place")
_ACTOR = ("start", "end", "text", "id", "name", "kind", "role")
_EVENT = ("place", "place_id", "type", "status", "by", "start", "end", "text", "time")
_FIGURE = ("start", "end", "text", "value", "modifier", "measure", "unit", "place", "by", "status")
_TICKER = ("time", "place", "place_id", "country", "type", "status", "by", "text", "article", "source")


def stamp(moment: datetime | None) -> str | None:
    """Give an aware time as ``2022-03-28T09:12:00Z``, or None."""
    return None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def place(mention: Place) -> Shape:
    """Give one mention of a place."""
    return _fields(mention, _PLACE)


def actor(mention: Actor) -> Shape:
    """Give one mention of an actor."""
    return _fields(mention, _ACTOR)


def event(one: Event) -> Shape:
    """Give one event."""
    return _fields(one, _EVENT)


def figure(one: Figure) -> Shape:
    """Give one figure; whole numbers without a decimal point, and no value for what JSON has no number for."""
    shape = _fields(one, _FIGURE)
    if one.value is not None and not math.isfinite(one.value):
        shape["value"] = None
    elif one.value is not None and one.value == int(one.value):
        shape["value"] = int(one.value)
    return shape


def tags(found: Tags) -> Shape:
    """Give everything the tagger found in one text."""
    return {
        "places": [place(one) for one in found.places],
        "actors": [actor(one) for one in found.actors],
        "events": [event(one) for one in found.events],
        "figures": [figure(one) for one in found.figures],
    }


def explained(found: Tags) -> Shape:
    """Give what `tags` gives, each tag with the rule it stands by and how sure that rule is."""
    shape = tags(found)
    for kind in shape:
        shape[kind] = [one | _fields(tag, _WHY) for one, tag in zip(shape[kind], getattr(found, kind), strict=True)]
    return shape


def article(one: Article) -> Shape:
    """Give one article; the offsets of its tags are into ``title + "\\n\\n" + (body or summary)``."""
    return {
        "id": one.id,
        "feed": one.feed,
        "source": one.source,
        "title": one.title,
        "url": one.url,
        "author": one.author,
        "published": stamp(one.published),
        "published_source": one.published_source,
        "first_seen": stamp(one.first_seen),
        "updated": stamp(one.updated),
        "lang": one.lang,
        "summary": one.summary,
        "body": one.body,
        "read": one.read,
        "starred": one.starred,
        "revisions": one.revisions,
        "story": one.story,
        **tags(one.tags),
        **({"parent": one.parent} if one.parent else {}),
        **({"withdrawn": stamp(one.withdrawn)} if one.withdrawn else {}),
        **({"point": {"lat": one.point[0], "lon": one.point[1]}} if one.point else {}),
    }


def found_by(one: FoundBy) -> Shape:
    """Give an alert as it stands with its article in an export."""
    return {"watch": one.watch, "revision": one.revision, "made": stamp(one.made), "seen": stamp(one.seen)}


def revision(one: Revision) -> Shape:
    """Give one stored version of an article (``versions`` of ``show --json --revisions``)."""
    return {
        "number": one.number,
        "seen_at": stamp(one.seen_at),
        "title": one.title,
        "summary": one.summary,
        "body": one.body,
    }


def alert(one: Alert) -> Shape:
    """Give what a watch found."""
    return {
        "id": one.id,
        "watch": one.watch,
        "time": stamp(one.made),
        "article": one.article,
        "revision": one.revision,
        "source": one.source,
        "title": one.title,
        "seen": stamp(one.seen),
    }


def watch(one: WatchSettings) -> Shape:
    """Give one watch of the config."""
    return {
        "name": one.name,
        "query": one.query,
        "notify": list(one.notify),
        "command": list(one.command),
        "quiet": str(one.quiet) if one.quiet else None,
    }


def ticker_line(line: TickerLine) -> Shape:
    """Give one line of the ticker."""
    return {**_fields(line, _TICKER), "time": stamp(line.time), "figures": [figure(one) for one in line.figures]}


def feed(state: FeedState) -> Shape:
    """Give one feed with its health."""
    return {
        "url": state.url,
        "name": state.name,
        "kind": state.kind,
        "state": state.state,
        "last_poll": stamp(state.last_poll),
        "last_success": stamp(state.last_success),
        "next_poll": stamp(state.next_poll),
        "interval_s": state.interval_s,
        "failures": state.failures,
        "error": state.error,
        "http_status": state.http_status,
        "etag": state.etag,
        "last_modified": state.last_modified,
        "articles": state.articles,
    }


def status(one: ArchiveStatus) -> Shape:
    """Give the archive's totals and its feeds."""
    return {
        "articles": one.articles,
        "revisions": one.revisions,
        "places": one.places,
        "events": one.events,
        "figures": one.figures,
        "feeds": [feed(state) for state in one.feeds],
        "archive": {"path": one.path, "bytes": one.bytes, "schema": one.schema},
        "last_poll": stamp(one.last_poll),
        **({"standstill": standstill(one.standstill)} if one.standstill else {}),
        **({"last_standstill": standstill(one.last_standstill)} if one.last_standstill else {}),
    }


def standstill(one: Standstill) -> Shape:
    """Give why polls are or were held up; without ``until`` where they still are."""
    over = {} if one.until is None else {"until": stamp(one.until)}
    return {"since": stamp(one.since), **over, "cause": one.cause, "reason": one.reason}


def _fields(source: object, names: tuple[str, ...]) -> Shape:
    values: Mapping[str, Any] = {name: getattr(source, name) for name in names}
    return dict(values)
