"""Addresses, media types and shapes: what any service's requests have in common."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sandbox.visitor import Visitor

from adlists.contract import (
    Body,
    Field,
    MediaType,
    Operation,
    Parameter,
    Reply,
    Schema,
    Scheme,
    Service,
    same,
)
from adlists.errors import AdlistsError
from adlists.messages import Request
from adlists.sandbox import Sandbox
from adlists.sandbox.checks import check
from adlists.sandbox.examples import example
from adlists.sandbox.negotiation import choose
from adlists.sandbox.rejections import RefusedError
from adlists.sandbox.router import Router
from adlists_api import applovin_v1, criteo_v1

JSON, HTML, XML = (
    MediaType("application/json", "application/json"),
    MediaType("text/html", "application/json"),
    MediaType("application/xml", "application/xml"),
)
OFFERED = (JSON, HTML, XML)
BINARY = Schema("string", "binary")
SERVICES = (criteo_v1.SERVICE, applovin_v1.SERVICE)


@pytest.mark.parametrize(
    ("accept", "sent", "chosen"),
    [
        (None, None, JSON),
        ("*/*", "text/html", JSON),
        ("text/html", None, HTML),
        ("application/xml, application/json", None, XML),
        ("application/json;q=0.5, application/xml", None, XML),
        ("application/*, application/json;q=0", None, XML),
        ("*/*;q=0.1, text/*", None, HTML),
        ("TEXT/HTML; Q=1", None, HTML),
        ("text/csv", "application/xml", XML),
        ("text/csv", "text/csv", JSON),
        ("application/json;q=0", None, JSON),
        ("application/json;q=nonsense, text/html;q=0.001", None, HTML),
        ("", None, JSON),
    ],
)
def test_a_reply_travels_in_the_type_that_is_liked_best(
    accept: str | None, sent: str | None, chosen: MediaType
) -> None:
    assert choose(OFFERED, accept, sent) is chosen


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("application/json", 0),
        ("application/json; charset=utf-8", 1),
        ("application/json;CHARSET=utf-8, application/json;q=0.5", 1),
        ("application/json; charset=latin-1", 0),
        ("application/*", 0),
    ],
)
def test_types_that_differ_in_parameters_alone_are_told_apart(accept: str, chosen: int) -> None:
    names = ("application/json", "application/json;charset=utf-8")
    offered = [MediaType(name, "application/json") for name in names]

    assert choose(offered, accept, None) is offered[chosen]


def test_a_charset_makes_no_other_type_of_a_reply() -> None:
    one, other = Schema("integer"), Schema("boolean")
    media_types = (
        MediaType("application/json", "application/json", one, int),
        MediaType("application/json; charset=utf-8", "application/json", other, bool),
    )
    reply = Reply(200, 200, media_types, one, int)
    operation = Operation[Any]("get", "GET", "/a", "t", (), idempotent=True, replies=(reply,))
    service = Service("any", "Any", "1", "https://any.example", (operation,))
    sandbox = Sandbox([service])

    for media_type in media_types:
        headers = {"accept": media_type.name}
        response = sandbox.handle(Request("GET", "http://any/any/a", headers, b""))

        assert response.headers["content-type"] == media_type.name


@pytest.mark.parametrize(
    ("listed", "form", "schema", "label"),
    [
        ("*/*", "*/*", Schema("any"), "application/json; charset=utf-8"),
        ("*/*", "application/octet-stream", BINARY, "application/octet-stream"),
        ("image/*", "application/octet-stream", BINARY, "image/png"),
        ("application/*+json", "application/json", Schema("any"), "application/x+json"),
    ],
)
def test_a_reply_of_a_range_travels_in_a_type_that_it_covers(
    listed: str, form: str, schema: Schema, label: str
) -> None:
    reply = Reply(200, 200, (MediaType(listed, form),), schema, same)
    operation = Operation[Any]("get", "GET", "/a", "t", (), idempotent=True, replies=(reply,))
    service = Service("any", "Any", "1", "https://any.example", (operation,))

    response = Sandbox([service]).handle(Request("GET", "http://any/any/a", {}, b""))

    assert response.headers["content-type"].startswith(label)
    assert response.content


@settings(deadline=None)
@given(st.text(max_size=40) | st.none(), st.text(max_size=10) | st.none())
def test_any_accept_header_leads_to_a_type(accept: str | None, sent: str | None) -> None:
    assert choose(OFFERED, accept, sent) in OFFERED


def test_every_operation_is_found_at_its_own_address() -> None:
    router = Router(SERVICES)
    for service in SERVICES:
        for operation in service.operations:
            asked = [one.name for one in operation.parameters if one.place == "query"]
            query = "&".join(f"{name}=1" for name in asked)
            path = operation.path.replace("{audienceId}", "%37")
            route = router.find(operation.method, f"http://any/{service.name}{path}?{query}")

            assert route.operation is operation
            assert set(route.path.values()) <= {"7"}


@pytest.mark.parametrize(
    ("method", "path", "status", "allow"),
    [
        ("GET", "/", 404, None),
        ("GET", "/criteo_v1", 404, None),
        ("GET", "/criteo_v1/v1/audiences/", 405, "DELETE, OPTIONS, PUT"),
        ("GET", "/criteo_v1/v1/nothing", 404, None),
        ("POST", "/criteo_v1/v1/audiences", 405, "GET, HEAD, OPTIONS"),
        ("HEAD", "/applovin_v1/append", 405, "OPTIONS, POST"),
        ("OPTIONS", "/applovin_v1/list", 204, "GET, HEAD, OPTIONS"),
        ("HEAD", "/applovin_v1/create", 405, "GET, OPTIONS"),
        ("OPTIONS", "/applovin_v1/nothing", 404, None),
        ("GET", "/applovin_v1/deleteapps", 404, None),
        ("GET", "/applovin_v1/deleteApps", 405, "OPTIONS, POST"),
    ],
)
def test_an_address_that_does_not_exist_is_told_apart_from_a_method(
    method: str, path: str, status: int, allow: str | None
) -> None:
    reply = Visitor(Sandbox()).send(method, path)

    assert (reply.status, reply.headers.get("allow")) == (status, allow)


CREATE = criteo_v1.SERVICE.operation("create_audience")
FORMS = {one.name: one.form for one in CREATE.body.media_types} if CREATE.body else {}


@pytest.mark.parametrize("content_type", FORMS)
def test_every_documented_type_is_read_and_written(content_type: str) -> None:
    sandbox = Sandbox()
    visitor = Visitor(sandbox)
    codec = sandbox._codec(FORMS[content_type])
    assert codec is not None
    assert CREATE.body is not None
    content = codec.encode({"advertiserId": 1, "name": "Ünï"}, CREATE.body.schema)
    headers = {
        "authorization": f"Bearer {visitor.token}",
        "content-type": f"{content_type}; charset=utf-8",
        "accept": content_type,
    }

    reply = visitor.send("POST", "/criteo_v1/v1/audiences/userlist", content, headers)

    success = CREATE.reply(200)
    assert success is not None
    assert (reply.status, visitor.audiences()[0]["name"]) == (200, "Ünï")
    offered = [one.name for one in success.media_types]
    assert reply.media_type == (content_type if content_type in offered else JSON.name)


TYPES = ["application/json", "text/html", "application/xml", "application/x-www-form-urlencoded"]
VISITOR = Visitor(Sandbox())


@settings(deadline=None)
@given(st.binary(max_size=60), st.sampled_from(TYPES))
def test_any_body_is_answered(content: bytes, content_type: str) -> None:
    headers = {"authorization": f"Bearer {VISITOR.token}", "content-type": content_type}
    reply = VISITOR.send("POST", "/criteo_v1/v1/audiences/userlist", content, headers)

    assert reply.status in {200, 400, 403, 409}


PET = Schema("object")
object.__setattr__(
    PET,
    "_fields",
    (
        Field("name", required=True, schema=Schema("string")),
        Field("born", required=False, schema=Schema("string", format="date-time")),
        Field("kin", required=False, schema=Schema("array", items=PET)),
        Field(
            "legs",
            required=False,
            schema=Schema("any", variants=(Schema("integer"), Schema("string"))),
        ),
    ),
)


def _shop(*schemes: Scheme) -> Service:
    security = tuple((one.name,) for one in schemes)
    body = Body((JSON,), PET, lambda data: data)
    replies = (Reply(201, 201, (JSON,), PET, lambda data: data),)
    limit = Parameter("limit", "limit", "header", required=False, schema=Schema("integer"))
    operation: Operation[Any] = Operation(
        id="add_pet",
        method="POST",
        path="/pets",
        tag="pets",
        security=security,
        idempotent=False,
        replies=replies,
        parameters=(limit,),
        body=body,
    )
    return Service("pet_shop", "Pets", "1", "https://pets.example", (operation,), schemes)


@pytest.mark.parametrize(
    ("scheme", "headers"),
    [
        (Scheme("key", "apiKey", place="header", parameter="X-Key"), {"x-key": "sandbox-key"}),
        (Scheme("key", "apiKey", place="cookie", parameter="s"), {"cookie": "a=b; s=sandbox-key"}),
        (Scheme("open", "http", scheme="bearer"), {"authorization": "bearer sandbox-token"}),
        (
            Scheme("user", "http", scheme="basic"),
            {"authorization": "Basic c2FuZGJveC1jbGllbnQ6c2FuZGJveC1zZWNyZXQ="},
        ),
    ],
)
def test_a_service_without_rules_answers_with_examples(
    scheme: Scheme, headers: dict[str, str]
) -> None:
    sandbox = Sandbox([_shop(scheme)])
    sent = {"content-type": "application/json", **headers}
    request = Request("POST", "http://any/pet_shop/pets", sent, b'{"name": "Rex"}')

    reply = sandbox.handle(request)

    assert reply.status == 201
    assert json.loads(reply.content)["born"] == "2026-01-31T12:00:00Z"
    assert set(sandbox.connection_info("http://any")["pet_shop"]) > {"base_url"}
    without = Request("POST", request.url, {"content-type": "application/json"}, b"{}")
    assert sandbox.handle(without).status == 401


def test_an_example_fits_its_schema_even_where_it_holds_itself() -> None:
    check(example(PET), PET)


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({}, "name is missing"),
        ({"name": 1}, "name is not a string"),
        ({"name": "x", "kin": [{"name": "y", "kin": [{}]}]}, r"kin[0].kin[0].name is missing"),
        ({"name": "x", "legs": 1.5}, "legs is none of the kinds listed"),
        ([], "The body is not an object"),
    ],
)
def test_a_wrong_shape_is_told_with_its_place(data: Any, place: str) -> None:
    with pytest.raises(RefusedError) as caught:
        check(data, PET)

    assert (caught.value.status, caught.value.text) == (400, f"{place}.")


def test_a_media_type_that_no_codec_writes_is_an_error_of_the_sandbox() -> None:
    odd = MediaType("text/odd", "text/odd")
    reply = Reply(200, 200, (odd,), Schema("string"), lambda data: data)
    operation: Operation[Any] = Operation(
        id="odd",
        method="GET",
        path="/odd",
        tag="odd",
        security=(),
        idempotent=True,
        replies=(reply,),
    )
    sandbox = Sandbox([Service("odd", "Odd", "1", "https://odd.example", (operation,))])

    with pytest.raises(AdlistsError, match="adlists_codec"):
        sandbox.handle(Request("GET", "http://any/odd/odd", {}))
