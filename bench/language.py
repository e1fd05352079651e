"""Measures how many headlines' languages are recognised, without any word of the feed's, and how fast.

Usage: python -m bench.language [PATH-TO-shared/data]

The headlines are English, Russian and Ukrainian news (of Ukrainian, the first words of reports), and the titles of the
pages in other languages, which name theirs themselves.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import tarfile
import time
from collections import Counter, defaultdict
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.language import settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"
_HTML_LANG = re.compile(r"<html[^>]*\blang=[\"']?([a-zA-Z]{2})", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>([^<]{15,300})</title", re.IGNORECASE)
_SHORTEST = 15


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=DATA)
    folder = parser.parse_args().folder
    if not folder.is_dir():
        print(f"{folder}: not there", file=sys.stderr)
        return 2
    titles = list(headlines(folder))
    before = _memory()
    settled(None, titles[0][1])
    loaded, started = _memory(), time.process_time()
    found = [settled(None, title) for _, title in titles]
    each = (time.process_time() - started) / len(titles)
    right: Counter[str] = Counter()
    for (lang, title), got in zip(titles, found, strict=True):
        right[lang] += got == lang
        if got != lang:
            print(f"  {lang} taken for {got}: {title[:80]}")
    share = sum(right.values()) / len(titles)
    print(f"{sum(right.values())} of {len(titles)} ({share:.1%}); {each * 1e6:.0f} us each, {loaded - before:.0f} MB")
    print("  " + ", ".join(f"{lang} {right[lang]}/{n}" for lang, n in Counter(lang for lang, _ in titles).items()))
    return 0


def headlines(folder: Path) -> Iterator[tuple[str, str]]:
    """Give languages and headlines, always the same ones."""
    yield from _some("ru", (row["title"] for row in _rows(folder / "articles/ukraina_ru_titles_A.jsonl.gz")), 80)
    war = folder / "articles/ruwa_war_headlines_2021-09_2022-05.jsonl.gz"
    yield from _some("en", (row["title"] for row in _rows(war)), 50)
    live = folder / "feeds/cnn_live_headlines_2022.jsonl.gz"
    yield from _some("en", (row["headline"] for row in _rows(live)), 40)
    reports = _texts(folder / "geoparsing/ner_uk_v2_train.tar.gz", "/ng/", ".txt")
    yield from _some("uk", (" ".join(text.strip().split()[:14]) for text in reports), 80)
    others: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted((folder / "html_gold").glob("*.tar.*")):
        for page in _texts(path, "", ".html"):
            langs, names = _HTML_LANG.findall(page), _TITLE.findall(page)
            if langs and names and "\ufffd" not in names[0]:
                others[langs[0].lower()].append(re.split(r" [|–—-] ", unescape(names[0]).strip())[0])
    for lang in sorted(others.keys() - {"en", "ru", "uk"}):
        yield from _some(lang, others[lang], 12)


def _some(lang: str, titles: Iterable[str | None], count: int) -> list[tuple[str, str]]:
    known = sorted({" ".join(title.split()) for title in titles if title and len(title) >= _SHORTEST})
    random.Random(5).shuffle(known)
    return [(lang, title) for title in known[:count]]


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def _texts(path: Path, within: str, suffix: str) -> Iterator[str]:
    with tarfile.open(path) as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isfile() else None
            if file is not None and within in member.name and member.name.endswith(suffix):
                yield file.read().decode("utf-8", "replace")


def _memory() -> float:
    """Give the resident memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4_096 / 2**20


if __name__ == "__main__":
    raise SystemExit(main())
