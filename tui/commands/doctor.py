"""``dateline doctor``: whether everything that Dateline needs is as it should be, and what to do where it is not."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tui.arguments import home_path
from tui.errors import UsageError
from tui.opening import load_config
from tui.output import Styled, put, put_json, say
from tui.wording import count_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from tui.archive_checks import Finding


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare how closely to look, what to do about it, and the form of output."""
    parser.add_argument("--full", action="store_true", help="read every article and compare every index: takes longer")
    doing = parser.add_mutually_exclusive_group()
    doing.add_argument("--fix", action="store_true", help="copy the archive, then make anew what can be made anew")
    doing.add_argument("--salvage", metavar="FILE", help="copy what can be read of a damaged archive into a new one")
    parser.add_argument("--json", action="store_true", help="as one JSON object")


def run(args: argparse.Namespace) -> int:
    """Print what was found, after what was asked for was done.

    Gives:
        0, or 1 if anything is not as it should be.

    Raises:
        UsageError: FILE is there already, or can't be written.
        ArchiveError: The archive can't be mended or salvaged, or an archiver is running.
    """
    from tui.examination import examine

    if args.salvage is not None:
        return _salvage(load_config(args).archive_path(args.archive), home_path(args.salvage))
    if args.fix:
        _fix(load_config(args).archive_path(args.archive), full=args.full)
    findings = []
    for finding in examine(args.config, args.archive, full=args.full):
        findings.append(finding)
        if not args.json:
            mark = Styled("ok  ", "green") if finding.ok else Styled("bad ", "red")
            put(mark, Styled(f"{finding.subject}: ", "bold"), finding.words)
    healthy = all(finding.ok for finding in findings)
    if args.json:
        put_json({"ok": healthy, "checks": [_shape(one) for one in findings]})
    else:
        _print_steps(findings)
    return 0 if healthy else 1


def _shape(finding: Finding) -> dict[str, object]:
    steps = {"steps": list(finding.steps)} if finding.steps else {}
    return {"check": finding.subject, "ok": finding.ok, "words": finding.words, **steps}


def _print_steps(findings: Sequence[Finding]) -> None:
    steps = dict.fromkeys(step for finding in findings for step in finding.steps)
    if steps:
        put()
        put(Styled("What to do", "bold"))
        for number, step in enumerate(steps, 1):
            put(f"{number}. {step}")


def _fix(archive: Path, *, full: bool) -> None:
    """Make anew what can be; damaged pages can't."""
    from store.doctor import examine
    from store.lease import Lease
    from store.repair import repair
    from store.schema import inspect

    inspect(archive)
    with Lease(archive):
        found = [finding for finding in examine(archive, full=full) if finding.faults]
        if not found:
            say("There is nothing to mend in the archive.")
        elif all(finding.fixable for finding in found):
            done = repair(archive, found, _progress)
            say(f"Mended. The archive as it was is in {done.backup}; delete that once you need it no more.")
            if done.lost:
                say(_lost(done.lost))
        else:
            say("The archive is damaged in a way that --fix can't mend; nothing was changed.")


def _salvage(archive: Path, target: Path) -> int:
    """Copy what can be read into a new archive, and say what could not be."""
    from store.salvage import salvage

    try:
        tables, texts = salvage(archive, target, _progress)
    except OSError as error:
        raise UsageError(f"{target}: {error.strerror}") from None
    rows = {one.table: one.rows for one in tables}
    say(f"{count_of(rows.get('headlines', 0), 'article')} of {archive} in the new archive {target}.")
    gaps = [one for one in tables if one.gaps]
    for one in gaps:
        say(f"{one.table}: {one.rows:,} rows could be read, with {count_of(one.gaps, 'gap')}.")
    if texts:
        say(_lost(texts))
    return 1 if gaps or texts else 0


def _lost(texts: int) -> str:
    return (
        f"{count_of(texts, 'article')} without a text now: it could not be read. Feeds bring back what they still have."
    )


def _progress(done: int, total: int) -> None:
    """Tell how far it is, on a terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done:,} of {total:,} articles" + ("\n" if done >= total else ""))
        sys.stderr.flush()
