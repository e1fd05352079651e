"""``tag``: what is found in a text, as text and as JSON, with offsets into the text as given."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tui.cli.conftest import Outcome

    Run = Callable[..., Outcome]

TEXT = "\n  Fighting went on near Kharkiv, and talks were to be held in Istanbul, Turkey.\n"


def test_a_file_is_tagged_as_json(dateline: Run, tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text(TEXT, encoding="utf-8")
    found = dateline("tag", str(file), "--json")
    assert len(found.lines) == 1
    tags = json.loads(found.out)
    assert list(tags) == ["places", "actors", "events", "figures"]
    assert {"Kharkiv", "Istanbul", "Turkey"} <= {place["text"] for place in tags["places"]}
    for kind in tags.values():
        for one in kind:
            if kind is not tags["figures"]:
                assert TEXT[one["start"] : one["end"]] == one["text"]


def test_standard_input_is_tagged_where_no_file_is_named(dateline: Run) -> None:
    for words in (("tag", "--json"), ("tag", "-", "--json")):
        places = json.loads(dateline(*words, stdin=TEXT).out)["places"]
        assert "Kharkiv" in {place["name"] for place in places}


def test_a_title_stands_before_the_text(dateline: Run) -> None:
    options = ("--title", "News from Lviv", "--published", "2022-03-28T09:12:00Z", "--lang", "en")
    places = json.loads(dateline("tag", "--json", *options, stdin=TEXT).out)["places"]
    whole = f"News from Lviv\n\n{TEXT}"
    assert whole[places[0]["start"] : places[0]["end"]] == "Lviv"
    assert all(whole[place["start"] : place["end"]] == place["text"] for place in places)


def test_text_output_has_the_text_and_a_table_of_each_kind(dateline: Run) -> None:
    found = dateline("tag", stdin=TEXT)
    assert found.lines[0].strip().startswith("Fighting went on")
    assert [line.split()[1] for line in found.lines if line[:1].isdigit()] == ["places", "actors", "events", "figures"]
    row = next(line for line in found.lines if "Kharkiv  " in line and line.startswith("  "))
    assert row.split()[:3] == [f"{TEXT.index('Kharkiv')}-{TEXT.index('Kharkiv') + 7}", "Kharkiv", "Kharkiv"]


def test_control_characters_are_kept_in_json_and_never_printed_raw(dateline: Run) -> None:
    found = dateline("tag", "--json", stdin="\x1b[31m\x9bKharkiv\u202e was shelled.")
    places = json.loads(found.out)["places"]
    assert places[0]["start"] == 6
    assert found.out.strip().isprintable()
    assert dateline("tag", stdin="\x1b]0;pwned\x07 Kharkiv").out.replace("\n", "").isprintable()


def test_a_file_that_cannot_be_read_is_an_unusable_argument(dateline: Run, tmp_path: Path) -> None:
    found = dateline("tag", str(tmp_path / "none.txt"))
    assert (found.code, found.err) == (2, f"dateline: {tmp_path / 'none.txt'}: No such file or directory\n")
    found = dateline("tag", stdin=b"caf\xe9")
    assert (found.code, found.err) == (2, "dateline: -: not UTF-8 (byte 3 is wrong)\n")


def test_a_wrong_gazetteer_of_the_users_is_told_and_exits_with_2(dateline: Run, tmp_path: Path) -> None:
    (tmp_path / "places.toml").write_text("[[place]]\nnonsense = [\n", encoding="utf-8")
    config = tmp_path / "c.toml"
    config.write_text('[tagger]\ngazetteer = ["places.toml"]\n', encoding="utf-8")
    found = dateline("tag", "--config", str(config), stdin=TEXT)
    assert (found.code, found.out) == (2, "")
    assert "places.toml" in found.err


def test_explain_marks_every_tag_and_says_why_it_stands(dateline: Run) -> None:
    text = "\nFighting went on near Kharkiv, where 12 people were killed, Mayor Ihor Terekhov said.\n"
    found = dateline("tag", "--explain", stdin=text)
    marked, _, rows = found.out.partition("\n\n")
    assert "Kharkiv[p1]" in marked
    assert "Ihor Terekhov[a1]" in marked
    assert "12 people[f1]" in marked or "[f1]" in marked
    assert marked.startswith("[e1]")
    reasons = {row.split()[0]: row for row in rows.splitlines()}
    assert "85%" in reasons["p1"]
    assert "known: everybody knows it" in reasons["p1"]
    assert "full-name" in reasons["a1"]
    assert set(reasons) >= {"p1", "a1", "e1", "f1"}


def test_explained_json_gives_rule_and_confidence_of_every_tag(dateline: Run) -> None:
    tags = json.loads(dateline("tag", "--json", "--explain", stdin=TEXT).out)
    for kind in tags.values():
        for one in kind:
            assert one["rule"]
            assert 0 < one["confidence"] <= 1
