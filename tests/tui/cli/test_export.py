"""``export``: every form, whole and harmless."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from tests.tui.cli.conftest import commit, draft

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tui.cli.conftest import Outcome

    Run = Callable[..., Outcome]

ATOM = "{http://www.w3.org/2005/Atom}"


def test_jsonl_is_what_search_gives_as_json_and_what_an_import_needs(dateline: Run, archive: Path) -> None:
    there = ("--archive", str(archive))
    exported = [json.loads(line) for line in dateline("export", *there).lines]
    for whole, plain in zip(exported, dateline("search", "--json", *there).lines, strict=True):
        assert {key: whole[key] for key in json.loads(plain)} == json.loads(plain)
        assert set(whole) - {"versions"} == {*json.loads(plain), "guid", "links", "published_raw", "content_hash"}
    revised = json.loads(dateline("show", "3", "--revisions", "--json", *there).out)
    assert [whole.get("versions") for whole in exported] == [revised["versions"], None, None]


def test_csv_has_a_row_for_each_article(dateline: Run, archive: Path) -> None:
    out = dateline("export", "Irpin", "--format", "csv", "--archive", str(archive)).out
    (row,) = csv.DictReader(io.StringIO(out, newline=""))
    assert row["title"] == "Irpin retaken"
    assert row["places"] == "Irpin"
    assert row["events"] == "Irpin: control, claimed by Oleksandr Markushyn"
    assert row["figures"] == "at least 100 people killed"


@pytest.mark.parametrize("title", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)"])
def test_no_cell_of_a_csv_runs_as_a_formula(dateline: Run, tmp_path: Path, title: str) -> None:
    path = tmp_path / "evil.db"
    commit(path, draft("a", title, f'quote " and\n\n{title}'))
    out = dateline("export", "--format", "csv", "--archive", str(path)).out
    (row,) = csv.DictReader(io.StringIO(out, newline=""))
    assert row["title"] == f"'{title}"


def test_geojson_has_a_point_for_each_event(dateline: Run, archive: Path) -> None:
    collection = json.loads(dateline("export", "--format", "geojson", "--archive", str(archive)).out)
    assert collection["type"] == "FeatureCollection"
    (feature,) = collection["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [30.25, 50.52]}
    assert feature["properties"]["type"] == "control"
    assert feature["properties"]["article"] == 2
    empty = dateline("export", "zeppelin", "--format", "geojson", "--archive", str(archive)).out
    assert json.loads(empty)["features"] == []


def test_atom_is_well_formed_whatever_the_articles_say(dateline: Run, tmp_path: Path) -> None:
    path = tmp_path / "evil.db"
    commit(path, draft("a", "<b>&amp; ]]> \x0b\ufffe", "</content><script>"))
    feed = ET.fromstring(dateline("export", "--format", "atom", "--archive", str(path)).out)
    (entry,) = feed.iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}content") == "</content><script>"
    assert all(entry.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated", "author"))


def test_markdown_of_an_article_is_text_and_not_markup(dateline: Run, tmp_path: Path) -> None:
    path = tmp_path / "evil.db"
    commit(path, draft("a", "[click](javascript:x) <img>", "# *no*"))
    out = dateline("export", "--format", "md", "--archive", str(path)).out
    assert out.startswith("## \\[click\\](javascript:x) \\<img\\>\n")
    assert "\\# \\*no\\*" in out


def test_a_file_is_written_whole_and_never_over_another(dateline: Run, archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    words = ("export", "--format", "csv", "--output", str(target), "--archive", str(archive))
    first = dateline(*words)
    assert (first.code, first.out, first.err) == (0, "", f"3 articles in {target}.\n")
    assert len(list(csv.reader(io.StringIO(target.read_text(encoding="utf-8"), newline="")))) == 4
    target.write_text("mine")
    second = dateline(*words)
    assert second.code == 2
    assert target.read_text() == "mine"
    assert dateline(*words[:4], str(tmp_path / "no" / "x.csv"), *words[5:]).code == 2
    assert not [path for path in tmp_path.iterdir() if ".part" in path.name]
