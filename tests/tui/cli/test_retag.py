"""``retag``: the archive gets the tags that the tagger gives today, in a process of its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from store.lease import Lease

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tui.cli.conftest import Outcome

    Run = Callable[..., Outcome]


def _places(dateline: Run, archive: Path, article: int) -> set[str]:
    shown = dateline("show", str(article), "--json", "--archive", str(archive))
    return {place["name"] for place in json.loads(shown.out)["places"]}


def test_articles_get_the_tags_of_today_and_a_second_run_changes_nothing(dateline: Run, archive: Path) -> None:
    before = dateline("search", "--json", "--archive", str(archive))
    found = dateline("retag", "--archive", str(archive))
    assert (found.code, found.out) == (0, "")
    count = len(before.lines)
    assert found.err.startswith(f"{count} articles tagged again, ")
    for line in before.lines:
        article = json.loads(line)
        text = f"{article['title']}\n\n{article['body'] or article['summary']}"
        tagged = json.loads(dateline("tag", "--json", "--published", article["published"], stdin=text).out)
        assert _places(dateline, archive, article["id"]) == {place["name"] for place in tagged["places"]}
    again = dateline("retag", "--archive", str(archive))
    assert again.err == f"{count} articles tagged again, 0 with other tags than before.\n"


def test_it_needs_the_archive_to_itself(dateline: Run, archive: Path) -> None:
    with Lease(archive):
        found = dateline("retag", "--archive", str(archive))
    assert (found.code, found.out) == (3, "")
    assert "locked" in found.err


def test_without_an_archive_it_makes_none(dateline: Run, tmp_path: Path) -> None:
    found = dateline("retag", "--archive", str(tmp_path / "none.db"))
    assert found.code == 3
    assert not (tmp_path / "none.db").exists()


def test_a_wrong_file_of_places_is_named(dateline: Run, archive: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[tagger]\ngazetteer = ["/nowhere/places.toml"]\n', encoding="utf-8")
    found = dateline("retag", "--archive", str(archive), "--config", str(config))
    assert found.code == 2
    assert "places.toml" in found.err
