"""``dateline export``: articles that match a query, in a form for other programs."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from store.dumps import DumpReader
from store.paths import move_new
from tui.arguments import home_path
from tui.commands.search import pages
from tui.errors import UsageError
from tui.muting import by_wish
from tui.opening import load_config, open_reader
from tui.output import say
from tui.wording import count_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TextIO

    from store.dumps import Dump
    from store.models import Article
    from store.query import Filter
    from store.reader import Reader

FORMATS = ("jsonl", "csv", "geojson", "atom", "md")
EVERYTHING = 2**62
T = TypeVar("T")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the query, the format and where it goes."""
    parser.add_argument("query", nargs="*", metavar="QUERY", help="as for search; empty exports everything")
    parser.add_argument("--format", choices=FORMATS, default="jsonl", help="jsonl has everything (jsonl)")
    parser.add_argument(
        "--output",
        metavar="FILE",
        help="a new file, or for md a new folder with a file each: NAME/; else standard output",
    )


def run(args: argparse.Namespace) -> int:
    """Write the articles, newest arrival first.

    Raises:
        QueryError: With the column at which the query stops making sense.
        UsageError: FILE is there already, or can't be written.
        ConfigError, ArchiveError: Config or archive can't be used.
    """
    from store.query import parse

    where = by_wish(parse(" ".join(args.query)), partial(load_config, args))
    with open_reader(args) as reader:
        if args.output is None:
            _write(reader, where, args.format, _utf8(sys.stdout))
        elif args.format == "md" and (args.output.endswith(os.sep) or os.path.isdir(args.output)):  # noqa: PTH112
            _write_folder(reader, where, home_path(args.output))
        else:
            _write_file(reader, where, args.format, home_path(args.output))
    return 0


def _utf8(stream: TextIO) -> TextIO:
    """Have `stream` take every character: each form says, or must be, UTF-8."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8")
    return stream


def _write_folder(reader: Reader, where: Filter, folder: Path) -> None:
    """Write a folder of notes: never over a file, never outside it, and never half."""
    from tui.notes import write

    try:
        written = write(_articles(reader, where), folder)
    except OSError as error:
        there = error.errno in (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR)
        words = "is there already; an export goes into a new or an empty folder" if there else error.strerror
        raise UsageError(f"{folder}: {words}") from None
    say(f"{count_of(written, 'article')} in {folder}.")


def _write_file(reader: Reader, where: Filter, form: str, path: Path) -> None:
    """Write a new file: never over another one, never through a link, and never half."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("x", encoding="utf-8", newline="") as file:
            written = _write(reader, where, form, file)
        move_new(draft, path)
    except FileExistsError:
        raise UsageError(f"{path}: is there already; an export never overwrites a file") from None
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
    say(f"{count_of(written, 'article')} in {path}.")


def _write(reader: Reader, where: Filter, form: str, to: TextIO) -> int:
    from tui import exporting

    count = 0

    def counted(whole: Iterator[T]) -> Iterator[T]:
        nonlocal count
        for one in whole:
            count += 1
            yield one

    if form == "jsonl":
        with DumpReader(reader.path) as dumps:
            to.writelines(exporting.jsonl(counted(_dumps(reader, dumps, where))))
    else:
        to.writelines(exporting.FORMATS[form](counted(_articles(reader, where))))
    return count


def _articles(reader: Reader, where: Filter) -> Iterator[Article]:
    for page in pages(reader, where, EVERYTHING):
        yield from reader.articles([headline.id for headline in page])


def _dumps(reader: Reader, dumps: DumpReader, where: Filter) -> Iterator[Dump]:
    for page in pages(reader, where, EVERYTHING):
        yield from dumps.dumps([headline.id for headline in page])
