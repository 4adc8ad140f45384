"""The path of one call: what is sent, what is told, and what comes of it."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Any

import attrs
import pytest
from hand_made import CREATE, DONE, READ, SERVICE, TEXT, UPLOAD, Api, call, operation, perform

import adlists_api
from adlists import (
    AdlistsError,
    ApiKey,
    ArgumentError,
    AttemptFinished,
    BearerToken,
    CallFinished,
    ClientCredentials,
    ConnectionLost,
    DecodingError,
    MediaTypeError,
    Unauthorized,
    connect,
    hookimpl,
)
from adlists.contract import Body, Call, Client, MediaType, Parameter, Reply, Service
from adlists.testing.observers import Recorder
from adlists.testing.transport import FakeTransport, json_reply, reply

MODES = pytest.mark.parametrize("mode", ["sync", "async"])
KEY = [ApiKey("planted-key")]


def send(one: Call[Any], *answers: Any, mode: str = "sync", **options: Any) -> Any:
    return perform(mode, answers or [json_reply(1)], one, credentials=KEY, **options)


@MODES
def test_a_request_carries_what_the_document_says(mode: str) -> None:
    run = send(call(UPLOAD, "a/b", body=["x"]), mode=mode)

    (request,) = run.requests
    assert (request.method, request.url) == ("PATCH", "https://api.example.com/base/upload/a%2Fb")
    assert request.content == b'["x"]'
    assert request.headers["accept"] == "application/json"
    assert request.headers["content-type"] == "application/json"
    assert request.headers["user-agent"].startswith("adlists/")
    assert run.outcome == 1


def test_a_body_is_encoded_once_for_all_attempts() -> None:
    class Counting:
        name = "counting"
        encoded = 0

        @hookimpl
        def adlists_codec(self, media_type: str) -> Any:
            return self if media_type == "application/json" else None

        def encode(self, data: Any, schema: Any) -> bytes:
            self.encoded += 1
            return b"body"

        def decode(self, content: bytes, schema: Any, charset: Any) -> Any:
            return content

    counting = Counting()
    run = send(call(UPLOAD, body=["x"]), reply(503), reply(503), json_reply(1), plugins=[counting])

    assert counting.encoded == 1
    assert [one.content for one in run.requests] == [b"body"] * 3


def test_a_codec_of_the_users_wins_over_the_built_in_one() -> None:
    class Shouting:
        @hookimpl
        def adlists_codec(self, media_type: str) -> Any:
            return self if media_type == "application/json" else None

        def encode(self, data: Any, schema: Any) -> bytes:
            return b"LOUD"

        def decode(self, content: bytes, schema: Any, charset: Any) -> Any:
            return "READ"

    assert send(call(UPLOAD, body=["x"]), plugins=[Shouting()]).outcome == "READ"


LABELS = (
    MediaType("application/json", "application/json"),
    MediaType("text/json", "text/json"),
    MediaType("text/html", "application/json"),
    MediaType("text/x", "text/x"),
)
MANY = operation(
    "many",
    "PUT",
    body=Body(LABELS, TEXT, str),
    replies=(Reply(200, 200, LABELS, TEXT, str), Reply(204, 204)),
)


def test_media_types_are_chosen_per_session_and_per_call() -> None:
    def labels(*, mine: Any = None, **options: Any) -> tuple[str, str]:
        (request,) = send(call(MANY, body="x", **(mine or {})), json_reply("1"), **options).requests
        return request.headers["content-type"], request.headers["accept"]

    offered = "application/json, text/json;q=0.775, text/html;q=0.55, text/x;q=0.325"
    assert labels() == ("application/json", offered)
    session = {"content_type": "text/json", "accept": "text/x"}
    assert labels(**session)[0] == "text/json"
    assert labels(**session)[1].startswith("text/x, application/json;q=")
    one = {"content_type": "text/html", "accept": "text/json"}
    assert labels(mine=one, **session) == ("text/html", "text/json")
    assert labels(content_type="not/listed")[0] == "application/json"  # it may fit others
    charset = {"content_type": "text/json; charset=utf-8"}
    assert labels(mine=charset)[0] == "text/json; charset=utf-8"


@pytest.mark.parametrize(
    ("one", "kind", "words"),
    [
        (call(MANY, body="x", content_type="a/b"), MediaTypeError, "many does not list 'a/b'"),
        (call(MANY, body="x", content_type="text/x"), MediaTypeError, "No codec for 'text/x'"),
        (call(UPLOAD), ArgumentError, "upload needs a body"),
        (call(UPLOAD, body=None), ArgumentError, "upload needs a body"),
        (call(UPLOAD, body="planted"), ArgumentError, "the body is a list, not str"),
        (Call(READ), ArgumentError, "read needs thing"),
        (Call(READ, {"thing": "a", "othr": "planted"}), ArgumentError, "no argument 'othr'"),
        (call(thing=""), ArgumentError, "thing may not be empty"),
        (call(thing=".."), ArgumentError, "run of dots"),
    ],
    ids=str,
)
@MODES
def test_a_call_that_cannot_be_sent_is_the_callers_error(
    mode: str, one: Call[Any], kind: type[AdlistsError], words: str
) -> None:
    run = perform(mode, [], one, credentials=KEY)

    assert type(run.outcome) is kind
    assert words in str(run.outcome)
    assert "planted" not in str(run.outcome)
    assert run.outcome.operation == one.operation.id
    assert run.outcome.attempts == 0
    assert [type(event) for event in run.events] == [CallFinished]


@MODES
def test_observers_are_told_of_each_attempt_and_of_the_end(mode: str) -> None:
    answers = [ConnectionLost("x"), reply(503, "busy"), reply(404, headers={"x-request-id": "r"})]
    run = send(call(UPLOAD, body=["x"]), *answers, mode=mode)

    told = [attrs.evolve(one, seconds=0, call=0) for one in run.events if hasattr(one, "seconds")]
    attempt = AttemptFinished("things_v1", "upload", "PATCH", "/upload/{thing}", 1, 0, 5)
    assert told == [
        attrs.evolve(attempt, error="ConnectionLost"),
        attrs.evolve(attempt, attempt=2, status=503, received=4),
        attrs.evolve(attempt, attempt=3, status=404, request_id="r"),
        CallFinished("things_v1", "upload", 3, 0, "NotFound", arguments={"thing": "[secure]"}),
    ]


def test_without_observers_nothing_is_told_and_all_else_is_the_same() -> None:
    transport = FakeTransport([reply(503), json_reply(1)])
    session = connect(Api, *KEY, plugins=["no:log"], transport=transport)

    assert not session.pipeline.registry.listens()
    assert session.send(call()) == 1


@pytest.mark.parametrize(
    ("status", "content", "result"),
    [(200, b"1", 1), (204, b"", None), (202, b"", None), (206, b"[2]", [2]), (204, b"junk", None)],
)
def test_every_success_is_a_result(status: int, content: bytes, result: object) -> None:
    assert send(call(), reply(status, content, "application/json")).outcome == result


def test_a_reply_is_read_by_its_own_content_type() -> None:
    assert send(call(), reply(200, b"[1]", "text/json")).outcome == [1]
    assert send(call(), reply(200, b"[1]")).outcome == [1]  # none at all: the first listed
    assert send(call(), reply(200, b"[1]", "application/problem+json")).outcome == [1]


def test_a_reply_of_another_shape_names_no_value() -> None:
    def refuse(_: Any) -> Any:
        msg = "planted"
        raise ValueError(msg)

    one = operation("one", replies=(attrs.evolve(DONE[0], parse=refuse),))
    error = send(call(one), json_reply({"a": "planted"})).outcome

    assert type(error) is DecodingError
    assert "planted" not in str(error)
    assert error.__suppress_context__


def test_two_operations_of_one_path_are_kept_apart() -> None:
    needed = Parameter("id", "id", "query", required=True, schema=TEXT)
    both = [READ, operation("read_one", path=READ.path, parameters=(*READ.parameters, needed))]
    calls = [call(both[0]), Call(both[1], {"thing": "t", "id": "7"})]
    run = perform("sync", [json_reply(1), json_reply(2)], *calls, credentials=KEY)

    assert run.outcomes == [1, 2]
    assert run.requests[1].url.endswith("/read/t?id=7")


def test_layers_are_asked_for_once_per_operation() -> None:
    asked: list[str] = []

    class Asked:
        @hookimpl
        def adlists_layer(self, operation: Any, service: Service) -> None:
            asked.append(f"{operation.id} at {service.server}")

    options: Any = {"plugins": [Asked()], "base_url": "http://localhost:1"}
    answers = [json_reply(1)] * 3
    perform("sync", answers, call(), call(CREATE), call(), credentials=KEY, **options)

    assert asked == ["read at http://localhost:1", "create at http://localhost:1"]


def _clients() -> list[type[Client]]:
    """Every generated sync client, found by walking."""
    packages = [one.name for one in pkgutil.iter_modules(adlists_api.__path__) if one.ispkg]
    return [import_module(f"adlists_api.{name}").Api for name in packages]


GENERATED = pytest.mark.parametrize("api", _clients(), ids=lambda one: one.SERVICE.name)
CREDENTIALS = (ClientCredentials("id", "secret"), BearerToken("token"), ApiKey("key"))


@GENERATED
def test_every_generated_operation_can_be_signed_by_a_credential(api: type[Client]) -> None:
    schemes = {one.name: one for one in api.SERVICE.schemes}

    for one in api.SERVICE.operations:
        named = {schemes[name] for alternative in one.security for name in alternative}
        assert not named or any(it.fits(scheme) for it in CREDENTIALS for scheme in named)
        session = connect(
            api,
            *(it for it in CREDENTIALS if any(it.fits(scheme) for scheme in schemes.values())),
            transport=FakeTransport([]),
        )
        session.pipeline._prepare(one)


@GENERATED
def test_every_generated_token_operation_serves_client_credentials(api: type[Client]) -> None:
    schemes = [one for one in api.SERVICE.schemes if one.token_url]
    for scheme in schemes:
        fetcher = api.SERVICE.token_operation(scheme)
        assert fetcher is not None
        secured = next(one for one in api.SERVICE.operations if one.security)
        for answer, words in (
            (json_reply({"token_type": "bearer"}), "access_token"),
            (reply(401), "Check the client id and the client secret"),
            (reply(200, "<html>", "text/html"), "HTML page"),
            (json_reply({"access_token": "t", "expires_in": "299", "extra": 1}), ""),
            (json_reply({"access_token": "t", "expires_in": None}), ""),
            (json_reply({"access_token": "t"}), ""),
        ):
            transport = FakeTransport([answer, reply(403)])
            session = connect(api, ClientCredentials("i", "s"), transport=transport)
            exchange = session.pipeline._prepare(secured).exchange
            outcome = _outcome(exchange, api.SERVICE.server, transport)
            assert words in outcome, outcome
            if not words:
                assert transport.requests[1].headers["authorization"] == "Bearer t"


def _outcome(exchange: Any, server: str, transport: FakeTransport) -> str:
    from adlists import AdlistsError, Request
    from adlists._runtime.drivers import run

    request = Request("GET", f"{server}/x", {})
    try:
        return str(run(exchange(request), transport).status).replace("403", "")
    except AdlistsError as error:
        return str(error)


def test_a_service_is_not_changed_by_its_sessions() -> None:
    connect(Api, *KEY, base_url="http://localhost:1", transport=FakeTransport([]))

    assert SERVICE.server == "https://api.example.com/base"
    assert Unauthorized.hint


def test_an_interrupted_call_is_told_as_such() -> None:
    class Interrupted:
        def send(self, request: Any) -> Any:
            raise KeyboardInterrupt

        def close(self) -> None: ...

    recorder = Recorder()
    session = connect(Api, *KEY, transport=Interrupted(), plugins=[recorder])

    with pytest.raises(KeyboardInterrupt):
        session.send(call())

    assert [one.error for one in recorder.of(CallFinished)] == ["KeyboardInterrupt"]


def test_an_observer_that_does_not_listen_is_told_of_no_call() -> None:
    awake: list[bool] = []

    class Drowsy(Recorder):
        def listens(self) -> bool:
            return bool(awake)

    drowsy = Drowsy()
    answers = FakeTransport([json_reply(1), json_reply(1)])
    session = connect(Api, *KEY, transport=answers, plugins=[drowsy, "no:log"])

    session.send(call())
    assert drowsy.events == []

    awake.append(True)
    session.send(call())
    assert [type(one) for one in drowsy.events] == [AttemptFinished, CallFinished]
