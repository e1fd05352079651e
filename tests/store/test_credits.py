"""Whose words a report is, as its own text tells it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.credits import Origin, house_of, named, origin_of


def _origin(text: str, author: str | None = None, feed: str = "https://www.example.com/rss", **more: str) -> Origin:
    return origin_of(outlet="Example", feed=feed, url=None, author=author, text=text, **more)


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("KYIV, March 28 (Reuters) - The mayor said so.", "Reuters"),
        ("KYIV, Ukraine (AP) — The mayor said so.", "Associated Press"),
        ("GENEVA (AFP/Reuters) - The envoy said so.", "Agence France-Presse"),
        ("МОСКВА, 24 мая - РИА Новости. Войска отошли.", "RIA Novosti"),
        ("МОСКВА, 24 мая. /ТАСС/. Войска отошли.", "TASS"),
        ("Двоє загинули, повідомляє Укрінформ.", "Ukrinform"),
        ("Про це повідомляє агентство УНІАН.", "UNIAN"),
        ("Об этом сообщает РИА Новости.", "RIA Novosti"),
        ("Мост разрушен, со ссылкой на Рейтер пишут газеты.", "Reuters"),
        ("Міст зруйновано, передає Укрінформ з посиланням на ОВА.", "Ukrinform"),
        ("The bridge was hit on Monday. (AFP)", "Agence France-Presse"),
        ("The bridge was hit on Monday.\n\n— AP", "Associated Press"),
        ("The bridge was hit. AFP contributed to this report.", "Agence France-Presse"),
        ("The bridge was hit. The Associated Press contributed to this report.", "Associated Press"),
        ("The bridge was hit.\n\nAdditional reporting by Reuters", "Reuters"),
        ("The bridge was hit, according to the news agency TASS.", "TASS"),
        ("Copyright 2020 The Associated Press. All rights reserved.", "Associated Press"),
        ("The bridge was hit.\n\nДжерело: Укрінформ", "Ukrinform"),
    ],
)
def test_a_credit_names_the_origin(text: str, agency: str) -> None:
    assert _origin(text) == Origin(agency, "credit")


@pytest.mark.parametrize(
    "text",
    [
        "The mayor told Reuters that the bridge was hit.",
        "The minister spoke to AFP and TASS on Monday about the bridge, which was hit at dawn.",
        "The ap on her phone rang. Aria was sung. The dpa rule was changed.",
        "An AP photographer saw smoke over the bridge.",
        "",
    ],
)
def test_a_name_that_is_only_mentioned_is_no_credit(text: str) -> None:
    assert _origin(text) == Origin("example.com", "own")


def test_a_byline_is_a_credit() -> None:
    assert _origin("It was hit.", author="Reuters in Kyiv") == Origin("Reuters", "credit")
    assert _origin("It was hit.", author="A. Reporter").reason == "own"


def test_an_agency_that_signs_its_own_report_credits_nobody() -> None:
    found = _origin("KYIV (Reuters) - It was hit.", feed="https://www.reuters.com/feed")
    assert found == Origin("Reuters", "own")


def test_outlets_of_one_house_are_one_origin() -> None:
    assert {house_of(one) for one in ("https://www.bbc.com/x", "https://feeds.bbci.co.uk/y", "http://bbc.co.uk")} == {
        "BBC"
    }
    assert house_of("https://notbbc.co.uk/") is None
    assert house_of("https://[broken") is None


def test_an_aggregator_s_report_is_that_of_the_house_it_links_to() -> None:
    found = origin_of(outlet="Links", feed="https://links.example/", url="https://www.bbc.com/x", author=None, text="")
    assert found == Origin("BBC", "own")


@pytest.mark.parametrize(
    ("name", "address", "origin"),
    [
        ("Reuters", "https://www.reuters.com", "Reuters"),
        ("AP", None, "Associated Press"),
        ("World", "https://www.bbc.com/news", "BBC"),
        ("Small Paper", "https://www.small.example/rss", "small.example"),
        ("Small Paper", None, "Small Paper"),
        (None, None, None),
    ],
)
def test_a_feed_may_name_the_source_of_an_entry(name: str | None, address: str | None, origin: str | None) -> None:
    assert named(name, address) == origin
    found = origin_of(outlet="Links", feed="https://links.example/", url=None, author=None, text="", credit=origin)
    assert found == (Origin("links.example", "own") if origin is None else Origin(origin, "credit"))


def test_a_feed_that_names_itself_as_the_source_credits_nobody() -> None:
    credit = named("Links", "https://links.example/feed")
    found = origin_of(outlet="Links", feed="https://www.links.example/", url=None, author=None, text="", credit=credit)
    assert found == Origin("links.example", "own")


@given(text=st.text(max_size=2_000), author=st.none() | st.text(max_size=50), url=st.none() | st.text(max_size=80))
def test_any_text_has_an_origin(text: str, author: str | None, url: str | None) -> None:
    assert origin_of(outlet="Example", feed=url or "", url=url, author=author, text=text).name
