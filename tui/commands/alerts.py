"""``dateline alerts``: what watches found, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import jsonshape
from tui.arguments import past, positive
from tui.opening import load_config, open_reader
from tui.output import Styled, put, put_json, say
from tui.wording import moment

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's own arguments."""
    parser.add_argument(
        "--since", type=past, metavar="TIME", help="alerts from then on: 90m, 24h, 7d, a date or a time"
    )
    parser.add_argument("--watch", metavar="NAME", help="alerts of the watch of this name")
    parser.add_argument("--unseen", action="store_true", help="only those that nobody has seen")
    parser.add_argument("--limit", type=positive, default=50, metavar="N", help="how many at most (50)")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    """Print alerts.

    Raises:
        ConfigError, ArchiveError: Config or archive can't be used.
    """
    config = load_config(args)
    with open_reader(args, config) as reader:
        found = reader.alerts(since=args.since, watch=args.watch, unseen=args.unseen, limit=args.limit)
    for alert in found:
        if args.json:
            put_json(jsonshape.alert(alert))
            continue
        version = f" (version {alert.revision})" if alert.revision > 1 else ""
        put(
            *(
                Styled(moment(alert.made), "dim"),
                "  ",
                Styled(alert.watch, "yellow"),
                "  ",
                Styled(alert.source, "cyan"),
            ),
            *(" · ", alert.title, Styled(f"{version} · article {alert.article}", "dim")),
        )
    if not found and not args.json:
        say("No alerts." if config.watch else "No alerts, and no watch in your config: docs/watches.md tells how.")
    return 0
