"""What the demo's day is made of: outlets, dispatches and the versions that edits make of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from store.models import Affiliation

FeedFormat = Literal["rss", "atom", "json"]


@dataclass(frozen=True, slots=True)
class Outlet:
    """An invented publisher with one feed."""

    id: str
    name: str
    """Begins with "Demo", so that nobody takes it for a real one."""
    format: FeedFormat
    country: str
    """ISO code."""
    affiliation: Affiliation
    lang: str


@dataclass(frozen=True, slots=True)
class Version:
    """A dispatch as it reads from `at` until its next version."""

    at: datetime
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One entry of an outlet's feed, with every version it will have by the end of the day."""

    id: str
    outlet: str
    """Id of the outlet."""
    lang: str
    author: str | None
    credit: Outlet | None
    """The outlet it was taken from; None for an outlet's own work."""
    versions: tuple[Version, ...]
    """At least one, oldest first."""

    @property
    def published(self) -> datetime:
        """When its first version appears."""
        return self.versions[0].at

    def version_at(self, now: datetime) -> Version | None:
        """Give the version that stands at `now`; None before publication."""
        return next((version for version in reversed(self.versions) if version.at <= now), None)


@dataclass(frozen=True, slots=True)
class Day:
    """The whole day. Its times are in UTC."""

    date: date
    outlets: tuple[Outlet, ...]
    dispatches: tuple[Dispatch, ...]
    """In order of publication."""

    def outlet(self, outlet_id: str) -> Outlet:
        """Give one outlet; KeyError for an unknown id."""
        for outlet in self.outlets:
            if outlet.id == outlet_id:
                return outlet
        raise KeyError(outlet_id)

    def standing(self, outlet_id: str, now: datetime) -> Iterator[tuple[Dispatch, Version]]:
        """Give what the outlet's feed holds at `now`, newest first."""
        for dispatch in reversed(self.dispatches):
            if dispatch.outlet == outlet_id and (version := dispatch.version_at(now)):
                yield dispatch, version
