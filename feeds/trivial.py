"""Changes that say nothing new: the time of the last update, counters, tracking parameters, typography.

Two texts are alike where they agree without these, without white space and without full stops at the end of a line, in
any case. Figures, words and the marks of questions always count.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from feeds.identity import TRACKING_NAMES
from store.models import Sighting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from feeds.matching import Match
    from store.models import Article, ArticleDraft
    from store.reader import Reader

LONGEST = 200_000
"""Code points of a text, beyond which any change counts."""
_TIME_WORDS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?|ago|yesterday|today|(?:січ|лют|берез|квіт|трав|черв|лип|серп|верес|жовт|листопад|груд)н?[яюе]?"
    r"|(?:январ|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр)[яь]|марта?|мая|августа?|тому|назад|сьогодні|вчора"
    r"|сегодня|вчера)"
)
_SMALL_WORDS = (
    r"(?:at|on|by|an?|now|just|about|moments?|hours?|hrs?|minutes?|mins?|seconds?|secs?|days?|a\.?m|p\.?m|gmt|utc|bst"
    r"|e?est|e?dt|eet|cet|cest|pst|pdt|msk|(?:хвилин|годин|секунд|минут)[аиуы]?|час(?:а|ов)?|дн[іяе][вй]?|[вуо]|року|года?)"
)
_TIME = rf"(?:[^\w\n]|\d+[a-z]{{0,2}}|(?:{_TIME_WORDS}|{_SMALL_WORDS})\b)"
_CHANGED = (
    r"(?:(?:last|first) )?(?:updated?|modified|published|posted|edited|оновлено|обновлено|опубліковано|опубликовано"
    r"|змінено|изменено)\b"
)
_NUMBER = r"\d[\d.,\u00a0 ]{0,20}[km]?"
_COUNTED = (
    r"(?:views?|comments?|shares?|likes?|reads?|reactions?|retweets?|min(?:ute)?s? read|(?:коментар|комментар)\w{0,3}"
    r"|(?:перегляд|просмотр|поширен)\w{0,3})"
)
_DATED = rf"(?=[^\n]{{0,60}}?(?:\d:\d\d|\b{_TIME_WORDS}\b))"
# A whole line, or the beginning or end of one, that only counts or tells a time. Nothing here is matched twice over, so
# that it takes linear time whatever comes.
_PASSING = re.compile(
    rf"^[^\w\n]*+(?:{_CHANGED}{_TIME}*+|{_DATED}{_TIME}++|{_NUMBER} ?{_COUNTED}\W?|{_COUNTED}[: (]{{1,3}}{_NUMBER}\W?)$"
    rf"|^[^\w\n]*+{_CHANGED}(?=[^\n]{{0,40}}?\d){_TIME}++"
    rf"|(?<=[.!?…)])[^\S\n]\(?{_CHANGED}{_TIME}*+$",
    re.IGNORECASE | re.MULTILINE,
)
_TRACKED = re.compile(rf"(?<=[?&])(?:{TRACKING_NAMES})=[^\s&#]*&?", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s?]+\?\S*", re.IGNORECASE)
_STOPS = re.compile(r"[.…]+(?=[\"']*[^\S\n]*$)", re.MULTILINE)
_MARKS = str.maketrans(
    dict.fromkeys("‘’‚‛′`´“”„‟″«»‹›", "'")
    | {'"': "'"}
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff")
)


def without_passing(text: str) -> str:
    """Give a text without what only counts or tells the time of an update."""
    return _PASSING.sub("", text)


def essence(text: str) -> str:
    """Give what two versions of a text must have in common to say the same."""
    plain = unicodedata.normalize("NFKC", text.translate(_MARKS))
    plain = _ADDRESS.sub(lambda found: _TRACKED.sub("", found[0]).rstrip("?&"), without_passing(plain))
    return "".join(_STOPS.sub("", plain).split()).casefold()


def _alike(one: str, other: str) -> bool:
    return one == other or (max(len(one), len(other)) <= LONGEST and essence(one) == essence(other))


def says_the_same(draft: ArticleDraft, stored: Article) -> bool:
    """Tell whether a draft says word for word what is stored, but for what is trivial.

    Where the feed gives no whole text, the one that came from the page behind the article is not compared.
    """
    body = stored.body if draft.body is not None else None
    if (draft.body is None) != (body is None):
        return False
    given = (draft.title, draft.summary, draft.body or "")
    there = (stored.title, stored.summary, body or "")
    return all(map(_alike, given, there))


def sift(
    reader: Reader, known: Mapping[str, Match], drafts: Sequence[ArticleDraft]
) -> tuple[tuple[ArticleDraft, ...], tuple[Sighting, ...]]:
    """Give the drafts that say something new, and the others as sightings of the articles that they leave as they are.

    Args:
        reader: of the archive.
        known: what the archive has in other words, by the key of its draft.
        drafts: of one document.

    Raises:
        ArchiveError: The archive can't be read.
    """
    stored = {one.id: one for one in reader.articles([one.known.article_id for one in known.values() if one.known])}
    new, seen = [], []
    for draft in drafts:
        there = known.get(draft.key)
        article = stored.get(there.known.article_id) if there is not None and there.known is not None else None
        if article is None or not says_the_same(draft, article):
            new.append(draft)
        else:
            seen.append(Sighting(article.id, draft.aliases, draft.link_mark, draft.title_mark, draft.content_hash))
    return tuple(new), tuple(seen)
