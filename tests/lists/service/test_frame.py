"""A body split at its hole is the body that the codec would have written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adlists import ConfigurationError
from adlists._runtime import pointers
from adlists.lists.service.frame import split
from adlists.lists.service.template import DROPPED, Variables, render

TREES: Any = st.recursive(
    st.integers() | st.text(max_size=5) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)
VALUES = st.lists(st.text(st.characters(codec="utf-8"), max_size=20), min_size=1, max_size=6)


@given(st.dictionaries(st.text(max_size=4), TREES), TREES, VALUES, st.booleans())
def test_rows_in_a_json_frame_are_what_the_codec_writes(
    around: dict[str, Any], item: Any, values: list[str], nested: bool
) -> None:
    def row(value: str) -> Any:
        return {"a": item, "v": [value], "z": 1} if nested else value

    def encode(rows: list[Any]) -> bytes:
        return json.dumps({**around, "hole": rows, "last": item}).encode()

    frame = split(encode, row, "application/json", "application/json")
    written = frame.body(frame.rows(values))
    assert json.loads(written) == json.loads(encode([row(value) for value in values]))
    assert len(written) == frame.size + len(frame.rows(values))


@pytest.mark.parametrize(
    ("around", "form"),
    [
        ("{}", "text/plain"),
        ("a=1&{}", "application/x-www-form-urlencoded"),
        ("{}&z=1", "application/x-www-form-urlencoded"),
        ("<r><l>{}</l></r>", "application/xml"),
    ],
)
def test_rows_in_other_frames(around: str, form: str) -> None:
    def encode(rows: list[str]) -> bytes:
        if form == "text/plain":
            inner = "\n".join(rows)
        elif form == "application/xml":
            inner = "".join(f"<i>{row}</i>" for row in rows)
        else:
            inner = "&".join(f"i={row}" for row in rows)
        return around.format(inner).encode()

    frame = split(encode, str, form, form)
    for values in (["one"], ["one", "two", "three"]):
        assert frame.body(frame.rows(values)) == encode(values)
        assert frame.row.values(frame.rows(values)) == values


def test_a_codec_that_hides_the_rows_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="cannot be told apart"):
        split(lambda rows: b"gzipped", str, "application/gzip", "application/gzip")


def test_expressions_are_filled_in_and_dropped() -> None:
    scope = Variables(inputs={"a": 7, "s": 'say "x"'}, list_name="VIP", outputs={"key": "k"})
    template = {
        "n": "$inputs.a",
        "absent": "$inputs.b",
        "consent": {"x": "$inputs.b", "y": "$inputs.b"},
        "empty": {},
        "list": ["$inputs.b", "$list.name"],
        "text": 'name = "{$inputs.s}"',
        "gone": "{$inputs.b}!",
        "money": "$100",
        "key": "$outputs.key",
    }
    assert render(template, scope) == {
        "n": 7,
        "empty": {},
        "list": ["VIP"],
        "text": 'name = "say \\"x\\""',
        "money": "$100",
        "key": "k",
    }
    assert render("$inputs.b", scope) is DROPPED


def test_pointers_find_everything() -> None:
    data = {"a": [{"b": 1}, {"b": 2}, {}], "x/y": {"~": 3}, "n": None}
    assert pointers.find_all(data, "/a/*/b") == [1, 2]
    assert pointers.find(data, "/a/1/b") == 2
    assert pointers.find(data, "/x~1y/~0") == 3
    assert pointers.find(data, "") is data
    assert pointers.items(data, "/n") == []
    assert pointers.find(data, "/a/9") is None
