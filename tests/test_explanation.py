"""An explanation is what a call would send, with nothing sent and nothing given away."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from hand_made import CREATE, READ, SERVICE, TOKEN, UPLOAD, Api, call, only

import adlists
from adlists import ApiKey, BasicAuth, BearerToken, ClientCredentials, connect, hookimpl
from adlists.contract import UNSET, Call
from adlists.flow import Exchange, Flow, Layer, sleep, transmit
from adlists.messages import Request, Response
from adlists.plugins.credentials import Credential
from adlists.sandbox.examples import example
from adlists.testing import strategies
from adlists.testing.transport import FakeTransport, json_reply, reply

CREDENTIALS = [
    (BearerToken("planted-token"), "bearer"),
    (BasicAuth("planted-user", "planted-password"), "basic"),
    (ApiKey("planted-key"), "key"),
    (ApiKey("planted-key"), "query_key"),
    (ApiKey("planted-key"), "cookie_key"),
    (ClientCredentials("planted-client", "planted-secret"), "oauth"),
]


def session(*credentials: Any, api: type[Api] = Api, script: Any = (), **options: Any) -> Any:
    return connect(api, *credentials, transport=FakeTransport(script), **options)


def generated() -> Iterator[tuple[str, Call[Any]]]:
    """Yield a call of every operation of every package, in each media type of its body."""
    for package in strategies.packages():
        for operation in strategies.operations(package):
            arguments = {one.argument: example(one.schema) for one in operation.parameters}
            if operation.body is None:
                yield package, Call(operation, arguments, UNSET)
                continue
            body = operation.body.parse(example(operation.body.schema))
            for media in operation.body.media_types:
                yield package, Call(operation, arguments, body, media.name)


@pytest.mark.parametrize(
    ("package", "made"),
    list(generated()),
    ids=[f"{made.operation.id} {made.content_type}" for _, made in generated()],
)
def test_what_is_explained_is_what_would_be_sent(package: str, made: Call[Any]) -> None:
    module = import_module(package)
    transport = FakeTransport(lambda _: reply(503))
    credentials: list[Credential] = [BearerToken("planted-token"), ApiKey("planted-key")]
    fitting = [
        one for one in credentials if any(one.fits(scheme) for scheme in module.SERVICE.schemes)
    ]
    with connect(module.Api, *fitting, transport=transport, plugins=["no:retry"]) as api:
        told = api.send.__self__.explain(made, show_sensitive=True)
        assert transport.requests == []
        with pytest.raises(adlists.ServerError):
            api.send(made)

    (sent,) = transport.requests
    assert (told.method, told.url, told.headers) == (sent.method, sent.url, sent.headers)
    assert (told.body or "").encode() == sent.content
    assert told.size == len(sent.content)


@pytest.mark.parametrize(("credential", "scheme"), CREDENTIALS, ids=lambda one: str(one)[:20])
def test_no_secret_and_nobody_is_in_an_explanation(credential: Any, scheme: str) -> None:
    people = [f"planted.person{number}@example.com" for number in range(9)]
    opened = session(credential, api=only(scheme))

    told = opened.explain(call(UPLOAD, body=people))

    shown = told.text() + told.curl() + repr(told)
    assert "planted" not in shown
    assert shown.count("[secure]") >= 9
    assert told.notes == ("Of a list, 3 of 9 items are shown.",)
    (layer,) = [layer for layer in told.layers if layer.credential]
    assert layer.name == credential.name
    assert len(layer.changes) == 1


def test_a_token_is_neither_fetched_nor_kept() -> None:
    answers = [json_reply({"access_token": "planted-token", "expires_in": 299})]
    answers += [json_reply(1)] * 2
    opened = session(ClientCredentials("planted-client", "planted-secret"), script=answers)

    told = opened.explain(call())
    assert told.before == ("create_token",)
    assert opened.send(call()) == 1
    assert opened.explain(call()).before == ()  # there is one now, and it stays
    assert opened.send(call()) == 1


def test_the_layers_are_told_in_their_order_with_what_they_change() -> None:
    class Team:
        name = "team"

        @hookimpl
        def adlists_layer(self) -> Layer:
            def layer(proceed: Exchange) -> Exchange:
                def exchange(request: Request) -> Flow[Response]:
                    yield from sleep(3600)
                    changed = request.with_header("x-team", "growth").with_query("planted", "1")
                    return (yield from proceed(changed))

                return exchange

            return layer

    opened = session(BearerToken("planted-token"), plugins=[Team()])

    told = opened.explain(call(READ))

    assert [(layer.name, layer.changes) for layer in told.layers] == [
        ("team", ("header x-team", "query planted")),
        ("retry", ()),
        ("redirect", ()),
        ("bearer-token", ("header authorization",)),
    ]
    assert told.headers["x-team"] == "[secure]"  # nobody knows what a layer adds
    assert opened.explain(call(READ), show_sensitive=True).headers["x-team"] == "growth"


@pytest.mark.parametrize("asks", [True, False])
def test_a_layer_that_asks_elsewhere_or_answers_by_itself_is_named(asks: bool) -> None:
    class Own:
        name = "own"

        @hookimpl(tryfirst=True)
        def adlists_layer(self) -> Layer:
            def layer(proceed: Exchange) -> Exchange:
                def exchange(request: Request) -> Flow[Response]:
                    if asks:
                        yield from transmit(request)
                        return (yield from proceed(request))
                    return reply(200)

                return exchange

            return layer

    told = session(BearerToken("planted-token"), plugins=[Own()]).explain(call())

    (note,) = told.notes
    assert note.startswith("own sends" if asks else "own answers")
    assert told.headers["accept"]


def test_a_call_that_cannot_be_sent_is_refused_as_ever() -> None:
    opened = session(BearerToken("planted-token"))

    with pytest.raises(adlists.ArgumentError, match="needs thing"):
        opened.explain(Call(CREATE, {}, UNSET))


def test_the_curl_command_says_the_same() -> None:
    opened = session(ApiKey("planted-key"), api=only("key"))

    told = opened.explain(call(UPLOAD, body=["it's"]), show_sensitive=True)

    words = shlex.split(told.curl())
    assert words[:4] == ["curl", "-X", "PATCH", f"{SERVICE.server}/upload/planted-thing"]
    assert "x-api-key: planted-key" in words
    assert words[-2:] == ["--data-binary", '["it\'s"]']


def test_the_token_call_itself_is_explained_without_its_secret() -> None:
    body = TOKEN.body
    assert body is not None
    form = {"grant_type": "client_credentials", "client_id": "planted-client"}
    opened = session(ClientCredentials("planted-client", "planted-secret"))

    told = opened.explain(Call(TOKEN, {}, body.parse({**form, "client_secret": "planted-secret"})))

    assert "planted" not in told.text()
    assert '"grant_type":"client_credentials"' in told.text()
