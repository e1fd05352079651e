"""The line of every key, whatever TOML stands around it."""

from __future__ import annotations

import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tui.config.lines import key_lines, line_of, without

TEXT = '''# [not.a.table]
top = 1
"quoted key" = "a # no comment"

[a]
b.c = """
[not]
d = "a table"
"""
e = [
  "x", # ] a comment
  "y",
]
f = 'literal \\'
g = \'\'\'
h = 1\'\'\'

  [[ list ]]
  n = { x = 1, y = [2,
  3] }
[[list]]
[list.sub]
m = 2
[[list]]
n = 3
'''


def test_keys_are_found_around_comments_strings_arrays_and_tables() -> None:
    tomllib.loads(TEXT)
    assert key_lines(TEXT) == {
        ("top",): 2,
        ("quoted key",): 3,
        ("a",): 5,
        ("a", "b", "c"): 6,
        ("a", "e"): 10,
        ("a", "f"): 14,
        ("a", "g"): 15,
        ("list", 0): 18,
        ("list", 0, "n"): 19,
        ("list", 1): 21,
        ("list", 1, "sub"): 22,
        ("list", 1, "sub", "m"): 23,
        ("list", 2): 24,
        ("list", 2, "n"): 25,
    }


def test_what_has_no_line_of_its_own_has_that_of_its_table() -> None:
    lines = key_lines(TEXT)
    assert line_of(lines, ("list", 0, "n", "y")) == 19
    assert line_of(lines, ("list", 2, "missing")) == 24
    assert line_of(lines, ("nowhere",)) is None


def test_a_table_is_taken_out_with_its_own_tables_and_nothing_else() -> None:
    text = "# a\n[[f]] # b\n# c\nx = [\n1]\n\n# d\n[[f]]\nx = 2\n[g]\ny = 1\n[f.sub]\nz = 3\n# e\n"
    assert without(text, ("f", 0)) == "# a\n\n# d\n[[f]]\nx = 2\n[g]\ny = 1\n[f.sub]\nz = 3\n# e\n"
    assert without(text, ("f", 1)) == "# a\n[[f]] # b\n# c\nx = [\n1]\n\n# d\n[g]\ny = 1\n# e\n"


names = st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True)
scalars = st.one_of(st.integers(-9, 9), st.booleans(), st.text(max_size=20))
documents = st.dictionaries(
    names, st.one_of(scalars, st.lists(scalars, max_size=3), st.dictionaries(names, scalars, max_size=4)), max_size=5
)


@given(documents)
def test_every_key_of_a_generated_document_is_found_where_it_stands(document: dict[str, Any]) -> None:
    import tomlkit

    text = tomlkit.dumps(document)
    lines = text.split("\n")
    found = key_lines(text)
    for name, value in tomllib.loads(text).items():
        paths = [(name, key) for key in value] if isinstance(value, dict) else [(name,)]
        for path in paths:
            assert lines[found[path] - 1].lstrip().startswith(path[-1])
