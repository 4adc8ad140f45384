"""JSON: what orjson would do quietly is refused or mended."""

from __future__ import annotations

import json
from typing import Any

import pytest

from adlists.contract import Schema
from adlists.errors import DecodingError, EncodingError
from adlists.plugins.json import JsonCodec, StrictJsonCodec

CODEC = JsonCodec()
ANY = Schema("any")
ENDLESS: list[Any] = []
ENDLESS.append(ENDLESS)


@pytest.mark.parametrize(
    ("data", "place", "said"),
    [
        ({"a": [1, float("nan")]}, "a[1]", "NaN"),
        ({"a": None, "b": {"c": (1.5, float("-inf"))}}, "b.c[1]", "infinity"),
        ({"n": 2**64}, "n", "64 bits"),
        ({"n": -(2**63) - 1}, "n", "64 bits"),
        ({"private@b.co": ["private\ud800"]}, "*[0]", "surrogate"),
        ({"private\ud800": 1}, "", "surrogate"),
        ({1: "private"}, "", "key is int"),
        ({"a": [{"b": object()}]}, "a[0].b", "object has no form"),
        (ENDLESS, "", "too deeply"),
    ],
)
def test_what_json_has_no_words_for_is_refused_by_its_place(
    data: Any, place: str, said: str
) -> None:
    with pytest.raises(EncodingError) as caught:
        CODEC.encode(data, ANY)

    assert caught.value.place == place
    assert said in str(caught.value)
    assert "private" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "charset", "data"),
    [
        (b'{"a":1,"a":2}', None, {"a": 2}),
        (b"\xef\xbb\xbf[1]", None, [1]),
        ('{"a":"é"}'.encode("latin-1"), "latin-1", {"a": "é"}),
        ('["é"]'.encode("utf-16"), None, ["é"]),
        ('["é"]'.encode("utf-16-be"), "utf-16-be", ["é"]),
        ('["é"]'.encode("utf-32"), "utf-8", ["é"]),
        (b"[18446744073709551616, 1e20, -1e300]", None, [2**64, 1e20, -1e300]),
        (b"null", None, None),
    ],
)
def test_json_is_read_by_mark_and_charset(content: bytes, charset: str | None, data: Any) -> None:
    assert CODEC.decode(content, ANY, charset) == data


def test_integers_beyond_64_bits_are_read_exactly() -> None:
    wide = 2**64 + 1

    assert CODEC.decode(json.dumps({"a": [wide, "x", None]}).encode(), None, None)["a"][0] == wide


def test_what_others_take_for_a_number_stays_its_text() -> None:
    content = b'{"a": NaN, "b": [-Infinity, 1e400, 1.5], "c": "x"}'
    read = CODEC.decode(content, None, None)

    assert read == {"a": "NaN", "b": ["-Infinity", "1e400", 1.5], "c": "x"}
    for text in (content, b"[NaN]", b"[-Infinity]", b"[1e400]"):  # no service would take it
        with pytest.raises(DecodingError, match="line 1, column"):
            StrictJsonCodec().decode(text, None, None)


@pytest.mark.parametrize(
    ("content", "charset", "place"),
    [
        (b"", None, "line 1, column 1"),
        (b'{"a":\n "private', None, "line 2"),
        (b"[nan]", None, "line 1, column 2"),
        (b"[Infinity,]", None, "line 1, column 2"),
        (b'["private\xff"]', None, "line 1"),
        (b'["\\ud800private" 1]', None, "line 1"),
        (b"[" * 300 + b"]" * 300, None, ""),
        (b"[" * 100_000, None, "line 1, column 1026"),
        (b"[1", "utf-16", ""),
        (b"[1]", "no-such-charset", ""),
        (b"\xff\xfe\x00\xd8", None, "byte"),
    ],
)
def test_what_is_not_json_is_refused_by_its_place(
    content: bytes, charset: str | None, place: str
) -> None:
    with pytest.raises(DecodingError) as caught:
        CODEC.decode(content, None, charset)

    assert caught.value.place.startswith(place)
    assert "private" not in str(caught.value)
    assert caught.value.__suppress_context__  # the parser's own words quote the document


def test_the_media_types_are_jsons() -> None:
    assert CODEC.adlists_codec("application/json") is CODEC
    assert CODEC.adlists_codec("text/json") is CODEC
    assert CODEC.adlists_codec("application/problem+json") is CODEC
    assert CODEC.adlists_codec("text/html") is None


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (r'"cut \ud83d"', "cut \ufffd"),
        (r'"\ude00 cut"', "\ufffd cut"),
        (r'"\ud83d\ud83d\ude00"', "\ufffd\N{GRINNING FACE}"),
        (r'"\\ud83d \ud83d"', r"\ud83d" + " \ufffd"),
        ("1" + "0" * 400, 10**400),
    ],
)
def test_what_others_write_and_the_quick_reader_refuses_is_read(content: str, text: Any) -> None:
    assert CODEC.decode(content.encode(), ANY, None) == text


def test_many_objects_are_not_deep() -> None:
    data: list[Any] = [*[{"a": [{}]}] * 500, 2**70]
    assert CODEC.decode(json.dumps(data).encode(), None, None) == data
