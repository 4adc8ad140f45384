"""A generated client puts on the wire what its document says, and reads what comes back."""

from __future__ import annotations

import datetime as dt
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import adlists
from adlists.errors import ArgumentError, BadRequest, DecodingError, ServerError
from adlists.regenerate import regenerate
from adlists.testing.transport import FakeTransport, json_reply, reply

DOCUMENT = Path(__file__).parent / "wire.yaml"


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("wire")
    regenerate([DOCUMENT], folder / "wire_clients")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("wire_clients.wire")
    sys.path.remove(str(folder))


def talk(wire: Any, *answers: Any) -> tuple[Any, FakeTransport]:
    transport = FakeTransport(answers)
    return adlists.connect(wire.Api, transport=transport).api.wire, transport


def test_parameters_are_styled(wire: Any) -> None:
    api, transport = talk(wire, json_reply({"kind": "cat"}))
    api.find(
        "a.b",
        [1, 2],
        filter_=wire.models.Filter(color="red & blue", sizes=[1, 2]),
        tags=["x", "y z"],
        where=wire.models.Filter(at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC)),
        path="a/b",
        x_many=[dt.date(2024, 1, 1), dt.date(2024, 1, 2)],
        seen=[1, 2],
    )

    (request,) = transport.requests
    assert request.url == (
        "https://wire.example.com/find/.a.b/;ids=1;ids=2"
        "?filter%5Bcolor%5D=red%20%26%20blue&filter%5Bsizes%5D=1&filter%5Bsizes%5D=2"
        "&tags=x%7Cy%20z&where=%7B%22at%22%3A%222024-01-01T00%3A00%3A00%2B00%3A00%22%7D&path=a/b"
    )
    assert request.headers["x-many"] == "2024-01-01,2024-01-02"
    assert request.headers["cookie"] == "seen=1,2"


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (json_reply({"kind": "cat", "name": "x"}), "Cat"),
        (json_reply({"kind": "hound", "name": "x"}), "Dog"),
        (json_reply({"kind": "bird", "wings": 2}), "Bird"),
        (reply(200, "<dog><kind>?</kind></dog>", "application/xml"), "Dog"),
        (reply(200, "<cat><kind>?</kind></cat>", "application/xml"), "Cat"),
        (reply(200, "<bird><kind>bird</kind><wings>2</wings></bird>", "application/xml"), "Bird"),
    ],
)
def test_the_alternative_is_told(wire: Any, answer: Any, name: str) -> None:
    api, _ = talk(wire, answer)
    assert type(api.find("a", [1])).__name__ == name


def test_events_are_built_as_they_are_reached(wire: Any) -> None:
    events = 'data: {"kind": "hound"}\n\ndata: {"kind": "bird", "wings": 2}\n\n'
    api, transport = talk(wire, reply(200, events, "text/event-stream; charset=utf-8"))

    stream = api.find("a", [1], accept="text/event-stream")
    assert [type(one).__name__ for one in stream] == ["Dog", "Bird"]
    assert transport.requests[0].headers["accept"] == "text/event-stream"


def test_errors_are_typed_by_range_and_by_default(wire: Any) -> None:
    problem = reply(400, '{"color": "no"}', "application/problem+json")
    api, _ = talk(wire, problem, reply(500, "<p>", "text/html"))

    with pytest.raises(BadRequest) as refused:
        api.find("a", [1])
    with pytest.raises(ServerError) as failed:
        adlists.connect(
            wire.Api,
            transport=FakeTransport([reply(500, "<p>", "text/html")]),
            plugins=["no:retry"],
        ).api.wire.find("a", [1])
    assert refused.value.body == wire.models.Filter(color="no")
    assert failed.value.body == "<p>"


def test_a_head_has_no_content(wire: Any) -> None:
    api, _ = talk(wire, reply(200, headers={"content-type": "application/json"}))
    assert api.look("a", "b") is None


def test_a_body_is_written_as_what_it_is(wire: Any) -> None:
    models = wire.models
    api, transport = talk(wire, *[reply(204)] * 5)
    api.send(body=models.Dog(kind="hound"))
    api.send(body=[models.Cat(kind="cat"), models.Bird(wings=2)])
    api.send(body=models.Upload(file=b"\x00", about=models.Cat(kind="cat"), ids=[1, 2]))
    api.send(body=adlists.File(b"P", media_type="image/png"))
    api.send()

    dog, many, upload, image, none = transport.requests
    assert dog.content == b'{"kind":"hound"}'
    assert many.content == b'[{"kind":"cat"},{"kind":"bird","wings":2}]'
    assert upload.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert b"<cat><kind>cat</kind></cat>" in upload.content
    assert b'name="ids"\r\n\r\n1,2\r\n' in upload.content
    assert (image.headers["content-type"], image.content) == ("image/png", b"P")
    assert (none.headers.get("content-type"), none.content) == (None, b"")


def test_requests_stay_strict(wire: Any) -> None:
    models = wire.models
    api, transport = talk(wire)
    odd = [
        models.Bird(wings="2"),
        models.Bird(wings=True),
        [models.Cat(kind=7)],
        models.Upload(file=b"", when=dt.datetime(2024, 1, 1)),  # noqa: DTZ001 - naive
    ]
    for body in odd:
        with pytest.raises(ArgumentError):
            api.send(body=body)
    assert transport.requests == []


def test_no_oddity_in_one_field_loses_a_reply(wire: Any) -> None:
    values: list[Any] = ["2024-01-01T00:00:00", "", "2016-12-31T23:59:60Z", 7, [], {}, None, "24:00"]
    for value in values:
        made = wire.models.Filter.from_dict({"at": value, "color": "red"})
        assert made.to_dict() == {"at": value, "color": "red"}
    made = wire.models.Filter.from_dict({"sizes": "none"})
    assert made.to_dict() == {"sizes": "none"}


def test_what_is_no_alternative_is_our_error(wire: Any) -> None:
    api, _ = talk(wire, json_reply(["neither"]))
    with pytest.raises(DecodingError):
        api.find("a", [1])
