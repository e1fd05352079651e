"""The import rules of the house: who may import whom, and what a headless run must never load."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("store", "tagger", "feeds", "tui")
MAY_IMPORT = {
    "store": {"store"},
    "tagger": {"tagger", "store"},
    "feeds": {"feeds", "tagger", "store"},
    "tui": {"tui", "feeds", "tagger", "store"},
}
FORBIDDEN_LIBRARIES = {
    "store": {"httpx", "feedparser", "textual", "rich", "selectolax"},
    "tagger": {"httpx", "feedparser", "textual", "rich", "selectolax", "sqlite_utils"},
    "feeds": {"textual", "rich"},
    "tui": set[str](),
}
TAGGER_MAY_USE = {"store.models", "store.text"}
DRAWING_MAY_USE = {"store.models", "store.records", "store.text"}


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Give the dotted name of every module that `path` imports, lazily or not."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide who imports whom"
            assert node.module is not None
            submodules = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= {name for name in submodules if (ROOT / Path(*name.split("."))).with_suffix(".py").exists()} or {
                node.module
            }
    return names


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_only_packages_below_it(package: str) -> None:
    for path in modules(package):
        ours = {name for name in imports(path) if name.split(".")[0] in PACKAGES}
        upward = {name for name in ours if name.split(".")[0] not in MAY_IMPORT[package]}
        assert not upward, f"{path.relative_to(ROOT)} imports {sorted(upward)}"


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_knows_no_library_of_a_layer_above(package: str) -> None:
    for path in modules(package):
        used = {name.split(".")[0] for name in imports(path)} & FORBIDDEN_LIBRARIES[package]
        assert not used, f"{path.relative_to(ROOT)} imports {sorted(used)}"


def test_the_tagger_knows_only_the_vocabulary_of_the_store() -> None:
    for path in modules("tagger"):
        used = {name for name in imports(path) if name.split(".")[0] == "store"}
        assert used <= TAGGER_MAY_USE, f"{path.relative_to(ROOT)} imports {sorted(used - TAGGER_MAY_USE)}"


def test_widgets_know_no_sql_and_no_network() -> None:
    for path in modules("tui/widgets"):
        used = imports(path)
        ours = {name for name in used if name.split(".")[0] in {"store", "feeds", "tagger"}}
        assert ours <= DRAWING_MAY_USE, f"{path.relative_to(ROOT)} imports {sorted(ours - DRAWING_MAY_USE)}"
        assert not used & {"sqlite3", "httpx", "sqlite_utils"}, path.relative_to(ROOT)


def test_no_widget_parses_markup() -> None:
    for path in [*modules("tui/widgets"), *modules("tui/screens")]:
        source = path.read_text(encoding="utf-8")
        assert "from_markup(" not in source, path.relative_to(ROOT)
        assert "markup=True" not in source, path.relative_to(ROOT)


@pytest.mark.parametrize("command", ["archive", "search", "status", "tag", "feeds"])
def test_a_headless_command_loads_no_screen_code(command: str) -> None:
    script = (
        "import sys\n"
        "from tui.cli import main\n"
        "try:\n"
        f"    main([{command!r}, '--help'])\n"
        "except SystemExit:\n"
        "    pass\n"
        "loaded = {name.split('.')[0] for name in sys.modules} & {'textual', 'rich'}\n"
        "print('loaded:', *sorted(loaded))\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert run.stdout.splitlines()[-1] == "loaded:"
