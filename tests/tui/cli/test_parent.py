"""An update of a live blog says which one it is from, wherever it goes."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.tui.cli.conftest import commit, draft

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tui.cli.conftest import Outcome

    Run = Callable[..., Outcome]


def test_an_update_names_its_live_blog_and_takes_it_along(dateline: Run, tmp_path: Path) -> None:
    here, there = ("--archive", str(tmp_path / "a.db")), ("--archive", str(tmp_path / "b.db"))
    commit(
        tmp_path / "a.db", replace(draft("u", "Bridge hit", "It fell."), parent="War live"), draft("v", "Rail", "No.")
    )
    assert "From the live blog: War live" in dateline("show", "1", *here).out
    shapes = [json.loads(line) for line in dateline("search", "--json", *here).lines]
    assert [shape.get("parent", "none") for shape in shapes] == ["none", "War live"]
    (tmp_path / "war.jsonl").write_text(dateline("export", "bridge", "--format", "jsonl", *here).out)
    assert dateline("import", str(tmp_path / "war.jsonl"), *there).code == 0
    moved = json.loads(dateline("search", "bridge", "--json", *there).out)
    assert moved["parent"] == "War live"
