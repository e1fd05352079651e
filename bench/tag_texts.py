"""Texts for `bench/tag.py`, by kind: of our own, of a synthetic feed, and real ones where the shared data lie."""

from __future__ import annotations

import gzip
import json
import re
import socket
import subprocess
import sys
import tarfile
import time
import urllib.request
import xml.etree.ElementTree as ET
from contextlib import closing
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parents[2] / "shared"
FEED_LENGTH = 2_500
"""Characters of a long entry of a feed, and of each text of our own."""
_SENTENCES = (
    "The mayor of {0}, near Kyiv, said on Sunday that {1} people had been killed and {2} wounded "
    "when rockets hit a school. "
    "The claim could not be verified. Ukraine accused Moscow of breaking the ceasefire, while "
    "the Kremlin denied that its "
    "forces had shelled the town. In {0}, buses took {3} residents to Poltava, the UN refugee agency reported. "
)
_TOWNS = ("Sumy", "Irpin", "Kharkiv", "Mariupol", "Izium", "Lutsk", "Vuhledar", "Kherson", "Odesa", "Nikopol")


def own_texts(count: int) -> list[str]:
    """Give `count` texts in which every sentence tells something, varied so that no cache helps."""
    texts = []
    for i in range(count):
        parts = (_SENTENCES.format(_TOWNS[(i + j) % 10], 3 + i % 90, 5 + j, 100 + i) for j in range(20))
        texts.append("\n\n".join(parts)[:FEED_LENGTH])
    return texts


def all_texts(count: int, shared: Path = SHARED) -> dict[str, list[str]]:
    """Give at most `count` texts of each kind that can be had."""
    texts = {"own, dense": own_texts(count)}
    articles = shared / "data" / "articles"
    if articles.is_dir():
        full = [
            row["text"]
            for name in ("war_fulltext_2022-01_2023-03", "guardian_syria_2017_2018")
            for row in _rows(articles / f"{name}.jsonl.gz")
        ]
        heads = _rows(articles / "ruwa_war_headlines_2021-09_2022-05.jsonl.gz")
        titles = _rows(articles / "ukraina_ru_titles_A.jsonl.gz")
        texts |= {
            "English, full text": full,
            "English, feed entry": [text[:FEED_LENGTH] for text in full],
            "English, summary": [f"{row.get('title') or ''}\n\n{row.get('desc') or ''}" for row in heads],
            "Russian, title": [row["title"] for row in titles],
        }
    ukrainian = shared / "data" / "geoparsing" / "ner_uk_v2_train.tar.gz"
    if ukrainian.is_file():
        texts["Ukrainian, full text"] = _members(ukrainian)
    server = shared / "tools" / "feedserver.py"
    if server.is_file():
        texts["synthetic, dense"] = _served(server)
    return {kind: _spread(found, count) for kind, found in texts.items()}


def _spread(texts: list[str], count: int) -> list[str]:
    step = max(1, len(texts) // count)
    return texts[::step][:count]


def _rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _members(path: Path) -> list[str]:
    with tarfile.open(path) as archive:
        files = (archive.extractfile(member) for member in archive if member.name.endswith(".txt"))
        return [file.read().decode() for file in files if file]


def _served(server: Path, feeds: int = 20, items: int = 25) -> list[str]:
    """Give the entries that a loopback feed server makes up, without their mark-up."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, str(server), "--port", str(port), "--feeds", str(feeds), "--items", str(items)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            bodies = [_get(f"http://127.0.0.1:{port}/feed/{n}.xml") for n in range(1, feeds + 1)]
        finally:
            process.terminate()
    texts = []
    for body in bodies:
        for item in ET.fromstring(body).iter("item"):
            body_text = (item.findtext("description") or "").replace("</p>", "\n\n")
            texts.append(f"{item.findtext('title')}\n\n{re.sub('<[^>]+>', '', body_text).strip()}")
    return texts


def _get(url: str, patience_s: float = 20.0) -> bytes:
    """Give what is at `url`, waiting for its server to come up."""
    until = time.monotonic() + patience_s
    while True:
        try:
            with urllib.request.urlopen(url) as answer:
                body: bytes = answer.read()
                return body
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
