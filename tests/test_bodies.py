"""What a body is sent as, and what a reply is read as: by media type, by range, by value."""

from __future__ import annotations

from typing import Any

import pytest
from hand_made import JSON, operation, perform

from adlists import ApiKey, ArgumentError, DecodingError, File, MediaTypeError
from adlists._runtime.media import covered
from adlists.contract import Body, Call, MediaType, Reply, Schema, streamed
from adlists.testing.transport import json_reply, reply

OCTETS = "application/octet-stream"
BINARY = Schema("string", "binary")
TEXT = Schema("string")
NUMBERS = Schema("array", items=Schema("integer"), max_items=3)


def same(data: Any) -> Any:
    return data


def send(body: Any, *media: MediaType, schema: Schema = BINARY, **chosen: Any) -> Any:
    made = operation("put", "PUT", path="/", parameters=(), body=Body(media, schema, same))
    return perform("sync", [reply(204)], Call(made, body=body, **chosen), credentials=[ApiKey("k")])


def read(answer: Any, *media: MediaType, schema: Schema | None = None, **changes: Any) -> Any:
    replies = (Reply(200, 299, media, schema or Schema("any"), same),)
    made = operation("get", path="/", parameters=(), **{"replies": replies, **changes})
    return perform("sync", [answer], Call(made), credentials=[ApiKey("k")]).outcome


@pytest.mark.parametrize("body", [b"\x00\xff", bytearray(b"\x00\xff"), File(b"\x00\xff")])
def test_bytes_travel_as_they_are(body: Any) -> None:
    (request,) = send(body, MediaType(OCTETS, OCTETS)).requests

    assert (request.headers["content-type"], request.content) == (OCTETS, b"\x00\xff")
    answer = reply(200, b"\x00\xff", OCTETS)
    assert read(answer, MediaType(OCTETS, OCTETS), schema=BINARY) == b"\x00\xff"


def test_a_range_needs_to_be_told_what_is_sent() -> None:
    images = MediaType("image/*", OCTETS)

    assert "content_type=" in str(send(b"x", images).outcome)
    (chosen,) = send(b"x", images, content_type="image/png").requests
    (filed,) = send(File(b"x", media_type="image/webp"), images).requests
    assert [one.headers["content-type"] for one in (chosen, filed)] == ["image/png", "image/webp"]
    assert isinstance(send(b"x", images, content_type="text/csv").outcome, MediaTypeError)
    (any_at_all,) = send(b"x", MediaType("*/*", OCTETS)).requests
    assert any_at_all.headers["content-type"] == OCTETS


def test_a_file_is_sent_as_what_it_says_it_is_or_not_at_all() -> None:
    file = File(b"x", media_type="image/gif")
    png, jpeg = MediaType("image/png", OCTETS), MediaType("image/jpeg", OCTETS)

    for offered in ((png,), (png, jpeg)):
        refused = send(file, *offered).outcome
        assert isinstance(refused, MediaTypeError)
        assert "does not list 'image/gif'; it takes image/png" in str(refused)
        (chosen,) = send(file, *offered, content_type="image/png").requests
        assert chosen.headers["content-type"] == "image/png"
    (second,) = send(File(b"x", media_type="image/jpeg"), png, jpeg).requests
    (octets,) = send(file, png, MediaType(OCTETS, OCTETS)).requests
    assert [one.headers["content-type"] for one in (second, octets)] == ["image/jpeg", OCTETS]


def test_a_body_is_sent_as_the_media_type_that_its_value_is_of() -> None:
    media = (
        MediaType("application/json", "application/json"),
        MediaType("text/csv", "text/plain", TEXT, same),
        MediaType("image/png", OCTETS, BINARY, same),
    )
    for body, label in (([1], "application/json"), ("a,b", "text/csv"), (b"P", "image/png")):
        (request,) = send(body, *media, schema=NUMBERS).requests
        assert request.headers["content-type"] == label


def test_what_differs_in_parameters_alone_is_told_apart_by_them() -> None:
    old = MediaType("application/json", "application/json", TEXT, same)
    new = MediaType("application/json; version=2", "application/json", NUMBERS, same)

    for chosen, body in ((old.name, "a"), (new.name, [1]), ("application/JSON;version=2", [1])):
        (request,) = send(body, old, new, content_type=chosen).requests
        assert request.headers["content-type"] == chosen
    assert isinstance(send([1], old, new, content_type=old.name).outcome, ArgumentError)
    answer = reply(200, b"[1]", "application/json; version=2")
    assert read(answer, old, new, schema=TEXT) == [1]


def test_a_media_type_keeps_its_parameters() -> None:
    label = "application/json; charset=utf-8"
    (request,) = send([1], MediaType(label, "application/json"), schema=NUMBERS).requests

    assert request.headers["content-type"] == label
    assert read(json_reply(7), MediaType(label, "application/json")) == 7


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ([1, "2"], r"body\[1\]: has to be an integer, not str"),
        ([True], r"body\[0\]: has to be an integer, not bool"),
        ([1, 2, 3, 4], "the body holds 4 items; the document allows 3"),
        ("12", "the body is a list, not str"),
    ],
)
def test_a_body_of_another_kind_is_refused(body: Any, words: str) -> None:
    outcome = send(body, JSON, schema=NUMBERS).outcome

    assert isinstance(outcome, ArgumentError)
    assert words.replace("\\", "") in str(outcome)


RANGES = (
    MediaType("application/json", "application/json"),
    MediaType("image/*", OCTETS, BINARY, same),
    MediaType("application/*+json", "application/json"),
    MediaType("*/*", "text/plain", TEXT, same),
)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (json_reply({"a": 1}), {"a": 1}),
        (reply(200, b"P", "image/png"), b"P"),
        (reply(200, "[1]", "application/vnd.x+json"), [1]),
        (reply(200, "a,b", "text/csv; charset=utf-8"), "a,b"),
        (reply(200, "é".encode("latin-1"), "text/plain; charset=latin-1"), "é"),
        (reply(200, b"", "text/plain"), ""),
    ],
)
def test_the_nearest_media_type_reads_a_reply(answer: Any, expected: Any) -> None:
    assert read(answer, *RANGES) == expected


def test_anything_is_read_by_its_own_label() -> None:
    anything = MediaType("*/*", "*/*")

    assert read(json_reply([1]), anything) == [1]
    assert read(reply(200, "x", "text/weird"), anything) == "x"
    assert read(reply(200, b"\x00", "application/weird"), anything) == b"\x00"


@pytest.mark.parametrize(
    ("answer", "changes"),
    [
        (reply(204), {}),
        (reply(200), {"method": "HEAD"}),
        (reply(200, headers={"content-type": "application/json"}), {"method": "HEAD"}),
        (reply(202), {"replies": (Reply(200, 200, (JSON,), Schema("any"), same),)}),
        (reply(200), {"replies": (Reply(200, 200),)}),
    ],
)
def test_an_empty_reply_is_none(answer: Any, changes: dict[str, Any]) -> None:
    assert read(answer, JSON, **changes) is None


def test_an_empty_reply_where_a_tree_is_described_is_our_error() -> None:
    assert isinstance(read(reply(200, b"", "application/json"), JSON), DecodingError)


def test_a_stream_builds_its_items_one_by_one() -> None:
    lines = MediaType("application/jsonl", "application/jsonl")
    replies = (
        Reply(200, 200, (lines,), Schema("array"), lambda data: streamed(lambda n: 10 / n, data)),
    )
    stream = read(reply(200, "1\n2\n0\n", "application/jsonl"), replies=replies)

    items = iter(stream)
    assert [next(items), next(items)] == [10, 5]
    with pytest.raises(DecodingError, match=r"^\[2\]"):
        next(items)


@pytest.mark.anyio
async def test_a_stream_is_for_async_for_as_well() -> None:
    assert [item async for item in streamed(str, [1, 2])] == ["1", "2"]


@pytest.mark.parametrize("first", [True, False])
def test_what_is_listed_by_name_is_not_taken_for_anything(first: bool) -> None:
    numbers = MediaType("application/json", "application/json", NUMBERS, same)
    anything = MediaType("*/*", "*/*", Schema("any"), same)
    media = (numbers, anything) if first else (anything, numbers)

    def sent(body: Any, **chosen: Any) -> tuple[str, bytes]:
        (request,) = send(body, *media, schema=NUMBERS, **chosen).requests
        return request.headers["content-type"], request.content

    assert sent([1]) == ("application/json", b"[1]")
    assert sent("text") == ("text/plain", b"text")
    assert sent(b"\x00") == (OCTETS, b"\x00")
    assert sent(File(b"\x00")) == (OCTETS, b"\x00")
    assert "content_type=" in str(send({"a": 1}, *media, schema=NUMBERS).outcome)
    own = "application/vnd.own+json"
    assert sent({"a": 1}, content_type=own) == (own, b'{"a":1}')


def test_a_range_is_tried_as_a_type_that_is_not_listed_by_itself() -> None:
    png, images = MediaType("image/png", OCTETS), MediaType("image/*", OCTETS)
    anything, numbers = MediaType("*/*", "*/*"), MediaType("application/json", "application/json")
    assert covered(images) == "image/png"
    assert covered(images, (png, images)) == "image/x"
    assert covered(anything, (anything, numbers)) == "application/x+json"
    assert covered(numbers, (anything, numbers)) == "application/json"
