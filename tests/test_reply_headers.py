"""Headers that the document describes for a reply: typed, readable, and never what loses it."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import adlists
from adlists.contract import UNSET, RawReply, Reply, ReplyHeader, Schema
from adlists.messages import Headers
from adlists.plugins.retry import Retry
from adlists.regenerate import regenerate
from adlists.sandbox import Sandbox
from adlists.testing.laws import laws, reads_headers
from adlists.testing.transport import FakeTransport, reply
from adlists.transports.in_process import InProcess

TEXT = """
openapi: 3.1.0
info: {title: Notes, version: "1"}
servers: [{url: "https://notes.example"}]
paths:
  /notes:
    get:
      operationId: look
      tags: [notes]
      responses:
        "200":
          description: All of them.
          headers:
            Content-Type: {schema: {type: integer}}
            X-Total: {required: true, description: How many there are., schema: {type: integer}}
            X-Names: {required: true, schema: {type: array, items: {type: string}}}
            X-Until: {schema: {type: string, format: date-time}}
            X-Day: {schema: {type: string, format: date}}
            X-Range:
              explode: true
              schema: {type: object, properties: {from: {type: integer}, to: {type: integer}}}
            X-Pair: {schema: {type: object, properties: {a: {type: integer}, b: {type: boolean}}}}
            X-Meta: {content: {application/json: {schema: {$ref: "#/components/schemas/Meta"}}}}
            X-Lost: {schema: {$ref: "#/nowhere"}}
            Content-Length: {required: true, schema: {type: integer}}
          content: {application/json: {schema: {type: array, items: {type: string}}}}
        "202": {description: Later., headers: {x-total: {schema: {type: string}}}}
        "429": {description: Slower., headers: {Retry-After: {$ref: "#/components/headers/Retry"}}}
components:
  headers: {Retry: {required: true, schema: {type: integer}}}
  schemas: {Meta: {type: object, properties: {page: {type: integer}}}}
"""


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Generate the package and import it, with the module of its operation as `look`."""
    folder = tmp_path_factory.mktemp("notes")
    (folder / "notes.yaml").write_text(TEXT, encoding="utf-8")
    report = regenerate([folder / "notes.yaml"], folder / "header_clients")
    sys.path.insert(0, str(folder))
    package: Any = import_module("header_clients.notes")
    package.look = import_module("header_clients.notes.api.notes.look")
    package.said = report.packages[0].notes
    yield package
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.startswith("header_clients")]:
        del sys.modules[name]


def raw(notes: Any, headers: dict[str, str], status: int = 200) -> RawReply[Any]:
    """Return what a call gives for a reply with these headers."""
    transport = FakeTransport([reply(status, b'["a"]', "application/json", headers)])
    with adlists.connect(notes.Api, transport=transport) as api:
        found: RawReply[Any] = api.raw(api.notes.look)
        return found


def test_headers_are_what_the_document_says(notes: Any) -> None:
    look = notes.look
    told = {
        "X-Total": "7",
        "X-Names": "a, b,c",
        "X-Until": "2026-01-31T12:00:00Z",
        "X-Day": "2026-01-31",
        "X-Range": "from=1,to=20",
        "X-Pair": "a,1,b,true",
        "X-Meta": '{"page": 3}',
    }
    found = raw(notes, told)

    assert found.result == ["a"]
    assert found.header(look.X_TOTAL) == 7
    assert found.header(look.X_NAMES) == ["a", "b", "c"]
    assert found.header(look.X_UNTIL) == dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC)
    assert found.header(look.X_DAY) == dt.date(2026, 1, 31)
    assert (found.header(look.X_RANGE).from_, found.header(look.X_RANGE).to) == (1, 20)
    assert found.header(look.X_PAIR).to_dict() == {"a": 1, "b": True}
    assert found.header(look.X_META) == notes.models.Meta(page=3)


def test_a_header_is_found_by_its_name_too(notes: Any) -> None:
    found = raw(notes, {"x-total": "7", "X-Other": "8"})

    assert found.header("X-TOTAL") == 7
    assert found.header("x-other") == "8"  # nobody describes it
    assert found.header("X-Names") is None
    assert found.header(notes.look.X_NAMES) is None


def test_each_status_has_its_own(notes: Any) -> None:
    found = raw(notes, {"X-Total": "7"}, 202)

    assert found.header("X-Total") == "7"
    assert found.header(notes.look.X_TOTAL_2) == "7"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("X-Total", "many"),
        ("X-Total", ""),
        ("X-Total", "7.5"),
        ("X-Until", "tomorrow"),
        ("X-Until", "Sat, 31 Jan 2026 12:00:00 GMT"),
        ("X-Day", "31.1.2026"),
        ("X-Range", "from=1,to"),
        ("X-Range", "from=one"),
        ("X-Pair", "a,1,b"),
        ("X-Meta", "{"),
        ("X-Meta", "[7]"),
        ("X-Meta", "[" * 100_000),
    ],
)
def test_what_is_no_such_value_stays_text(notes: Any, name: str, text: str) -> None:
    found = raw(notes, {name: text})

    assert found.result == ["a"]
    assert found.header(name) == text


def test_headers_of_an_error_are_read_by_the_same_constants(notes: Any) -> None:
    transport = FakeTransport([reply(429, headers={"Retry-After": "30"})] * 9)
    session = adlists.connect(notes.Api, transport=transport, plugins=[Retry(attempts=1)])
    with session as api, pytest.raises(adlists.TooManyRequests) as caught:
        api.notes.look()

    assert notes.look.RETRY_AFTER.read(caught.value.headers) == 30


def test_one_that_cannot_be_described_is_said_and_costs_no_more(notes: Any) -> None:
    (note,) = notes.said

    assert note.startswith("line 24, ")
    assert note.endswith("the header X-Lost is text, as nothing describes it")
    assert raw(notes, {"X-Lost": "7"}).header("X-Lost") == "7"
    assert not hasattr(notes.look, "CONTENT_TYPE")  # as the specification demands


def test_the_sandbox_sends_what_a_reply_has_to_have(notes: Any) -> None:
    sandbox = Sandbox([notes.SERVICE])
    transport = InProcess(sandbox.handle)
    url = "http://sandbox/notes"
    with adlists.connect(notes.Api, base_url=url, transport=transport) as api:
        found = api.raw(api.notes.look)

    assert found.header(notes.look.X_TOTAL) == 1
    assert found.header(notes.look.X_NAMES) == ["example"]
    assert "x-until" not in found.headers
    assert found.headers.get("content-length") in {None, str(len(found.content))}


def test_the_laws_read_what_they_wrote(notes: Any) -> None:
    found = {law.name: law for law in laws(notes.__name__)}

    for law in found.values():
        law()
    assert "header_clients.notes look reads its headers" in found


def different(_: object) -> object:
    """Return what is equal to nothing else."""
    return object()


def test_a_header_that_is_read_otherwise_breaks_the_law(notes: Any) -> None:
    described: ReplyHeader[Any] = notes.look.X_TOTAL
    wrong = attrs.evolve(described, parse=different)
    operation = attrs.evolve(notes.look.OPERATION, replies=(Reply(200, 200, headers=(wrong,)),))

    with pytest.raises(AssertionError, match="X-Total is not read as it was written"):
        reads_headers(operation, 3)


KINDS = ("string", "integer", "number", "boolean", "array", "object", "any", "null")


@given(
    st.text(), st.sampled_from(KINDS), st.booleans(), st.sampled_from([None, "application/json"])
)
def test_any_text_is_a_value_or_itself(
    text: str, kind: Any, explode: bool, media_type: str | None
) -> None:
    header = ReplyHeader[Any](
        "X-A", Schema(kind), lambda data: data, explode=explode, media_type=media_type
    )

    found = header.read(Headers({"x-a": text}))
    assert found is not UNSET
    assert found == text or kind != "string" or media_type
    assert repr(header.read({"X-A": text})) == repr(found)  # NaN is not equal to itself
    assert header.read({}) is None


def test_the_repr_of_a_reply_shows_no_header(notes: Any) -> None:
    found = raw(notes, {"X-Total": "planted"})

    assert "planted" not in repr(found)
    assert "planted" not in repr(notes.look.X_TOTAL)
