"""Texts of pages: the article, and what stands in its place."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from feeds.extraction import CONSENT, ELSEWHERE, EMPTY, PAYWALL, extract

if TYPE_CHECKING:
    from collections.abc import Mapping

URL = "https://wire.example/2026/03/fire-in-kharkiv"
SENTENCE = "The mayor of Kharkiv said that rescuers had put out the fire in the northern quarter by noon. "


def paragraphs(count: int, sentence: str = SENTENCE) -> str:
    return "".join(f"<p>{sentence * 3}Part {number} of the report.</p>" for number in range(count))


def page(body: str, *, head: str = "", article: Mapping[str, object] | None = None) -> str:
    block = {"@context": "https://schema.org", "@type": "NewsArticle", **(article or {})}
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><title>Fire in Kharkiv | The Wire</title>{head}'
        f'<script type="application/ld+json">{json.dumps(block)}</script></head><body>'
        '<nav><a href="/">Home</a> <a href="/war">War</a></nav>'
        f"<main><article><h1>Fire in Kharkiv</h1>{body}</article></main>"
        "<footer>All rights reserved by The Wire</footer></body></html>"
    )


def test_the_article_comes_in_paragraphs_and_without_what_is_around_it() -> None:
    found = extract(page(paragraphs(3)), URL)
    assert found.missing is None
    assert found.text.count("Part") == 3
    assert "\n\n" in found.text
    assert "All rights reserved" not in found.text
    assert not found.text.startswith("Fire in Kharkiv")


def test_author_date_language_and_canonical_link_are_those_of_the_page() -> None:
    article = {"author": [{"name": "A. Reporter"}, {"name": "B. Writer"}], "datePublished": "2026-03-01T08:00:00+02:00"}
    head = '<link rel="canonical" href="/2026/03/fire">'
    found = extract(page(paragraphs(3), head=head, article=article), f"{URL}?utm_source=feed")
    assert found.author == "A. Reporter, B. Writer"
    assert found.published == datetime(2026, 3, 1, 6, tzinfo=UTC)
    assert found.lang == "en-GB"
    assert found.url == "https://wire.example/2026/03/fire"


@pytest.mark.parametrize("link", ["https://wire.example/", "https://other.example/fire", "javascript:alert(1)"])
def test_a_canonical_link_that_can_not_be_one_is_not_believed(link: str) -> None:
    assert extract(page(paragraphs(3), head=f'<link rel="canonical" href="{link}">'), URL).url is None


@pytest.mark.parametrize(
    "words",
    [
        "Subscribe now to continue reading this story.",
        "Already a subscriber? Log in.",
        "This article is for subscribers only.",
        "Щоб прочитати далі, оформіть передплату.",
        "Чтобы читать далее, оформите подписку.",
        "La suite de cet article est réservée à ceux qui paient.",
    ],
)
def test_the_beginning_of_an_article_that_must_be_paid_for_is_not_the_article(words: str) -> None:
    found = extract(page(f"<p>{SENTENCE * 2}</p><p>{words}</p>"), URL)
    assert (found.text, found.missing) == ("", PAYWALL)


def test_a_page_that_declares_itself_closed_gives_nothing_but_a_whole_article_is_taken() -> None:
    closed = {"isAccessibleForFree": False}
    assert extract(page(paragraphs(1), article=closed), URL).missing == PAYWALL
    assert extract(page(paragraphs(12), article=closed), URL).missing is None


def test_a_long_article_may_speak_of_subscriptions() -> None:
    assert extract(page(paragraphs(8) + "<p>Subscribe to continue to get news.</p>"), URL).missing is None


def test_a_cookie_notice_is_no_article() -> None:
    notice = "We and our partners use cookies and process personal data. Give consent or read our privacy rules. "
    assert extract(page(paragraphs(2, notice)), URL).missing == CONSENT
    assert extract(page(paragraphs(4)), "https://consent.wire.example/collect?next=x").missing == CONSENT


def test_an_article_about_privacy_is_one() -> None:
    text = f"{SENTENCE * 10} The law on cookies and privacy asks for consent. "
    assert extract(page(paragraphs(3, text)), URL).missing is None


def test_a_page_without_any_word_of_the_article_is_another_one() -> None:
    assert extract(page(paragraphs(3)), URL, expected="Flooding closes Lisbon airport").missing == ELSEWHERE
    assert extract(page(paragraphs(3)), URL, expected="Kharkiv: flames extinguished").missing is None


def test_logins_challenges_and_empty_pages_are_told_apart() -> None:
    login = "<html><body><form><input type=password></form></body></html>"
    assert extract(login, URL).missing == "the page asks for a login"
    challenge = "<html><head><title>Just a moment...</title></head><body></body></html>"
    assert extract(challenge, URL).missing == "the page asks for a browser check"
    assert extract("<html><body></body></html>", URL).missing == EMPTY
    assert extract("", URL).missing == EMPTY
