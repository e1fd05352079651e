"""What publishers put between the lines carries no tags, and what only looks like it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tagger.conftest import PUBLISHED

if TYPE_CHECKING:
    from tagger.tagger import Tagger


def places(tagger: Tagger, text: str) -> list[str]:
    return [p.name for p in tagger.tag(text, published=PUBLISHED).places]


@pytest.mark.parametrize(
    "line",
    [
        "Click here to get the Lviv Daily app",
        "LVIV AND KHARKIV UNDER FIRE: LIVE UPDATES",
        "The rest of the text under the video from Lviv.",
        "Jane Roe in Lviv contributed to this report.",
        "Reporting by Jane Roe in Lviv",
        "Additional reporting by John Roe in Kharkiv",
        "Author/author: Lviv",
        "More current information from Lviv on the main page of the portal.",
        "New you can now listen to Lviv Daily articles!",
        "Слідкуйте за новинами у Львові в нашому каналі",
        "Приєднуйтесь до нашої спільноти у Львові",
        "Если вы заметили ошибку, напишите нам во Львов",
        "За матеріалами: Львів Сьогодні",
        "Якщо ви помітили помилку, напишіть у Львів",
    ],
)
def test_a_line_of_boilerplate_carries_no_tags(tagger: Tagger, line: str) -> None:
    assert places(tagger, f"Rockets hit Sumy.\n\n{line}\n\nIt rained.") == ["Sumy"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Thank you for being with us in Lviv.",
        "Sign up for Lviv Daily's newsletter now.",
        "You can read more information on lviv.com from Lviv.",
        "You can track Lviv around the clock in our live coverage.",
    ],
)
def test_a_plea_inside_a_paragraph_carries_no_tags(tagger: Tagger, sentence: str) -> None:
    assert places(tagger, f"Rockets hit Sumy. {sentence} It rained.") == ["Sumy"]


def test_the_section_and_site_behind_a_title_carry_no_tags(tagger: Tagger) -> None:
    title = "Rockets hit Sumy (11.03.22 08:52) « War in Lviv | Example.net. Rockets hit the town."
    assert places(tagger, title) == ["Sumy"]


def test_the_title_of_a_live_blog_is_no_boilerplate(tagger: Tagger) -> None:
    assert places(tagger, "Rockets hit Sumy: live updates") == ["Sumy"]


def test_a_video_that_shows_something_is_no_plea(tagger: Tagger) -> None:
    assert places(tagger, "Videos of the blast in Sumy were shared.") == ["Sumy"]


def test_links_and_hashtags_behind_a_summary_are_noise(tagger: Tagger) -> None:
    text = "Rockets hit Sumy. - Subscribe to our channel: http://x.example/s - Follow us on Twitter: #Lebanon #Syria"
    assert {p.text for p in tagger.tag(text).places} == {"Sumy"}
