"""Lines of JSON, and events that a server sends."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adlists import DecodingError, EncodingError
from adlists._runtime.registry import Registry
from adlists.contract import Schema
from adlists.plugins import builtins
from adlists.testing import strategies

CODECS = Registry(builtins())
LINES: Any = CODECS.codec("application/x-ndjson")
RECORDS: Any = CODECS.codec("application/json-seq")
EVENTS: Any = CODECS.codec("text/event-stream")
ANYTHING = Schema("array", items=Schema("any"))
OBJECTS = Schema("array", items=Schema("object"))
TEXTS = Schema("array", items=Schema("string"))


@pytest.mark.parametrize("codec", [LINES, RECORDS])
@given(items=st.lists(strategies.open_data(), max_size=4))
def test_values_read_back(codec: Any, items: list[Any]) -> None:
    assert codec.decode(codec.encode(items, ANYTHING), ANYTHING, None) == items


def test_blank_lines_are_no_values_and_a_broken_one_has_its_number() -> None:
    assert LINES.decode(b'\r\n{"a":1}\r\n\r\n', ANYTHING, None) == [{"a": 1}]
    with pytest.raises(DecodingError, match="line 3: this is not JSON"):
        LINES.decode(b'1\n2\n{"a"\n', ANYTHING, None)
    with pytest.raises(EncodingError, match=r"^\[1\]"):
        LINES.encode([1, float("nan")], ANYTHING)


STREAM = (
    b': hello\r\n\r\nevent: add\ndata: {"n": 1}\n\ndata:{\ndata: "n": 2}\nid: 7\nretry: 10\n\n'
    b"event: nothing\n\ndata: [DONE]\n\n"
)


def test_the_data_of_an_event_is_the_item() -> None:
    assert EVENTS.decode(STREAM, OBJECTS, None) == [{"n": 1}, {"n": 2}]


def test_text_stays_text() -> None:
    assert EVENTS.decode(b"data: 7\n\ndata:  a\ndata: b\n\n", TEXTS, None) == ["7", " a\nb"]


def test_an_event_that_is_not_ended_is_none() -> None:
    assert EVENTS.decode(b"data: 1\n\ndata: 2", ANYTHING, None) == [1]


def test_events_read_back() -> None:
    items = [{"n": 1}, {"text": "a\nb"}]

    assert EVENTS.decode(EVENTS.encode(items, OBJECTS), OBJECTS, None) == items


def test_what_is_no_json_is_our_error_with_its_number() -> None:
    with pytest.raises(DecodingError, match=r"^\[1\]: the data of an event is not JSON"):
        EVENTS.decode(b"data: {}\n\ndata: {\n\n", OBJECTS, None)
