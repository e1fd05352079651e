"""Measures the extraction of article texts against trafilatura's own defaults, page by page in one run.

Usage: python -m bench.extract [PATH-TO-html_gold]

The article-extraction-benchmark half gives token F1, by words and by four words in a row; the trafilatura half, which
lists what must not be in the text, gives the share of pages with boilerplate left. Speeds are pages a second of CPU.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import tarfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

GOLD = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "html_gold"
_TOKEN = re.compile(r"\w+")


class Sample(NamedTuple):
    """A page and what is known of its text."""

    page: str
    url: str
    text: str
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()


def main() -> int:
    """Measure both, print a table; 1 where ours has the lower F1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=GOLD)
    folder = parser.parse_args().folder
    if not folder.is_dir():
        print(f"{folder}: not there", file=sys.stderr)
        return 2
    benchmark, evaluation = _benchmark(folder), _evaluation(folder)
    scores = {}
    for name, extract in (("ours", ours), ("trafilatura's defaults", defaults)):
        extract(benchmark[0].page, benchmark[0].url)  # what is loaded with the first page counts for none
        started = time.process_time()
        texts = [extract(one.page, one.url) for one in benchmark]
        speed = len(benchmark) / (time.process_time() - started)
        scores[name] = _mean(benchmark, texts, 1)
        print(f"\n{name}")
        print(
            f"  token F1 on {len(benchmark)} pages: {scores[name]:.4f}, of 4 in a row {_mean(benchmark, texts, 4):.4f}"
        )
        print(f"  pages a second of CPU: {speed:.1f}")
        _print_boilerplate(evaluation, [extract(one.page, one.url) for one in evaluation])
    return int(scores["ours"] < scores["trafilatura's defaults"])


def ours(page: str, url: str) -> str:
    """Extract as Dateline does."""
    from feeds.extraction import extract

    return extract(page, url).text


def defaults(page: str, url: str) -> str:
    """Extract as trafilatura does when told nothing."""
    import trafilatura

    return trafilatura.extract(page, url=url) or ""


def f1(text: str, gold: str, length: int) -> float:
    """Give the F1 of runs of `length` tokens, each counted as often as it stands there."""
    got, wanted = _runs(text, length), _runs(gold, length)
    both = sum((got & wanted).values())
    return 2 * both / (sum(got.values()) + sum(wanted.values())) if both else float(not got and not wanted)


def _runs(text: str, length: int) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    return Counter(tuple(tokens[start : start + length]) for start in range(len(tokens) - length + 1))


def _mean(samples: Sequence[Sample], texts: Sequence[str], length: int) -> float:
    return statistics.fmean(f1(text, one.text, length) for one, text in zip(samples, texts, strict=True))


def _print_boilerplate(samples: Sequence[Sample], texts: Sequence[str]) -> None:
    flat = [" ".join(text.split()) for text in texts]
    left = sum(any(bad in text for bad in one.unwanted) for one, text in zip(samples, flat, strict=True))
    kept = sum(good in text for one, text in zip(samples, flat, strict=True) for good in one.wanted)
    wanted = sum(len(one.wanted) for one in samples)
    empty = sum(not text for text in texts)
    print(f"  pages with boilerplate left: {left} of {len(samples)} ({left / len(samples):.1%}); {empty} without text")
    print(f"  wanted passages found: {kept} of {wanted} ({kept / wanted:.1%})")


def _benchmark(folder: Path) -> list[Sample]:
    files = _files(folder / "article_extraction_benchmark_A.tar.xz")
    gold = json.loads(files["ground-truth.json"])
    return [
        Sample(files[f"{key}.html"].decode("utf-8", "replace"), one.get("url") or "", one["articleBody"])
        for key, one in gold.items()
    ]


def _evaluation(folder: Path) -> list[Sample]:
    files = _files(folder / "trafilatura_eval_A.tar.gz")
    known = json.loads(files["evaldata.json"])
    flat = {url: one for url, one in known.items() if one.get("file") in files}
    return [
        Sample(files[one["file"]].decode("utf-8", "replace"), url, "", _texts(one["with"]), _texts(one["without"]))
        for url, one in flat.items()
    ]


def _texts(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(" ".join(value.split()) for value in values if value)


def _files(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as tar:
        return {
            Path(member.name).name: file.read()
            for member in tar
            if (file := tar.extractfile(member) if member.isfile() else None) is not None
        }


if __name__ == "__main__":
    raise SystemExit(main())
