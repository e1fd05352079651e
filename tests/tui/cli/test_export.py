"""``export``: every form, whole and harmless."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import feedparser
import pytest
from markdown_it import MarkdownIt

from store.writer import Writer
from tests.tui.cli.conftest import commit, draft, irpin
from tui import exporting

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
        article = json.loads(plain)
        for kind in ("places", "actors", "events", "figures"):
            for tag in whole[kind]:
                assert isinstance(tag.pop("rule"), str)
                assert 0 <= tag.pop("confidence") <= 1
        assert {key: whole[key] for key in article} == article
        assert set(whole) - {"versions"} == {*article, "guid", "links", "published_raw", "content_hash"}
    revised = json.loads(dateline("show", "3", "--revisions", "--json", *there).out)
    assert [whole.get("versions") for whole in exported] == [revised["versions"], None, None]


def test_csv_has_a_row_for_each_article(dateline: Run, archive: Path) -> None:
    out = dateline("export", "Irpin", "--format", "csv", "--archive", str(archive)).out
    (row,) = csv.DictReader(io.StringIO(out, newline=""))
    assert row["title"] == "Irpin retaken"
    assert row["places"] == "Irpin"
    assert row["events"] == "Irpin: control, claimed by Oleksandr Markushyn"
    assert row["figures"] == "at least 100 people killed"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠"])
def test_no_cell_of_a_csv_runs_as_a_formula(dateline: Run, tmp_path: Path, start: str) -> None:
    path, title = tmp_path / "evil.db", f"{start}HYPERLINK(1)"
    commit(path, draft("a", title, f'quote " and\n\n{title}'), draft("b", "plain", f"{title}\n\nmore"))
    out = dateline("export", "--format", "csv", "--archive", str(path)).out
    second, first = csv.DictReader(io.StringIO(out, newline=""))
    assert first["title"] == second["summary"].split("\n")[0] == f"'{title}"
    assert first["summary"] == f'quote " and\n\n{title}'


@pytest.mark.parametrize("control", ["\t", "\r", "\n", "\x0b"])
def test_no_cell_of_a_csv_begins_with_a_blank_that_hides_a_formula(control: str) -> None:
    assert exporting._cell(f"{control}=1+1").lstrip("\x0b").startswith("'")


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


def test_atom_is_read_by_another_reader_as_it_was_written(dateline: Run, archive: Path) -> None:
    words = ("export", "--format", "atom", "--archive", str(archive))
    read = feedparser.parse(dateline(*words).out.encode())
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "atom10"
    assert [(one.title, one.link, one.author) for one in read.entries] == [
        ("Rail line cut near Lviv", "https://wire.example/c", "Wire"),
        ("Irpin retaken", "https://wire.example/b", "Wire"),
        ("Talks go on in Istanbul", "https://wire.example/a", "Wire"),
    ]
    assert read.entries[0].content[0].value == "A bridge fell. Trains go round.\n\nNobody was hurt."
    ids = [one.id for one in read.entries]
    assert len(set(ids)) == 3
    assert [one.id for one in feedparser.parse(dateline(*words).out.encode()).entries] == ids


def test_geojson_is_what_rfc_7946_calls_a_collection_of_features(dateline: Run, archive: Path) -> None:
    collection = json.loads(dateline("export", "--format", "geojson", "--archive", str(archive)).out)
    assert set(collection) == {"type", "features"}
    for feature in collection["features"]:
        assert set(feature) == {"type", "geometry", "properties"}
        assert (feature["type"], feature["geometry"]["type"]) == ("Feature", "Point")
        lon, lat = feature["geometry"]["coordinates"]
        assert -180 <= lon <= 180
        assert -90 <= lat <= 90


EVIL = (
    "[click](javascript:x) <img src=x> &lt;b&gt; `code`",
    "# heading",
    "- item",
    "+ item",
    "1. item",
    "2) item",
    "> quote",
    "***",
    "---",
    "===",
    "    indented",
    "~~~",
    "| a | b |",
    "![x](y)",
    "[a]: https://evil.example",
    "<https://evil.example>",
    "**bold** _it_ ~~gone~~",
)


@pytest.mark.parametrize("evil", EVIL)
def test_markdown_of_an_article_is_text_and_not_markup(dateline: Run, tmp_path: Path, evil: str) -> None:
    path = tmp_path / "evil.db"
    commit(path, draft("a", evil, f"A dispatch.\n\n{evil}\n{evil}"))
    out = dateline("export", "--format", "md", "--archive", str(path)).out
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(out)
    assert [token.type for token in tokens if not token.type.endswith("_close")] == [
        *("heading_open", "inline", "paragraph_open", "inline"),
        *("paragraph_open", "inline", "paragraph_open", "inline"),
    ]
    kinds = {child.type for token in tokens for child in token.children or ()}
    assert kinds <= {"text", "text_special", "softbreak", "link_open", "link_close"}
    shown = "".join(child.content for child in tokens[1].children or ())
    assert shown == evil.strip()
    links = [child.attrs["href"] for token in tokens for child in token.children or () if child.type == "link_open"]
    assert links == ["https://wire.example/a"]


@pytest.mark.parametrize("form", ["jsonl", "csv", "geojson", "atom", "md"])
def test_no_form_holds_what_acts_on_a_terminal(dateline: Run, tmp_path: Path, form: str) -> None:
    path = tmp_path / "evil.db"
    commit(path, irpin("a", "Irpin"))
    title = "a\x1b]52;c;x\x07\x9b2J\u202eb\u2066\x00\ufeff"
    with Writer(path) as writer:  # what an older version let in
        writer.submit(lambda own: own.execute("UPDATE headlines SET title = ?, url = ?", (title, title))).result()
    out = dateline("export", "--format", form, "--archive", str(path)).out
    assert out
    assert not set(out) & set("\x1b\x07\x9b\u202e\u2066\x00\ufeff")


def test_notes_are_a_file_each_under_names_that_are_harmless_everywhere(dateline: Run, tmp_path: Path) -> None:
    path, folder = tmp_path / "evil.db", tmp_path / "notes"
    titles = [
        *("../../etc/passwd", "/etc/passwd", "CON", "nul.txt", ".hidden", "a\\b:c*d?e", "...", "\u202e", "-rf"),
        *("Kyiv", "KYIV", "kyiv", "Ки\u0457в", "x" * 900, "Україна " * 60, "🔥"),
    ]
    commit(path, *(draft(str(number), title, "Text.") for number, title in enumerate(titles)))
    found = dateline("export", "--format", "md", "--output", f"{folder}/", "--archive", str(path))
    assert (found.code, found.err) == (0, f"{len(titles)} articles in {folder}.\n")
    names = sorted(file.name for file in folder.rglob("*"))
    assert len({name.casefold() for name in names}) == len(titles)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d-(?:[\w-]+-)?\d+\.md", name) for name in names), names
    assert max(len(name.encode()) for name in names) < 143
    assert {file.name for file in tmp_path.iterdir() if not file.name.startswith("evil.db")} <= {"home", "notes"}


def test_notes_never_go_into_a_folder_with_something_in_it(dateline: Run, archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    words = ("export", "--format", "md", "--output", str(folder), "--archive", str(archive))
    assert dateline(*words).code == 0
    assert len(list(folder.iterdir())) == 3
    again = dateline(*words)
    assert again.code == 2
    assert again.err == f"dateline: {folder}: is there already; an export goes into a new or an empty folder\n"
    assert not [path for path in tmp_path.iterdir() if ".part" in path.name]


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
