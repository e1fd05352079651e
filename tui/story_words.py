"""A story in words and in JSON: who tells it, and whose words they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.text import clean_line
from tui.jsonshape import stamp
from tui.wording import count_of, moment

if TYPE_CHECKING:
    from store.models import Report, Story
    from tui.jsonshape import Shape


def heading(story: Story) -> str:
    """Give ``Story 17: 5 reports by 4 outlets, 3 independent origins``."""
    reports, outlets = count_of(len(story.reports), "report"), count_of(len(story.outlets), "outlet")
    return f"Story {story.id}: {reports} by {outlets}, {count_of(len(story.origins), 'independent origin')}"


def origins(story: Story) -> str:
    """Give ``Origins: Reuters, BBC``."""
    return f"Origins: {', '.join(clean_line(one) for one in story.origins)}"


def line(report: Report) -> str:
    """Give a report in one line: id, time, outlet, title, and how its origin is known where it isn't its own."""
    headline = report.headline
    why = "" if report.because == "own" else f" ({clean_line(report.reason)})"
    return (
        f"{headline.id}  {moment(headline.published)}  {clean_line(headline.source)}: {clean_line(headline.title)}{why}"
    )


def shape(story: Story | None) -> Shape:
    """Give the keys that an article's JSON gets where it is not the only report of its story."""
    if story is None:
        return {}
    return {
        "outlets": list(story.outlets),
        "origins": list(story.origins),
        "reports": [_report(one) for one in story.reports],
    }


def _report(one: Report) -> Shape:
    headline = one.headline
    return {
        "id": headline.id,
        "source": headline.source,
        "title": headline.title,
        "url": headline.url,
        "published": stamp(headline.published),
        "origin": one.origin,
        "because": one.because,
        **({"copied": one.copied} if one.copied is not None else {}),
    }
