"""``dateline show``: one article as text, with what the tagger found in it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from tui import story_words
from tui.arguments import article_id
from tui.errors import UsageError
from tui.opening import open_reader
from tui.output import Styled, columns, put, put_json
from tui.revisions import history
from tui.wording import claim, figure, moment

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from store.models import Article, Revision, Story
    from tui.tag_changes import TagChange


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the article's id and the forms of output."""
    parser.add_argument("id", type=article_id, metavar="ID", help="as `dateline search` prints it")
    parser.add_argument("--revisions", action="store_true", help="also every stored version, and what changed in it")
    parser.add_argument("--json", action="store_true", help="as one JSON object")


def run(args: argparse.Namespace) -> int:
    """Print the article.

    Raises:
        UsageError: The archive has no such article.
        ConfigError, ArchiveError: Config or archive can't be used.
    """
    with open_reader(args) as reader:
        article = reader.article(args.id)
        if article is None:
            raise UsageError(f"the archive has no article {args.id}")
        versions = reader.revisions(args.id) if args.revisions else []
        story = reader.story(args.id)
    if args.json:
        _print_json(article, versions if args.revisions else None, story)
    else:
        print_article(article)
        _print_story(story)
        _print_versions(versions)
    return 0


def print_article(article: Article) -> None:
    """Print an article for reading: head, text, then places, actors, events and figures."""
    put(Styled(_wrapped(article.title), "bold"))
    by = f", {article.author}" if article.author else ""
    if article.parent:
        put(Styled(_wrapped(f"From the live blog: {article.parent}"), "dim"))
    put(Styled(article.source, "cyan"), f"{by} · {moment(article.published)} UTC", _first_seen(article))
    if article.withdrawn is not None:
        put(Styled(f"Withdrawn by its publisher, as seen on {moment(article.withdrawn)} UTC", "red"))
    if article.url:
        put(Styled(article.url, "dim"))
    if article.page:
        put(Styled(f"The text of its page is not here: {article.page}", "yellow"))
    put()
    put(_wrapped(article.body or article.summary or "(The feed gave no text.)"))
    _print_tags(article)


def _first_seen(article: Article) -> str:
    if article.published_source == "first_seen":
        return " (when we first saw it: the feed gives no usable date)"
    return f" · {article.revisions} versions" if article.revisions > 1 else ""


def _print_tags(article: Article) -> None:
    tags = article.tags
    _print_list("Places", _distinct(f"{one.name} ({one.country})" if one.country else one.name for one in tags.places))
    _print_list("Actors", _distinct(f"{one.name}, {one.role}" if one.role else one.name for one in tags.actors))
    _print_list("Events", (f"{one.place}: {claim(one.type, one.status, one.by)}" for one in tags.events))
    _print_list("Figures", (f"{figure(one)} ({one.status})" for one in tags.figures))


def _print_list(heading: str, lines: Iterable[str]) -> None:
    found = list(lines)
    if found:
        put()
        put(Styled(heading, "bold"))
        for line in found:
            put(_wrapped(f"  {line}", hanging="    "))


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _print_story(story: Story | None) -> None:
    """Print the other reports of the article's story, the first one first."""
    if story is None:
        return
    put()
    put(Styled(story_words.heading(story), "bold"))
    for report in story.reports:
        put(_wrapped(f"  {story_words.line(report)}", hanging="    "))
    put(_wrapped(f"  {story_words.origins(story)}", hanging="    "))


def _print_versions(versions: Sequence[Revision]) -> None:
    """Print the first version's title, then the paragraphs that went and came with each later one."""
    for first in versions[:1]:
        _print_version(first.number, first.seen_at)
        put(_wrapped(first.title))
    for version in history(versions):
        _print_version(version.number, version.seen_at)
        for change in version.tags:
            put(Styled(_wrapped(f"* {change.words}", hanging="  "), "yellow"))
        for line in version.lines:
            put(Styled(_wrapped(f"{line.sign} {line.text}", hanging="  "), "red" if line.sign == "-" else "green"))


def _print_version(number: int, seen_at: datetime) -> None:
    put()
    put(Styled(f"Version {number}", "bold"), f", seen {moment(seen_at)} UTC")


def _wrapped(text: str, hanging: str = "") -> str:
    """Give `text` laid out for the terminal, paragraph by paragraph."""
    width = columns()
    return "\n".join(
        textwrap.fill(line, width, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)
        for line in text.split("\n")
    )


def _changes(changes: Sequence[TagChange] | None) -> dict[str, object]:
    """Give what a version changed in the tags, where it did."""
    if not changes:
        return {}
    return {
        "changes": [{"kind": one.kind, "what": one.what, "before": one.before, "after": one.after} for one in changes]
    }


def _print_json(article: Article, versions: Sequence[Revision] | None, story: Story | None) -> None:
    from tui import jsonshape

    shape = jsonshape.article(article) | story_words.shape(story)
    if versions is not None:
        changes = {version.number: version.tags for version in history(versions)}
        shape["versions"] = [jsonshape.revision(one) | _changes(changes.get(one.number)) for one in versions]
    put_json(shape)
