"""What reaches a terminal: clean, aligned, coloured only where that is wanted."""

from __future__ import annotations

import io
import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.models import Figure
from tui import jsonshape, logs, output, wording
from tui.output import Styled


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_colour_is_for_terminals_without_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    terminal, pipe = Terminal(), io.StringIO()
    for stream in (terminal, pipe):
        output.put("a ", Styled("b", "red"), stream=stream)
    assert (terminal.getvalue(), pipe.getvalue()) == ("a \x1b[31mb\x1b[0m\n", "a b\n")
    for name, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        with monkeypatch.context() as scene:
            scene.setenv(name, value)
            plain = Terminal()
            output.put(Styled("b", "red"), stream=plain)
            assert plain.getvalue() == "b\n"


@given(st.text())
def test_whatever_is_put_no_control_character_but_line_breaks_comes_out(text: str) -> None:
    stream = io.StringIO()
    output.put(text, Styled(text, "bold"), stream=stream)
    assert not {char for char in stream.getvalue() if ord(char) < 32 and char not in "\t\n"}
    assert not {char for char in stream.getvalue() if 0x7F <= ord(char) < 0xA0}


@given(
    st.recursive(
        st.text() | st.integers() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_json_is_one_harmless_line_that_loses_nothing(value: object) -> None:
    for plain_ascii in (False, True):
        line = output.json_line(value, plain_ascii=plain_ascii)
        assert json.loads(line) == value
        assert not {char for char in line if ord(char) < 32 or 0x7F <= ord(char) < 0xA0 or char in "\u2028\u202e\u200f"}
        assert line.isascii() or not plain_ascii


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_a_number_that_json_has_no_word_for_never_gets_out(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        output.json_line({"value": value})
    figure = Figure(0, 9, "999 people", value, "exact", "killed", "people", None, None, "reported")
    assert jsonshape.figure(figure)["value"] is None
    assert wording.figure(figure) == "999 people"


def test_columns_line_up_whatever_the_script(capsys: pytest.CaptureFixture[str]) -> None:
    output.table([("Київ", "1", "x"), ("北京", "22", "y"), ("e\u0301", "333", "")], right=frozenset({1}), indent="  ")
    assert capsys.readouterr().out == "  Київ    1  x\n  北京   22  y\n  é     333\n"


@pytest.mark.parametrize(("seconds", "words"), [(0, "0 s"), (59.6, "1 min"), (3_660, "1 h 1 min"), (90_061, "1 d 1 h")])
def test_spans_have_their_two_largest_units(seconds: float, words: str) -> None:
    assert wording.span(seconds) == words


@pytest.mark.parametrize(("number", "words"), [(812, "812 B"), (1 << 20, "1.0 MiB"), (38_000_000, "36.2 MiB")])
def test_sizes_have_the_unit_that_suits_them(number: int, words: str) -> None:
    assert wording.size(number) == words


def test_a_log_record_is_one_clean_line_in_either_form() -> None:
    record = logging.makeLogRecord(
        {"msg": "feed %s", "args": ("\x1b[31mx\ny",), "levelname": "INFO", "feed": "\x9b", "n": 3}
    )
    assert logs.TextFormatter().format(record).endswith("Z INFO feed x y")
    line = logs.JsonFormatter().format(record)
    assert line.isprintable()
    found = json.loads(line)
    assert (found["level"], found["message"], found["feed"], found["n"]) == ("info", "feed \x1b[31mx\ny", "\x9b", 3)
