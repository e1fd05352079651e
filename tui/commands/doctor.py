"""``dateline doctor``: whether everything that Dateline needs is as it should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.output import Styled, put, put_json

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the form of output."""
    parser.add_argument("--json", action="store_true", help="as one JSON object")


def run(args: argparse.Namespace) -> int:
    """Print what was found.

    Gives:
        0, or 1 if anything is not as it should be.
    """
    from tui.examination import examine

    findings = []
    for finding in examine(args.config, args.archive):
        findings.append(finding)
        if not args.json:
            mark = Styled("ok  ", "green") if finding.ok else Styled("bad ", "red")
            put(mark, Styled(f"{finding.subject}: ", "bold"), finding.words)
    healthy = all(finding.ok for finding in findings)
    if args.json:
        checks = [{"check": one.subject, "ok": one.ok, "words": one.words} for one in findings]
        put_json({"ok": healthy, "checks": checks})
    return 0 if healthy else 1
