from __future__ import annotations

import codecs

import pytest

from feeds.charset import decode

TEXT = '<?xml version="1.0"?><rss><title>Вибухи у Харкові вночі, є поранені</title></rss>'


def declared(charset: str) -> str:
    return TEXT.replace('"1.0"', f'"1.0" encoding="{charset}"')


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (TEXT.encode(), "text/xml"),
        (codecs.BOM_UTF8 + TEXT.encode(), "text/xml; charset=koi8-r"),
        (TEXT.encode("utf-16"), None),
        (TEXT.encode("utf-16-be"), None),
        (TEXT.encode("utf-32"), None),
        (TEXT.encode("cp1251"), 'text/xml; charset="windows-1251"'),
        (declared("windows-1251").encode("cp1251"), "text/xml"),
        (declared("windows-1251").encode("cp1251"), "text/xml; charset=utf-8"),
        (declared("iso-8859-1").encode(), "text/xml"),
        (declared("no-such-charset").encode(), "text/xml; charset=nonsense"),
        (declared("utf-7").encode(), "text/xml; charset=utf-7"),
    ],
)
def test_the_label_that_decodes_strictly_wins(body: bytes, content_type: str | None) -> None:
    decoded = decode(body, content_type)
    assert "Вибухи у Харкові вночі" in decoded.text
    assert decoded.exact


def test_unlabelled_cyrillic_is_recognised_and_marked_as_a_guess() -> None:
    decoded = decode(TEXT.encode("cp1251"), "text/xml")
    assert "Вибухи у Харкові" in decoded.text
    assert not decoded.exact


def test_a_few_broken_bytes_in_utf8_are_replaced() -> None:
    decoded = decode(TEXT.encode() + b"\xff\xfe", None)
    assert "Вибухи" in decoded.text
    assert decoded.text.endswith("��")
    assert not decoded.exact


def test_what_xml_forbids_is_dropped_with_leading_blanks() -> None:
    assert decode(b"\n \x00<rss>\x1b]52;a\x07\x0b</rss>", None).text == "<rss>]52;a</rss>"


def test_windows_1252_is_read_where_latin_1_is_declared() -> None:
    assert (
        decode(declared("iso-8859-1").replace("Вибухи", "“x”").encode("cp1252", "ignore"), None).text.count("“x”") == 1
    )
