"""Plain text: what would become two items or vanish is refused, what others write is read."""

from __future__ import annotations

from typing import Any

import pytest

from adlists.contract import Schema
from adlists.errors import DecodingError, EncodingError
from adlists.plugins.lines import LinesCodec

CODEC = LinesCodec()
STRINGS = Schema("array", items=Schema("string"))
NUMBERS = Schema("array", items=Schema("integer"))


def test_items_stand_on_a_line_each_with_no_line_end_at_the_end() -> None:
    assert CODEC.encode(["com.a", "553834731", "é x"], STRINGS) == "com.a\n553834731\né x".encode()
    assert CODEC.encode(("a", "b"), STRINGS) == b"a\nb"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", *"\v\f\x1c\x1d\x1e\x85\u2028\u2029"])
def test_an_item_with_any_line_break_is_refused(end: str) -> None:
    with pytest.raises(EncodingError, match=r"^\[2\]: an item with a line break") as caught:
        CODEC.encode(["a", "b", f"private{end}part"], STRINGS)

    assert "private" not in str(caught.value)


@pytest.mark.parametrize(
    ("items", "place"),
    [
        ([], ""),
        ([""], "[0]"),
        (["a", ""], "[1]"),
        (["a", "", "b"], "[1]"),
        (["a", " \t"], "[1]"),
        (["a", " b"], "[1]"),
        (["a", "b\n"], "[1]"),
        (["a", "\xa0b"], "[1]"),
        (["\ufeffa"], "[0]"),
        (["a", 5], "[1]"),
        (["a", None], "[1]"),
        (["a", "\ud800"], "[1]"),
        ("abc", ""),
        ({"a": 1}, ""),
        (None, ""),
    ],
)
def test_what_would_vanish_or_change_is_refused_by_its_place(items: Any, place: str) -> None:
    with pytest.raises(EncodingError) as caught:
        CODEC.encode(items, STRINGS)

    assert caught.value.place == place


@pytest.mark.parametrize(
    "content",
    [b"a\nb", b"a\nb\n", b"a\r\nb\r\n", b"a\rb", b"\xef\xbb\xbfa\n\n  b \n\n", b"\n\na\nb"],
)
def test_lines_of_others_are_read_leniently(content: bytes) -> None:
    assert CODEC.decode(content, STRINGS, None) == ["a", "b"]


def test_lines_are_read_by_their_charset() -> None:
    assert CODEC.decode("é\nb".encode("latin-1"), STRINGS, "latin-1") == ["é", "b"]
    assert CODEC.decode("é\nb".encode("utf-16"), STRINGS, "utf-8") == ["é", "b"]
    assert CODEC.decode(b" \r\n", STRINGS, None) == []
    with pytest.raises(DecodingError, match="byte 1"):
        CODEC.decode(b"a\xff", STRINGS, "utf-8")


def test_items_are_typed_by_the_schema() -> None:
    assert CODEC.encode([1, -2], NUMBERS) == b"1\n-2"
    assert CODEC.decode(b"1\n-2\n", NUMBERS, None) == [1, -2]
    assert CODEC.decode(b"1\nx", NUMBERS, None) == [1, "x"]
    with pytest.raises(EncodingError, match=r"^\[1\]: str is not integer"):
        CODEC.encode([1, "2"], NUMBERS)


def test_a_string_is_the_text_itself() -> None:
    schema = Schema("string")

    assert CODEC.encode(" a\r\nb ", schema) == b" a\r\nb "
    assert CODEC.decode(b" a\r\nb ", schema, None) == " a\r\nb "
    assert CODEC.decode(b" a\r\nb ", None, None) == " a\r\nb "
    assert CODEC.decode(b" true ", Schema("boolean"), None) is True
    with pytest.raises(EncodingError, match="byte order mark"):
        CODEC.encode("\ufeffa", schema)
    with pytest.raises(EncodingError, match="surrogate"):
        CODEC.encode("\ud800", schema)
    with pytest.raises(EncodingError, match="another media type"):
        CODEC.encode({"a": 1}, Schema("object"))
