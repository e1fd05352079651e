"""Ukrainian and Russian names in every case: recall on hand-labelled mentions in texts that nobody here wrote."""

from __future__ import annotations

import gzip
import json
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.tagger.conftest import SHARED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.models import Place
    from tagger.tagger import Tagger

pytestmark = pytest.mark.shared

LABELS: Final = Path(__file__).parent / "labels" / "inflected.tsv"
TITLES: Final = {
    "titles_ru": "articles/ukraina_ru_titles_A.jsonl.gz",
    "titles_uk": "articles/ruwa_war_headlines_2021-09_2022-05.jsonl.gz",
}
SENTENCES: Final = "geoparsing/ner_uk_v2_train.tar.gz"
_REACH: Final = 300
"""Characters of a long text that are tagged on either side of a label."""


@dataclass(frozen=True, slots=True)
class Label:
    """One inflected mention: its text, its offsets there, and the place it names."""

    corpus: str
    key: str
    start: int
    end: int
    name: str


@pytest.fixture(scope="module")
def labels() -> list[Label]:
    lines = (line.split("\t") for line in LABELS.read_text("utf-8").splitlines() if not line.startswith("#"))
    return [Label(corpus, key, int(start), int(end), name) for corpus, key, start, end, name in lines]


@pytest.fixture(scope="module")
def texts(labels: list[Label]) -> dict[tuple[str, str], str]:
    data = SHARED / "data"
    if not data.is_dir():
        pytest.skip("the shared data folder is not beside this checkout")
    found = {(corpus, key): text for corpus, file in TITLES.items() for key, text in titles(data / file)}
    with tarfile.open(data / SENTENCES) as archive:
        for key in {label.key for label in labels if label.corpus == "sentences_uk"}:
            file = archive.extractfile(f"data/{key}.txt")
            assert file is not None
            found["sentences_uk", key] = file.read().decode()
    return found


def titles(path: Path) -> Iterator[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            yield str(number), json.loads(line)["title"] or ""


def places_at(tagger: Tagger, label: Label, text: str) -> list[Place]:
    """Give the places found at the very offsets of a label."""
    first = max(text.rfind("\n", 0, label.start) + 1, label.start - _REACH)
    found = tagger.tag(text[first : label.end + _REACH]).places
    return [p for p in found if p.start + first == label.start and p.end + first == label.end]


def test_nine_in_ten_inflected_names_are_found(
    tagger: Tagger, labels: list[Label], texts: dict[tuple[str, str], str]
) -> None:
    missed = [x for x in labels if not places_at(tagger, x, texts[x.corpus, x.key])]
    assert 1 - len(missed) / len(labels) >= 0.9, [x.name for x in missed]


def test_inflected_names_are_the_right_places(
    tagger: Tagger, labels: list[Label], texts: dict[tuple[str, str], str]
) -> None:
    wrong = [
        (label.corpus, label.key, label.name, p.name)
        for label in labels
        for p in places_at(tagger, label, texts[label.corpus, label.key])
        if p.name != label.name
    ]
    assert len(wrong) <= len(labels) * 0.04, wrong
