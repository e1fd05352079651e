"""Speed of the tagger: articles a second of CPU, load time, memory; beside the floor of finding words at all.

Usage: python bench/tag.py [FILE.jsonl.gz with a "text" in each line] [--articles N] [--build]
Without a file it tags a text of its own, varied so that no cache helps. With --build it also makes the name index in a
process of its own and says what that took.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import re
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

from tagger.settings import TaggerSettings
from tagger.tagger import Tagger

LENGTH = 2_500
OWN = (
    "The mayor of {0}, near Kyiv, said on Sunday that {1} people had been killed and {2} wounded "
    "when rockets hit a school. "
    "The claim could not be verified. Ukraine accused Moscow of breaking the ceasefire, while "
    "the Kremlin denied that its "
    "forces had shelled the town. In {0}, buses took {3} residents to Poltava, the UN refugee agency reported. "
)
TOWNS = ("Sumy", "Irpin", "Kharkiv", "Mariupol", "Izium", "Lutsk", "Vuhledar", "Kherson", "Odesa", "Nikopol")


def own_texts(count: int) -> list[str]:
    """Give `count` texts of about `LENGTH` characters."""
    texts = []
    for i in range(count):
        parts = (OWN.format(TOWNS[(i + j) % 10], 3 + i % 90, 5 + j, 100 + i) for j in range(20))
        texts.append("\n\n".join(parts)[:LENGTH])
    return texts


def read_texts(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"][:LENGTH] for line in lines]


def rate(job: object, texts: list[str]) -> float:
    assert callable(job)
    start = time.process_time()
    for text in texts:
        job(text)
    return len(texts) / (time.process_time() - start)


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


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file", nargs="?", type=Path)
    arguments.add_argument("--articles", type=int, default=1_000)
    arguments.add_argument("--build", action="store_true")
    options = arguments.parse_args()
    texts = read_texts(options.file) if options.file else own_texts(options.articles)
    texts = list(islice(cycle(texts), options.articles))
    Tagger.load(TaggerSettings())  # makes the index where it is missing, and reads it into the system's cache
    gc.collect()
    before = resident()
    start = time.perf_counter()
    tagger = Tagger.load(TaggerSettings())
    load = time.perf_counter() - start
    published = datetime(2022, 3, 28, tzinfo=UTC)
    words = rate(lambda text: re.findall(r"\w+", text.lower()), texts)
    tagged = rate(lambda text: tagger.tag(text, published=published), texts)
    after = resident()
    print(f"articles            {len(texts)}, {sum(map(len, texts)) // len(texts)} characters on average")
    print(f"load (cached)       {load * 1000:.0f} ms")
    print(f"tagged              {tagged:.0f} articles a CPU second")
    print(f"floor (words only)  {words:.0f} articles a CPU second; the tagger takes {words / tagged:.1f} times as long")
    print(f"memory              {after} MB with the index, {before} MB before loading")
    if options.build:
        seconds, peak = build_cost()
        print(f"index made          {seconds:.1f} CPU seconds, {peak} MB at most")


if __name__ == "__main__":
    main()
