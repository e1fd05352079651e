"""A week's use in minutes: a seeded run of mixed keys against the demo at high speed.

    python -m bench.week [--keys 500] [--seed 7] [--speed 1200] [--pause 0.05]

After every twentieth key the desk must answer: Esc out of whatever is open, then ``?`` shows the help and Esc hides
it. Prints how long that took, and the desk's memory as it goes. Exits with 1 where the desk ended, raised, did not
answer or did not quit. Linux only.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench.terminal import Terminal
from tui.actions import ACTIONS

_BYTES = {
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "escape": "\x1b",
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "space": " ",
    "backspace": "\x7f",
    "full_stop": ".",
    "comma": ",",
    "slash": "/",
    "question_mark": "?",
    "colon": ":",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
}
_LEFT_OUT = {"quit", "suspend", "page", "edit", "open", "palette"}
"""What ends or stops the desk, or hands the terminal to another program."""
_TYPED = (
    "kyiv",
    "city:Kyiv",
    "event:strike ",
    "-is:read",
    '"no words',
    "since:2h",
    "救援",
    "zzzz",
    "source:",
    "is:star",
)
_PROBE_EVERY = 20


def main() -> int:
    """Run the session, print what was measured, and give the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--keys", type=int, default=500)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--speed", type=float, default=1200.0, help="times the pace of real time")
    parser.add_argument("--pause", type=float, default=0.05, help="seconds between keys")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ.update({"HOME": home, "XDG_STATE_HOME": f"{home}/state", "BROWSER": "true", "NO_COLOR": ""})
        code = _session(args)
        log = Path(home, "state", "dateline", "desk.log")
        words = log.read_text(encoding="utf-8") if log.exists() else ""
    if "Traceback" in words or "ERROR" in words:
        print(words)
        return 1
    return code


def _session(args: argparse.Namespace) -> int:
    """Press the keys."""
    keys = _keys(random.Random(args.seed), args.keys)
    answers, sizes = [], []
    with Terminal([sys.executable, "-m", "tui", "demo", "--speed", str(args.speed)]) as desk:
        desk.wait_for("1 Headlines")
        for number, (name, key) in enumerate(keys):
            desk.send(key)
            desk.pass_time(args.pause)
            if number % _PROBE_EVERY == 0:
                answers.append(_answer(desk, f"after key {number} ({name})"))
                sizes.append(desk.memory_mib())
        answers.append(_answer(desk, "after the last key"))
        desk.send("q")
        ended = desk.wait_for_end(30)
    print(f"{len(keys)} keys, seed {args.seed}: exit code {ended}")
    print(f"help after Esc: median {statistics.median(answers) * 1000:.0f} ms, longest {max(answers) * 1000:.0f} ms")
    print("memory, MiB, every 20 keys:", " ".join(f"{size:.0f}" for size in sizes))
    return 0 if ended == 0 else 1


def _answer(desk: Terminal, when: str) -> float:
    """Give the seconds that the desk takes to show its help, from wherever it is."""
    for _ in range(4):
        desk.send("\x1b")
        desk.pass_time(0.15)  # a lone Esc is told from the start of a sequence by a pause
    desk.wait_for("1 Headlines", "[1 List")
    start = time.monotonic()
    desk.send("?")
    try:
        desk.wait_for("? closes", limit_s=30)
    except TimeoutError as error:
        raise SystemExit(f"no answer {when}: {error}") from error
    took = time.monotonic() - start
    desk.send("\x1b")
    desk.wait_until_gone("? closes", limit_s=30)
    return took


def _keys(chance: random.Random, count: int) -> list[tuple[str, str]]:
    """Give names and bytes of keys: actions of the table, and now and then a filter typed."""
    actions = [
        (action.id, key) for action in ACTIONS if action.id not in _LEFT_OUT for key in action.keys if key != "q"
    ]
    found: list[tuple[str, str]] = []
    while len(found) < count:
        if chance.random() < 0.06:
            typed = chance.choice(_TYPED)
            found += [("filter", "/"), *(("typing", char) for char in typed), ("keep", chance.choice("\r\x1b"))]
        else:
            name, key = chance.choice(actions)
            found.append((name, _bytes(key)))
    return found[:count]


def _bytes(key: str) -> str:
    """Give what a terminal sends for a key as Textual names it."""
    if key in _BYTES:
        return _BYTES[key]
    return chr(ord(key[-1]) & 0x1F) if key.startswith("ctrl+") else key


if __name__ == "__main__":
    raise SystemExit(main())
