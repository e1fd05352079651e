"""``dateline correct``: tell the archive that a name is no place, or which place it means."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from store.models import Correction
from tui.arguments import article_id, positive
from tui.correcting import passage
from tui.errors import UsageError
from tui.opening import load_config
from tui.output import Styled, put, put_json, say, table

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from store.writer import Job

T = TypeVar("T")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what can be said of a name."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    none = actions.add_parser("no-place", help="NAME is no place")
    place = actions.add_parser("place", help="NAME means PLACE")
    for one in (none, place):
        one.add_argument("name", metavar="NAME", help="as it stands in the text")
        one.add_argument("--article", type=article_id, metavar="ID", help="only in that passage; else everywhere")
    place.add_argument(
        "place", metavar="PLACE", help="an id such as geonames:700569, or a name that only one place has"
    )
    places = actions.add_parser("places", help="print every place that goes by a NAME")
    places.add_argument("names", metavar="NAME", nargs="+")
    places.add_argument("--json", action="store_true")
    actions.add_parser("list", help="print every correction").add_argument("--json", action="store_true")
    remove = actions.add_parser("remove", help="forget a correction")
    remove.add_argument("number", type=positive, metavar="NUMBER", help="as `dateline correct list` prints it")
    actions.add_parser("export", help="print them as test cases, one JSON object a line")


def run(args: argparse.Namespace) -> int:
    """Keep, print or forget corrections.

    Raises:
        UsageError: No such article, place or correction, or the name does not stand in the article.
        ConfigError, ArchiveError: Config or archive can't be used.
    """
    from store.schema import inspect

    archive = load_config(args).archive_path(args.archive)
    inspect(archive)
    if args.action == "list":
        _list(archive, as_json=args.json)
    elif args.action == "export":
        _export(archive)
    elif args.action == "places":
        _places(args)
    elif args.action == "remove":
        _remove(archive, args.number)
    else:
        _add(archive, args)
    return 0


def _add(archive: Path, args: argparse.Namespace) -> None:
    from store.corrections import add

    place = _place(args) if args.action == "place" else None
    context = _passage(archive, args.article, args.name) if args.article else ""
    number = _write(archive, add(Correction(args.name, place, context), datetime.now(UTC)))
    say(f"Kept as number {number}. `dateline retag` applies it to the archive.")


def _place(args: argparse.Namespace) -> str:
    """Give the id of the place that PLACE names."""
    from tagger.tagger import Tagger

    tagger = Tagger.load(load_config(args).tagger)
    if ":" in args.place:
        if not any(one.kind == "place" for one in tagger.known([args.place])):
            raise UsageError(f"{args.place}: no place has that id")
        return str(args.place)
    called = tagger.places_called(args.place)
    if not called:
        raise UsageError(f"{args.place}: no place of that name is known")
    if len(called) > 1:
        ids = "\n".join(
            f"  {one.id}  {one.name}, {one.country or ''} {one.type} at {one.lat}, {one.lon}" for one in called
        )
        raise UsageError(f"{args.place}: several places have that name; give the id of one:\n{ids}")
    return called[0].id


def _places(args: argparse.Namespace) -> None:
    """Print the places that go by one of the names, each once."""
    from tagger.tagger import Tagger

    tagger = Tagger.load(load_config(args).tagger)
    called = {one.id: one for name in args.names for one in tagger.places_called(name)}
    regions = {one.id: one.name for one in tagger.known([one.region_id for one in called.values() if one.region_id])}
    if args.json:
        for one in called.values():
            where = {"country": one.country, "region": regions.get(one.region_id or ""), "lat": one.lat, "lon": one.lon}
            put_json({"id": one.id, "name": one.name, "kind": one.type, **where})
        return
    table(
        (Styled(one.id, "bold"), one.name, one.type, regions.get(one.region_id or "", ""), one.country or "")
        for one in called.values()
    )
    if not called:
        put("No place of that name is known.")


def _passage(archive: Path, article: int, name: str) -> str:
    """Give the line of an article that holds `name`, cut to what is near it."""
    from store.reader import Reader

    with Reader(archive) as reader:
        found = reader.article(article)
    if found is None:
        raise UsageError(f"the archive has no article {article}")
    at = found.text.find(name)
    if at >= 0:
        return passage(found.text, at, at + len(name))
    raise UsageError(f"article {article} does not hold the name {name!r}")


def _list(archive: Path, *, as_json: bool) -> None:
    from store.corrections import corrections

    kept = corrections(archive)
    if as_json:
        for number, one in kept.items():
            put_json({"number": number, "name": one.name, "place": one.place, "context": one.context or None})
        return
    table(
        (Styled(str(number), "bold"), one.name, one.place or "no place", one.context or "everywhere")
        for number, one in kept.items()
    )
    if not kept:
        put("No corrections.")


def _export(archive: Path) -> None:
    """Print each correction with a text, what is said of which name in it, and where it stands."""
    from store.corrections import corrections

    for one in corrections(archive).values():
        text = one.context or one.name
        at = text.find(one.name)
        put_json({"text": text, "start": at, "end": at + len(one.name), "name": one.name, "place": one.place})


def _remove(archive: Path, number: int) -> None:
    from store.corrections import remove

    if not _write(archive, remove(number)):
        raise UsageError(f"there is no correction {number}")
    say(f"Number {number} is forgotten. `dateline retag` tags the archive without it.")


def _write(archive: Path, job: Job[T]) -> T:
    from store.writer import Writer

    with Writer(archive) as writer:
        return writer.submit(job).result()
