"""``feeds offers``, ``follow`` and ``dismiss``: live blogs that articles link to, and what a person says to them."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import pytest

from store.models import LiveLink
from store.offers import offer
from store.writer import Writer
from tests.tui.cli.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tui.cli.conftest import Outcome

    Run = Callable[..., Outcome]

URL = "https://wire.example/live/war-day-33"


@pytest.fixture
def told(dateline: Run, archive: Path, tmp_path: Path) -> Run:
    """Run commands on an archive in which a live blog is offered, with a config of its own."""
    (tmp_path / "config.toml").write_text('# mine\n[[feeds]]\nurl = "https://wire.example/rss"\n')
    with Writer(archive) as writer:
        writer.submit(offer(1, LiveLink(URL, URL[6:], "War, day 33\x1b]0;x"), NOW)).result()

    def run(*words: str) -> Outcome:
        return dateline("feeds", *words, "--archive", str(archive), "--config", str(tmp_path / "config.toml"))

    return run


def followed(tmp_path: Path) -> list[dict[str, str]]:
    feeds: list[dict[str, str]] = tomllib.loads((tmp_path / "config.toml").read_text())["feeds"]
    return feeds


def test_what_is_offered_is_printed_with_its_number_and_where_it_comes_from(told: Run) -> None:
    (shape,) = map(json.loads, told("offers", "--json").lines)
    assert (shape["number"], shape["url"], shape["source"]) == (1, URL, "Wire")
    printed = told("offers").out
    assert URL in printed
    assert "War, day 33" in printed
    assert "\x1b" not in printed


def test_an_offer_that_is_followed_stands_in_the_config_and_is_offered_no_more(told: Run, tmp_path: Path) -> None:
    outcome = told("follow", "1", "--as-is")
    assert (outcome.code, outcome.out) == (0, "")
    assert [feed["url"] for feed in followed(tmp_path)] == ["https://wire.example/rss", URL]
    assert (tmp_path / "config.toml").read_text().startswith("# mine\n")
    assert told("offers").out == "No live blogs are offered.\n"
    assert told("follow", "1", "--as-is").code == 2


def test_a_live_blog_goes_the_way_of_the_feed_that_links_to_it(told: Run, tmp_path: Path) -> None:
    with (tmp_path / "config.toml").open("a") as config:
        config.write('proxy = "socks5h://127.0.0.1:9050"\n')
    assert told("follow", "1", "--as-is").code == 0
    assert [feed["proxy"] for feed in followed(tmp_path)] == ["socks5h://127.0.0.1:9050"] * 2


def test_an_offer_that_is_dismissed_leaves_the_config_alone(told: Run, tmp_path: Path) -> None:
    assert told("dismiss", "1").code == 0
    assert told("offers", "--json").out == ""
    assert len(followed(tmp_path)) == 1


def test_what_is_in_the_config_already_is_not_added_again(told: Run, tmp_path: Path) -> None:
    with (tmp_path / "config.toml").open("a") as file:
        file.write(f'[[feeds]]\nurl = "{URL}"\n')
    assert "already" in told("follow", "1").err
    assert len(followed(tmp_path)) == 2


def test_a_number_that_nothing_is_offered_as_is_refused(told: Run) -> None:
    for word in ("follow", "dismiss"):
        assert told(word, "9").err == "dateline: no live blog is offered as number 9\n"
