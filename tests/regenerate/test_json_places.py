"""Where things stand in a JSON text: lines of everything, and a key that stands twice."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adlists.regenerate import json_places

KEYS = st.text(max_size=3) | st.sampled_from(["a", 'a"b', "{", "a,b", "\n", "é", "\\"])
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | KEYS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"a": 1, "a": 2}', ("a", 1, 10)),
        ('{\n "a": {"b": 1},\n "b": [{"a": 1}, {"a": 1}],\n\t"\\u0061": 2}', ("a", 4, 2)),
        ('[{"x": "y", "y": "x"}, "x", "x", {"x": {"x": 1, "z": 1, "x": 2}}]', ("x", 1, 57)),
        ('{"a": "b", "b": "a", "c": ["a", "a"]}', None),
    ],
)
def test_a_key_that_stands_twice_is_found(text: str, found: tuple[str, int, int] | None) -> None:
    assert json_places.twice(text) == found
    if found is not None:
        key, line, column = found
        assert json.loads(text.split("\n")[line - 1][column - 1 :].partition(":")[0]) == key


@settings(deadline=None, derandomize=True, database=None)
@given(TREES.filter(lambda tree: isinstance(tree, dict)), st.sampled_from([None, 1]))
def test_no_key_of_a_sound_text_stands_twice_and_each_has_a_line(
    tree: Any, indent: int | None
) -> None:
    text = json.dumps(tree, indent=indent)

    assert json_places.twice(text) is None
    lines = json_places.lines(text)
    assert set(lines) == set(tree)
    for key, (line, _) in lines.items():
        assert json.dumps(key) in text.split("\n")[line - 1]
