"""Speed of the tagger: articles a second of CPU, load time, memory; beside the floor of finding words at all.

Usage: python bench/tag.py [FILE.jsonl.gz with a "text" in each line] [--articles N]
Without a file it tags a text of its own, varied so that no cache helps.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import resource
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


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file", nargs="?", type=Path)
    arguments.add_argument("--articles", type=int, default=1_000)
    options = arguments.parse_args()
    texts = read_texts(options.file) if options.file else own_texts(options.articles)
    texts = list(islice(cycle(texts), options.articles))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    Tagger.load(TaggerSettings())
    start = time.perf_counter()
    tagger = Tagger.load(TaggerSettings())
    load = time.perf_counter() - start
    published = datetime(2022, 3, 28, tzinfo=UTC)
    words = rate(lambda text: re.findall(r"\w+", text.lower()), texts)
    tagged = rate(lambda text: tagger.tag(text, published=published), texts)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"articles            {len(texts)}, {sum(map(len, texts)) // len(texts)} characters on average")
    print(f"load (cached)       {load * 1000:.0f} ms")
    print(f"tagged              {tagged:.0f} articles a CPU second")
    print(f"floor (words only)  {words:.0f} articles a CPU second")
    print(f"memory              {after // 1024} MB at most, {before // 1024} MB before loading")


if __name__ == "__main__":
    main()
