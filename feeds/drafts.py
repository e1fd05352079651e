"""From an identified entry to an article ready for the archive: cleaned, dated and tagged."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from feeds import language
from feeds.html import TEXT_LIMIT, strip_tags, to_plain
from store.credits import named
from store.features import prepare
from store.lines import noise_spans, without_noise
from store.models import ArticleDraft, Tags, article_text
from store.text import clean_block, clean_line, cut

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feeds.parsed import Entry, RawText
    from feeds.settings import FullText
    from store.models import Correction
    from tagger.tagger import Tagger

log = logging.getLogger(__name__)

LEAD_LIMIT = 500
"""Code points of the lead that stands for a missing summary."""
TAGGED_LIMIT = 200_000
"""Code points that are tagged, more than any dispatch has: a giant text must not hold up a worker."""
ENOUGH = 500
"""Code points of text that a feed must give for its page to be left alone, where only summaries are completed."""
_OLD = timedelta(days=30)
_TITLE_LIMIT = 1_000
_STAND_IN_TITLE = 120
_AUTHOR_LIMIT = 200
_DATE_LIMIT = 100
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(hours=1)  # clocks go wrong by minutes; what is further ahead has a wrong zone or is no date
_UNTITLED = "(untitled)"


@dataclass(frozen=True, slots=True)
class Task:
    """One entry that is new or changed."""

    entry: Entry
    key: str
    content_hash: bytes
    aliases: tuple[str, ...] = ()
    link_mark: bytes = b""
    title_mark: bytes = b""


class Context(NamedTuple):
    """What a draft needs to know beside its entry."""

    now: datetime
    country: str | None
    """ISO code of the outlet's country."""
    full_text: FullText = "never"
    """Which entries want their page."""
    corrections: tuple[Correction, ...] = ()
    """What readers say against the tagger."""
    noise: frozenset[bytes] = frozenset()
    """Keys of the lines that the feed repeats (`store.lines.line_key`); they are not tagged."""


def draft(task: Task, context: Context, tagger: Tagger | None) -> ArticleDraft:
    """Clean, date and tag one entry; without a `tagger` its tags stay empty."""
    entry = task.entry
    summary, summary_links = _plain(entry.summary, entry.base)
    body, body_links = _plain(entry.content, entry.base)
    if body and (not summary or summary == body):
        summary = _lead(body)
    title, body = _shortened(_plain_line(entry.title, entry.base), body, summary)
    title = title or _stand_in(body or summary, entry.link)
    published = _usable(entry.published, context.now)
    lang = language.settled(_language(entry.lang), f"{title} {body or summary}")
    tags = _tags(tagger, title, article_text(title, summary, body or None), published, lang, context)
    parent = _line(entry.parent, _TITLE_LIMIT)
    return ArticleDraft(
        key=task.key,
        content_hash=task.content_hash,
        guid=_line(entry.guid),
        url=entry.link,
        title=title,
        author=_line(entry.author, _AUTHOR_LIMIT),
        published=published,
        published_raw=_line(entry.published_raw, _DATE_LIMIT),
        updated=_usable(entry.updated, context.now),
        lang=lang,
        summary=summary,
        body=body or None,
        links=tuple(dict.fromkeys((*body_links, *summary_links))),
        tags=tags,
        aliases=task.aliases,
        link_mark=task.link_mark,
        title_mark=task.title_mark,
        point=entry.point,
        parent=parent,
        credit=_credit(entry),
        wants_page=_wants_page(entry, published, max(len(summary), len(body)), context),
        compared=prepare(title, without_noise(body or summary, context.noise), lang, tags, update=parent is not None),
    )


def plain_draft(task: Task, context: Context) -> ArticleDraft:
    """Give an untagged draft in the crudest way: for an entry that the normal way can't take."""
    entry = task.entry
    texts = [strip_tags(text.value) for text in (entry.title, entry.summary, entry.content) if text is not None]
    summary = "\n\n".join(texts[1:])
    title, body = _shortened(clean_line(texts[0], TEXT_LIMIT) if texts else "", "", summary)
    return ArticleDraft(
        key=task.key,
        content_hash=task.content_hash,
        guid=_line(entry.guid),
        url=entry.link,
        title=title or _UNTITLED,
        author=_line(entry.author, _AUTHOR_LIMIT),
        published=_usable(entry.published, context.now),
        published_raw=_line(entry.published_raw, _DATE_LIMIT),
        updated=None,
        lang=_language(entry.lang),
        summary=summary,
        body=body or None,
        links=(),
        tags=Tags(),
        aliases=task.aliases,
        link_mark=task.link_mark,
        title_mark=task.title_mark,
        point=entry.point,
        parent=_line(entry.parent, _TITLE_LIMIT),
        credit=_credit(entry),
    )


def _wants_page(entry: Entry, published: datetime | None, given: int, context: Context) -> bool:
    """Tell whether the page behind an entry is to be fetched, of which the feed gave so many code points."""
    if context.full_text == "never" or entry.link is None:
        return False
    if published is not None and published < context.now - _OLD:
        return False
    return context.full_text == "always" or given < ENOUGH


def mentioned(drafts: Iterable[ArticleDraft]) -> set[str]:
    """Give the ids of every place and actor that `drafts` are tagged with."""
    found: set[str] = set()
    for item in drafts:
        found.update(place.id for place in item.tags.places)
        found.update(actor.id for actor in item.tags.actors)
        found.update(event.place_id for event in item.tags.events)
    return found


def _tags(
    tagger: Tagger | None, title: str, text: str, published: datetime | None, lang: str | None, context: Context
) -> Tags:
    if tagger is None:
        return Tags()
    text = text[:TAGGED_LIMIT]
    try:
        return tagger.tag(
            text,
            title_end=len(title),
            published=published or context.now,
            lang=lang,
            country=context.country,
            corrections=context.corrections,
            noise=noise_spans(text, len(title) + 2, context.noise),
        )
    except Exception:  # a text that trips the tagger is stored untagged: an article is worth more than its tags
        log.exception("an article could not be tagged: %s", cut(title, 80))
        return Tags()


def _plain(text: RawText | None, base: str) -> tuple[str, tuple[str, ...]]:
    if text is None:
        return "", ()
    return to_plain(text.value, base) if text.html else (clean_block(text.value, TEXT_LIMIT), ())


def _plain_line(text: RawText, base: str) -> str:
    return clean_line(to_plain(text.value, base).text if text.html else text.value, TEXT_LIMIT)


def _shortened(title: str, body: str, summary: str) -> tuple[str, str]:
    """Give `title` cut for display, and `body`: the whole of a title that was cut stands at its head."""
    if len(title) <= _TITLE_LIMIT:
        return title, body
    return cut(title, _TITLE_LIMIT), "\n\n".join(filter(None, (title, body or summary)))


def _lead(body: str) -> str:
    return cut(body.partition("\n\n")[0], LEAD_LIMIT)


def _stand_in(text: str, link: str | None) -> str:
    """Give a headline for an entry without title: its first words, else its link."""
    return clean_line(text.partition("\n")[0], _STAND_IN_TITLE) or clean_line(link or "", _TITLE_LIMIT) or _UNTITLED


def _line(text: str | None, limit: int = 2_000) -> str | None:
    return (clean_line(text, limit) or None) if text else None


def _usable(time: datetime | None, now: datetime) -> datetime | None:
    """Give `time` where a dispatch can have been published then; else it counts as missing."""
    return time if time is not None and _EARLIEST <= time <= now + _AHEAD else None


def _credit(entry: Entry) -> str | None:
    name, address = entry.source
    return named(_line(name, _AUTHOR_LIMIT), address)


def _language(tag: str | None) -> str | None:
    """Give the primary subtag of a language tag (RFC 5646), or None."""
    primary = (tag or "").strip().replace("_", "-").partition("-")[0].lower()
    return primary if primary.isascii() and primary.isalpha() and len(primary) in (2, 3) else None
