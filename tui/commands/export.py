"""``dateline export``: articles that match a query, in a form for other programs."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

from tui.arguments import home_path
from tui.errors import UsageError
from tui.opening import open_reader
from tui.output import say
from tui.wording import count_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TextIO

    from store.models import Article
    from store.query import Filter
    from store.reader import Reader

FORMATS = ("jsonl", "csv", "geojson", "atom", "md")
EVERYTHING = 2**62


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the query, the format and where it goes."""
    parser.add_argument("query", nargs="*", metavar="QUERY", help="as for search; empty exports everything")
    parser.add_argument("--format", choices=FORMATS, default="jsonl", help="jsonl has everything (jsonl)")
    parser.add_argument("--output", metavar="FILE", help="a new file; else standard output")


def run(args: argparse.Namespace) -> int:
    """Write the articles, newest arrival first.

    Raises:
        QueryError: With the column at which the query stops making sense.
        UsageError: FILE is there already, or can't be written.
        ConfigError, ArchiveError: Config or archive can't be used.
    """
    from store.query import parse

    where = parse(" ".join(args.query))
    with open_reader(args) as reader:
        if args.output is None:
            _write(reader, where, args.format, sys.stdout)
        else:
            _write_file(reader, where, args.format, home_path(args.output))
    return 0


def _write_file(reader: Reader, where: Filter, form: str, path: Path) -> None:
    """Write a new file: never over another one, never through a link, and never half."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("x", encoding="utf-8", newline="") as file:
            written = _write(reader, where, form, file)
        os.link(draft, path)
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

    def counted() -> Iterator[Article]:
        nonlocal count
        for article in _articles(reader, where):
            count += 1
            yield article

    to.writelines(exporting.FORMATS[form](counted()))
    return count


def _articles(reader: Reader, where: Filter) -> Iterator[Article]:
    from tui.commands.search import pages

    for page in pages(reader, where, EVERYTHING):
        yield from reader.articles([headline.id for headline in page])
