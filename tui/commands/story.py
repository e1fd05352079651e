"""``dateline story``: print the reports of a story, split reports from it, or join stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import story_words
from tui.arguments import article_id
from tui.errors import UsageError
from tui.opening import load_config, open_reader
from tui.output import Styled, put, put_json, say
from tui.wording import count_of

if TYPE_CHECKING:
    import argparse
    from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what can be done with stories."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    show = actions.add_parser("show", help="print the reports of the story that holds an article")
    show.add_argument("id", type=article_id, metavar="ID", help="of the story, or of any of its reports")
    show.add_argument("--json", action="store_true", help="as one JSON object")
    split = actions.add_parser("split", help="take articles out of their story; it stays so")
    split.add_argument("ids", type=article_id, nargs="+", metavar="ID", help="as `dateline search` prints it")
    join = actions.add_parser("join", help="make the stories of articles one; it stays so")
    join.add_argument("first", type=article_id, metavar="ID", help="as `dateline search` prints it")
    join.add_argument("ids", type=article_id, nargs="+", metavar="ID", help="of the others")


def run(args: argparse.Namespace) -> int:
    """Print or change stories.

    Raises:
        UsageError: No such article, or it is of no story.
        ConfigError, ArchiveError: Config or archive can't be used.
    """
    if args.action == "show":
        _show(args)
    else:
        wanted = args.ids if args.action == "split" else [args.first, *args.ids]
        with open_reader(args) as reader:
            there = {headline.id for headline in reader.headlines_by_id(wanted)}
        for one in wanted:
            if one not in there:
                raise UsageError(f"the archive has no article {one}")
        _change(load_config(args).archive_path(args.archive), args.action, wanted)
    return 0


def _show(args: argparse.Namespace) -> None:
    with open_reader(args) as reader:
        story = reader.story(args.id)
        if story is None:
            known = bool(reader.headlines_by_id([args.id]))
            raise UsageError(f"article {args.id} stands alone" if known else f"the archive has no article {args.id}")
    if args.json:
        put_json({"story": story.id, **story_words.shape(story)})
        return
    put(Styled(story_words.heading(story), "bold"))
    for report in story.reports:
        put(f"  {story_words.line(report)}")
    put(f"  {story_words.origins(story)}")


def _change(archive: Path, action: str, ids: list[int]) -> None:
    from store.story_jobs import join, split
    from store.writer import Writer

    with Writer(archive) as writer:
        moved = writer.submit((split if action == "split" else join)(ids)).result()
    if moved.changed:
        say(f"{count_of(moved.changed, 'article')} moved. It stays so until you say otherwise.")
    else:
        say("It was so already.")
