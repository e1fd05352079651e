"""The pages for users name every command, key and default there is."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tui.cli import COMMANDS
from tui.config import default_config_file
from tui.config.schema import LISTS, tables

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_every_command_is_described() -> None:
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"| `dateline {command.name}" in page


@pytest.mark.parametrize("section", [*tables(Path()), *LISTS])
def test_every_key_is_described_under_its_section(section: str) -> None:
    page = (DOCS / "config.md").read_text(encoding="utf-8")
    heading = f"## [[{section}]]" if section in LISTS else f"## [{section}]"
    part = page.split(f"\n{heading}\n")[1].split("\n## ")[0]
    described = {line.split("`")[1] for line in part.splitlines() if line.startswith("| `")}
    assert described == {key.name for key in {**tables(Path()), **LISTS}[section]}


def test_the_defaults_that_are_described_are_the_shipped_ones() -> None:
    page = (DOCS / "config.md").read_text(encoding="utf-8")
    shipped = tomllib.loads(default_config_file().read_text(encoding="utf-8"))
    for section in tables(Path()):
        part = page.split(f"\n## [{section}]\n")[1].split("\n## ")[0]
        for line in part.splitlines():
            if line.startswith("| `"):
                key, default = line.split("`")[1], line.split("`")[3]
                assert tomllib.loads(f"x = {default}")["x"] == shipped[section][key], key
