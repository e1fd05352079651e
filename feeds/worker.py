"""What runs within a worker process: reading documents, cleaning and tagging entries, under limits."""

from __future__ import annotations

import contextlib
import logging
import os
import resource
import time
from typing import TYPE_CHECKING, NamedTuple

from feeds.drafts import Context, Task, draft, mentioned
from feeds.errors import ParseError
from feeds.identity import Identified, identify

if TYPE_CHECKING:
    from multiprocessing.synchronize import Lock

    from feeds.parsed import Headers, ParsedFeed
    from store.models import ArticleDraft, FeedKind, KnownName
    from tagger.settings import TaggerSettings
    from tagger.tagger import Tagger

log = logging.getLogger(__name__)

MEMORY_LIMIT = 2 * 1024**3
"""Bytes of address space that a worker may take."""
_NICE = 10
_BUILD_TIMEOUT_S = 120.0
_TRY_AGAIN_S = 60.0


class Document(NamedTuple):
    """A parsed document and its entries with their identities."""

    feed: ParsedFeed
    """Its `entries` are left out: `identified` holds them."""
    identified: tuple[Identified, ...]


class Prepared(NamedTuple):
    """Articles ready to be stored, and every name they mention."""

    drafts: tuple[ArticleDraft, ...]
    names: tuple[KnownName, ...]
    trouble: str | None = None
    """Why they are untagged, in words; None where they are tagged."""


class _State:
    """What one worker process keeps between tasks."""

    settings: TaggerSettings | None = None
    lock: Lock
    tagger: Tagger | None = None
    trouble: str | None = None
    tried_at = 0.0


def index_missing(settings: TaggerSettings) -> bool:
    """Tell whether the index of names must be made before the first article can be tagged; reads some files."""
    from tagger.gazetteer import cache_folder, index_version

    try:
        return not (cache_folder() / f"names-{index_version(settings)}.bin").exists()
    except (OSError, ValueError):
        return False  # whatever is wrong with the files, the tagger says it better


def initialise(settings: TaggerSettings | None, lock: Lock) -> None:
    """Prepare a worker process: its limits, its low priority, its tagger.

    Nothing here may raise, because a worker that can't start breaks the whole pool.
    """
    with contextlib.suppress(OSError, ValueError):
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        limit = MEMORY_LIMIT if most == resource.RLIM_INFINITY else min(MEMORY_LIMIT, most)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    with contextlib.suppress(OSError):
        os.nice(_NICE)
    _State.settings, _State.lock = settings, lock
    _load_tagger()


def _load_tagger() -> None:
    """Open the tagger; where it can't be, whatever the reason, articles are stored untagged and it is tried again."""
    settings = _State.settings
    if settings is None:
        return
    # Where the name index must be built, which takes a while, one worker does it and the others read it then.
    # A worker that died while building must not stop the others for ever, hence the time limit.
    locked = _State.lock.acquire(timeout=_BUILD_TIMEOUT_S)
    try:
        from tagger.tagger import Tagger

        _State.tagger, _State.trouble = Tagger.load(settings), None
    except Exception as error:  # noqa: BLE001 - it is told with each batch; an article is worth more than its tags
        kind = "" if isinstance(error, ValueError) else f"{type(error).__name__}: "
        _State.trouble = f"the tagger can't start: {kind}{error}"
    finally:
        if locked:
            _State.lock.release()
    _State.tried_at = time.monotonic()


def read_document(kind: FeedKind, body: bytes, headers: Headers, url: str) -> Document:
    """Parse a document and tell its entries apart.

    Raises:
        FeedError: It can't be read.
    """
    from dataclasses import replace

    from feeds.sources.kinds import read

    parsed = read(kind, body, headers, url)
    return Document(replace(parsed, entries=()), identify(parsed.entries))


def loaded_tagger() -> Tagger:
    """Give this worker's tagger.

    Raises:
        ParseError: It can't start.
    """
    if _State.tagger is None:
        raise ParseError(_State.trouble or "there is no tagger")
    return _State.tagger


def prepare_batch(tasks: tuple[Task, ...], context: Context) -> Prepared:
    """Clean and tag entries."""
    if _State.trouble is not None and time.monotonic() - _State.tried_at > _TRY_AGAIN_S:
        _load_tagger()
    tagger = _State.tagger
    drafts = tuple(draft(task, context, tagger) for task in tasks)
    names = tagger.known(sorted(mentioned(drafts))) if tagger is not None else ()
    return Prepared(drafts, names, _State.trouble)
