from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.html import strip_tags, to_plain, web_url
from store.text import strip_controls

BASE = "https://wire.example/2022/story"


def test_blocks_become_paragraphs_and_breaks_become_lines() -> None:
    fragment = "Lead<div>one<p>two <b>bold</b>, still two</p>three</div>four<br>five<ul><li>six</li><li>seven</li></ul>"
    assert to_plain(fragment, BASE).text == ("Lead\n\none\n\ntwo bold, still two\n\nthree\n\nfour\nfive\n\nsix\nseven")


def test_entities_are_decoded_exactly_once() -> None:
    assert to_plain("AT&amp;T &lt;b&gt; &amp;amp; &#8217;", BASE).text == "AT&T <b> &amp; ’"


def test_scripts_and_styles_leave_nothing() -> None:
    fragment = "<style>p{}</style>a<script>alert('x')</script>b<noscript>n</noscript><svg><title>t</title></svg>c"
    assert to_plain(fragment, BASE).text == "abc"


def test_controls_that_entities_bring_in_are_gone() -> None:
    text = to_plain("a&#27;]52;c;cm0gLXJm&#7;b &#x202e;c", BASE).text
    assert text == strip_controls(text) == "ab c"


def test_links_are_absolute_web_addresses_each_once() -> None:
    fragment = (
        '<a href="../x">1</a><a href="//h.example/y z">2</a><a href="../x">3</a><a href="javascript:alert(1)">4</a>'
    )
    assert to_plain(fragment, BASE).links == ("https://wire.example/x", "https://h.example/y%20z")


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "java\nscript:x",
        "data:text/html,x",
        "//",
        "http://[::1",
        "https://-oProxy/",
        "http://a\u2028b/",
        "mailto:a@b",
    ],
)
def test_what_is_no_web_address_is_none(raw: str) -> None:
    assert web_url(raw, "") is None


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "soup", ["<div>" * 100_000, "<" * 100_000, "<!--" * 50_000, "&lt" * 100_000, "<a href='" * 30_000]
)
def test_markup_soup_takes_no_time_to_speak_of(soup: str) -> None:
    to_plain(soup + "x", BASE)
    strip_tags(soup)


@given(st.text(max_size=300))
def test_any_text_gives_safe_text(fragment: str) -> None:
    text = to_plain(fragment, BASE).text
    assert text == strip_controls(text)


@pytest.mark.parametrize(
    "fragment",
    [
        '<p>Before</p><iframe src="http://v.example/"/><p>After</p>',
        '<p>Before</p><iframe src="http://v.example/"><p>After</p>',
        '<p>Before</p><script src="x.js" /><p>After</p>',
        "<![CDATA[<p>Before</p>]]><p>After</p>",
        "<object data='x'><p>Before</p><p>After</p>",
    ],
)
def test_elements_that_are_never_closed_swallow_nothing(fragment: str) -> None:
    assert to_plain(fragment, BASE).text == "Before\n\nAfter"
