"""``dateline tag``: what the tagger finds in a text."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tui.arguments import exact
from tui.errors import UsageError
from tui.explanation import marked, reasons
from tui.opening import load_config
from tui.output import Styled, put, put_json, say, table
from tui.wording import claim, count_of, figure

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from store.models import Actor, Event, Figure, Place, Tags
    from tui.output import Piece

    Row = tuple[Piece, ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the text and what is known about it."""
    parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="a UTF-8 text; - is standard input (-)")
    parser.add_argument("--title", default="", metavar="T", help="a title; it then stands before the text")
    parser.add_argument("--published", type=exact, metavar="TIME", help='when; "on Sunday" counts from there')
    parser.add_argument("--lang", metavar="CODE", help="language, such as en, uk or ru; else it is recognised")
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    parser.add_argument("--explain", action="store_true", help="say why each tag stands, and how sure that is")


def run(args: argparse.Namespace) -> int:
    """Print the tags. Offsets are into the text as given, or into title, blank line and text where there is a title.

    Raises:
        UsageError: The file can't be read, or is not UTF-8.
        ConfigError: The config can't be used.
    """
    from tagger.tagger import Tagger

    text = _read(args.file)
    tagger = Tagger.load(load_config(args).tagger)
    whole = f"{args.title}\n\n{text}" if args.title else text
    tags = tagger.tag(whole, title_end=len(args.title), published=args.published, lang=args.lang)
    if args.json:
        from tui import jsonshape

        put_json(jsonshape.explained(tags) if args.explain else jsonshape.tags(tags))
    elif args.explain:
        put(*marked(whole, tags))
        put()
        table((Styled(one.mark, "bold"), one.what, one.sure, Styled(one.why, "dim")) for one in reasons(tags))
    else:
        _print_text(whole)
        _print_tags(tags)
    return 0


def _read(file: str) -> str:
    try:
        if file == "-":
            if sys.stdin.isatty():
                say("Type the text, then Ctrl+D.")
            return sys.stdin.buffer.read().decode()
        return Path(file).read_bytes().decode()
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: not UTF-8 (byte {error.start} is wrong)") from None
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}") from None


def _print_text(text: str) -> None:
    put(text.strip("\n"))
    put()


def _print_tags(tags: Tags) -> None:
    _print_table("place", map(_place, tags.places))
    _print_table("actor", map(_actor, tags.actors))
    _print_table("event", map(_event, tags.events))
    _print_table("figure", map(_figure, tags.figures))


def _place(one: Place) -> Row:
    use = "it happened here" if one.event_place else "speaks or acts" if one.sense == "metonym" else ""
    return _offsets(one), one.text, one.name, one.country or "", one.kind, one.id, use


def _actor(one: Actor) -> Row:
    return _offsets(one), one.text, one.name, one.kind.replace("_", " "), one.role or ""


def _event(one: Event) -> Row:
    return _offsets(one), one.place, claim(one.type, one.status, one.by), one.time or ""


def _figure(one: Figure) -> Row:
    said = f"{one.status} by {one.by}" if one.by else one.status
    return _offsets(one), figure(one), one.place or "", said


def _offsets(one: Place | Actor | Event | Figure) -> Piece:
    return Styled(f"{one.start}-{one.end}", "dim")


def _print_table(noun: str, rows: Iterable[Row]) -> None:
    found = list(rows)
    put(Styled(count_of(len(found), noun), "bold"))
    table(found, indent="  ")
