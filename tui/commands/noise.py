"""``dateline noise``: the lines that feeds repeat under their articles, and a person's word on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.arguments import positive
from tui.errors import UsageError
from tui.jsonshape import stamp
from tui.opening import load_config
from tui.output import Styled, put, put_json, say, table

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from store.noise_list import NoiseLine
    from store.writer import Job

_SHOWN = 100  # code points of a line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what can be done with a line."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="print what is learned, and what was kept")
    listing.add_argument("--feed", metavar="URL", help="only of this feed; or its name")
    listing.add_argument("--counted", action="store_true", help="also what is only counted so far")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    for name, words in (
        ("keep", "take a line for text: it is tagged, and never learned"),
        ("forget", "count a line from the start, also one that was kept"),
    ):
        actions.add_parser(name, help=words).add_argument(
            "number", type=positive, metavar="NUMBER", help="as list prints it"
        )


def run(args: argparse.Namespace) -> int:
    """Print, keep or forget lines.

    Raises:
        UsageError: No such line or feed.
        ConfigError, ArchiveError: Config or archive can't be used.
    """
    from store import noise_list
    from store.schema import inspect

    archive = load_config(args).archive_path(args.archive)
    inspect(archive)
    if args.action == "list":
        lines = noise_list.noise_lines(archive, counted=args.counted)
        _print(_of_feed(lines, args.feed), as_json=args.json)
    elif args.action == "keep":
        _write(archive, args.number, noise_list.keep(args.number))
        say(f"Number {args.number} counts as text. `dateline retag` tags the archive with it.")
    else:
        _write(archive, args.number, noise_list.forget(args.number))
        say(f"Number {args.number} is counted from the start. `dateline retag` tags the archive with it.")
    return 0


def _of_feed(lines: Sequence[NoiseLine], name: str | None) -> list[NoiseLine]:
    found = [line for line in lines if name is None or name in (line.feed, line.source)]
    if name is not None and not found:
        raise UsageError(f"{name}: no feed with that URL or name has such lines")
    return found


def _print(lines: Sequence[NoiseLine], *, as_json: bool) -> None:
    if as_json:
        for line in lines:
            put_json(_shape(line))
        return
    source = ""
    for line in lines:
        if line.source != source:
            source = line.source
            put(Styled(source, "bold"))
            table(map(_row, (one for one in lines if one.source == source)), right=frozenset({0, 1}), indent="  ")
    if not lines:
        put("No lines are learned yet.")


def _row(line: NoiseLine) -> tuple[Styled | str, ...]:
    words = line.text if len(line.text) <= _SHOWN else f"{line.text[: _SHOWN - 1]}…"
    return (Styled(str(line.id), "bold"), f"{line.articles:,} articles", line.state, words)


def _shape(line: NoiseLine) -> dict[str, object]:
    return {
        "number": line.id,
        "feed": line.feed,
        "source": line.source,
        "text": line.text,
        "articles": line.articles,
        "first_seen": stamp(line.first_seen),
        "last_seen": stamp(line.last_seen),
        "state": line.state,
    }


def _write(archive: Path, number: int, job: Job[bool]) -> None:
    from store.writer import Writer

    with Writer(archive) as writer:
        if not writer.submit(job).result():
            raise UsageError(f"there is no line {number}")
