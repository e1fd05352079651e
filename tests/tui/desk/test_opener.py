"""What is opened in a browser, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tui.opener import CannotOpen, checked, command

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://wire.example/a?b=1&c=%20#d"


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    program = tmp_path / "browser"
    program.touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("BROWSER", raising=False)
    return program


@pytest.mark.parametrize(
    "url",
    [
        *("", None, "ftp://a.example/", "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "//a.example"),
        *("https://", "http:///path", "-h", "https://a.example/\n-x", "https://a.example/ x", "https://a.example/`id`"),
        *(
            "https://a.example/\x1b[0m",
            "https://[broken",
            "https://a.example/" + "x" * 3000,
            "https://a\u202e.example/",
        ),
    ],
)
def test_what_is_no_plain_web_link_is_refused(url: str | None) -> None:
    with pytest.raises(CannotOpen):
        checked(url)


def test_an_ordinary_link_passes_unchanged() -> None:
    assert checked(URL) == URL
    assert checked("HTTP://wire.example/новини") == "HTTP://wire.example/новини"


def test_the_browser_of_the_environment_comes_first(browser: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", "browser --new-tab")
    assert command(URL) == [str(browser), "--new-tab", URL]
    monkeypatch.setenv("BROWSER", "missing:browser --url %s --quiet")
    assert command(URL) == [str(browser), "--url", URL, "--quiet"]


def test_else_the_systems_opener_is_used(browser: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    opener = browser.with_name("xdg-open")
    opener.touch(0o755)
    assert command(URL) == [str(opener), URL]


def test_without_any_browser_it_says_what_to_do(browser: Path) -> None:
    with pytest.raises(CannotOpen, match="copy the link"):
        command(URL)
