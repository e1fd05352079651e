"""Several articles as links: a line each, or a Markdown list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from store.text import clean_line
from tui.opener import CannotOpen, checked
from tui.wording import moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.models import Headline

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&!])")


def links(headlines: Iterable[Headline]) -> list[str]:
    """Give the articles' web links, each once; those that are none are left out."""
    return list(dict.fromkeys(url for headline in headlines if (url := _link(headline))))


def markdown_list(headlines: Sequence[Headline]) -> str:
    """Give the articles as a Markdown list (CommonMark 0.31): nothing in a title or a name is markup."""
    return "".join(f"- {_item(headline)}\n" for headline in headlines)


def _item(headline: Headline) -> str:
    title, url = _plain(headline.title) or "(no title)", _link(headline)
    named = f"[{title}](<{url}>)" if url else title
    return f"{named} — {_plain(headline.source)}, {moment(headline.published)} UTC"


def _link(headline: Headline) -> str:
    try:
        return checked(headline.url)
    except CannotOpen:
        return ""


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", clean_line(text))
