"""The cached name index: known names, the user's own files, damage."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import pytest

from tagger.__main__ import main
from tagger.build import build
from tagger.build_cities import raw_cities
from tagger.entries import Entry, code_of
from tagger.gazetteer import cache_folder, index_version, keep, keep_apart, open_index
from tagger.index import IndexDamaged, NameIndex, pack
from tagger.settings import GazetteerError, TaggerSettings
from tagger.tagger import Tagger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


build_once = functools.cache(build)
"""The index of each set of files is made once for all tests; it is the same every time."""


@pytest.fixture
def few_cities(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make indexes without small towns: what is tested with them holds at any size, and a whole one takes long."""

    def large(wanted: Callable[[str, int], bool]) -> Iterator[dict[str, Any]]:
        return raw_cities(lambda code, people: people >= 300_000 and wanted(code, people))

    monkeypatch.setattr("tagger.build_places.raw_cities", large)
    monkeypatch.setattr("tagger.build.build", build_once)
    monkeypatch.setattr("tagger.gazetteer.keep_apart", keep)


def small(version: str = "v") -> bytes:
    entries = [Entry("a:1", "Aba", "place", "city", "UA", None, 1.0, 2.0, 10, 2, ("Abba",))]
    return pack(version, [("Aba", 1, code_of(0, 0)), ("Abba", 0, [code_of(0, 2)])], entries, {"x": "y"})


def test_a_packed_index_gives_back_what_went_in() -> None:
    index = NameIndex(small("seven"))
    ((start, end, number),) = index.find("in Aba.")
    assert (start, end, index.version, index.name(number).flags) == (3, 6, "seven", 1)
    assert [r.entry.name for r in index.name(number).readings] == ["Aba"]
    assert index.get("a:1") == index.name(number).readings[0].entry
    assert index.get("a:2") is None


def test_names_of_either_script_are_found_in_a_text_of_both() -> None:
    entries = [Entry("a:1", "Aba", "place", "city", "UA", None, 1.0, 2.0, 10, 2, ())]
    data = pack("v", [("Aba", 0, code_of(0, 0)), ("Zed", 0, code_of(0, 1)), ("Аба", 2, code_of(0, 2))], entries, {})
    index = NameIndex(data)
    found = [
        (start, index.name(number).flags, index.name(number).readings[0].bits)
        for start, _, number in index.find("Аба or Zed")
    ]
    assert sorted(found) == [(0, 2, 2), (7, 0, 1)]


@pytest.mark.parametrize("cut", [0, 5, 60, -1])
def test_a_truncated_index_is_damaged(cut: int) -> None:
    with pytest.raises(IndexDamaged):
        NameIndex(small()[:cut])


def test_a_changed_byte_is_noticed() -> None:
    data = bytearray(small())
    data[-1] ^= 1
    with pytest.raises(IndexDamaged):
        NameIndex(bytes(data))


def test_known_gives_names_aliases_and_what_holds_a_place(tagger: Tagger) -> None:
    place = tagger.tag("Rain fell in Irpin, Ukraine.").places[0]
    known = {k.id: k for k in tagger.known([place.id])}
    irpin = known[place.id]
    assert irpin.region_id is not None
    assert known[irpin.region_id].name == "Kyiv Oblast"
    assert known["iso:UA"].name == "Ukraine"
    assert {"Irpen", "Ірпінь", "Ирпень"} <= set(irpin.aliases)


def test_known_names_actors_that_only_a_text_names(tagger: Tagger) -> None:
    (actor,) = tagger.tag("Spokeswoman Daryna Melnyk said nothing.").actors
    (known,) = tagger.known([actor.id, "nothing:at-all"])
    assert (known.name, known.kind, known.type) == ("Daryna Melnyk", "actor", "person")


@pytest.mark.usefixtures("few_cities")
def test_a_users_own_files_add_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    places = tmp_path / "places.toml"
    places.write_text(
        '[[place]]\nname = "Hill Quibble"\nnames = ["Two\\nlines"]\ncountry = "UA"\nlat = 48.0\nlon = 37.0\n', "utf-8"
    )
    actors = tmp_path / "actors.toml"
    actors.write_text('[[actor]]\nname = "Quux Guard"\nkind = "armed_group"\n', "utf-8")
    settings = TaggerSettings(gazetteer=(str(places),), actors=(str(actors),))
    tags = Tagger.load(settings).tag("The Quux Guard shelled Hill Quibble.")
    assert [(p.name, p.lat) for p in tags.places] == [("Hill Quibble", 48.0)]
    assert [(a.name, a.kind) for a in tags.actors] == [("Quux Guard", "armed_group")]
    path = cache_folder() / f"names-{index_version(settings)}.bin"
    path.write_bytes(path.read_bytes()[:1000])
    assert open_index(settings).version == index_version(settings), "a damaged cache is made again"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[place]]\nname = 1\n", "number 1: name is missing"),
        ('[[place]]\nname = "X"\nlat = "a"\n', "lat must be a number"),
        ('[[place]]\nname = "X"\nlatitude = 1\n', "unknown key 'latitude'"),
        ("[[place]\n", "line 1"),
        ('[[town]]\nname = "X"\n', "unknown key 'town'"),
    ],
)
def test_a_wrong_file_is_named_with_its_key(tmp_path: Path, text: str, message: str) -> None:
    from tagger.sources import read_user_places

    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(GazetteerError, match=r"mine\.toml") as error:
        read_user_places(str(path))
    assert message in str(error.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"gone\.toml"):
        Tagger.load(TaggerSettings(gazetteer=(str(tmp_path / "gone.toml"),)))


@pytest.mark.usefixtures("few_cities")
def test_an_unwritable_cache_costs_only_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder", "utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert open_index(TaggerSettings()).version == index_version(TaggerSettings())
    assert "can't be kept" in caplog.text


@pytest.mark.usefixtures("few_cities")
def test_the_index_is_made_once_and_tells_before_it_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    told: list[int] = []
    for _ in range(2):
        Tagger.load(TaggerSettings(), on_build=lambda: told.append(len(list(tmp_path.rglob("*.bin")))))
    assert told == [0]


@pytest.mark.usefixtures("few_cities")
def test_where_no_other_process_makes_the_index_this_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("tagger.gazetteer.keep_apart", keep_apart)
    monkeypatch.setattr("sys.executable", "/bin/false")
    assert open_index(TaggerSettings()).version == index_version(TaggerSettings())
    assert "can't be made in a process of its own" in caplog.text


def test_another_process_that_makes_the_index_leaves_a_wrong_file_of_the_users_to_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    mine = tmp_path / "mine.toml"
    mine.write_text("[[place]]\n", "utf-8")
    with pytest.raises(GazetteerError, match=r"mine\.toml: \[\[place\]\] number 1: name is missing"):
        open_index(TaggerSettings(gazetteer=(str(mine),)))
    assert not caplog.text


@pytest.mark.usefixtures("few_cities")
def test_the_index_can_be_made_ahead_of_its_first_use(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str], tagger: Tagger
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert main() == 0
    assert main() == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(f"name index {tagger.version}: made in ")
    assert second == f"name index {tagger.version}: already made"
