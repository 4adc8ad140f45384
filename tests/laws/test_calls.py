"""Every operation, in every media type it lists, sync and async, over every transport.

The service answers with examples of its document, so that every call succeeds; what it
received and what came back are compared with what the document says.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import attrs
import pytest

import adlists
from adlists import sandbox
from adlists._runtime.registry import Registry
from adlists.contract import UNSET, Call, Operation, Service, tree
from adlists.flow import Flow
from adlists.messages import Request, Response
from adlists.plugins import builtins
from adlists.sandbox.examples import example
from adlists.testing import strategies
from adlists.transports.in_process import AsyncInProcess, InProcess

TRANSPORTS = ["httpx2", "pyreqwest", "in process"]
CODECS = Registry(builtins())


class Listening(sandbox.Sandbox):
    """A sandbox that keeps the last exchange."""

    last: tuple[Request, Response]

    def respond(self, request: Request) -> Flow[Response]:
        response = yield from super().respond(request)
        self.last = request, response
        return response


def without_rules(service: Service) -> Service:
    """Rename a service, so that the sandbox knows no rules of it and answers with examples."""
    return attrs.evolve(service, name=f"{service.name}_examples", load_lists=None)


PACKAGES = strategies.packages()


@pytest.fixture(scope="module")
def server() -> Iterator[sandbox.Running]:
    services = [without_rules(import_module(name).SERVICE) for name in PACKAGES]
    with sandbox.running(Listening(services)) as running:
        yield running


def credential(service: Service, told: dict[str, str]) -> Any:
    """Return what the sandbox accepts for a service."""
    if "api_key" in told:
        return adlists.ApiKey(told["api_key"])
    if "token" in told:
        return adlists.BearerToken(told["token"])
    return adlists.ClientCredentials(told["client_id"], told["client_secret"])


def calls(operation: Operation[Any], told: dict[str, str]) -> Iterator[Call[Any]]:
    """Yield a call for each pair of a body's and a reply's media type."""
    arguments = {one.argument: example(one.schema) for one in operation.parameters}
    body: Any = UNSET
    bodies: list[str | None] = [None]
    if operation.body is not None:
        bodies = [one.name for one in operation.body.media_types]
        data = example(operation.body.schema)
        if isinstance(data, dict):  # a token is given to those alone whom the sandbox knows
            data |= {name: told[name] for name in data if name in told}
        body = operation.body.parse(data)
    replies = [media for one in operation.replies if one.low < 300 for media in one.media_types]
    for sent in bodies:
        for asked in dict.fromkeys(one.name for one in replies) or [None]:
            yield Call(operation, arguments, body, sent, asked)


def check(call: Call[Any], last: tuple[Request, Response], result: Any) -> None:
    request, response = last
    body = call.operation.body
    if body is not None:
        (form,) = [one.form for one in body.media_types if one.name == call.content_type]
        codec = CODECS.codec(form)
        assert codec is not None
        assert request.headers["content-type"] == call.content_type
        assert codec.decode(request.content, body.schema, None) == tree(call.body, body.schema)
    reply = call.operation.reply(response.status)
    assert reply is not None
    if call.accept is None:
        assert result is None
    else:
        assert response.media_type == call.accept
        assert reply.parse is not None
        (form,) = [one.form for one in reply.media_types if one.name == call.accept]
        codec = CODECS.codec(form)
        assert codec is not None
        data = codec.decode(response.content, reply.schema, None)
        assert data or not (reply.schema and reply.schema.fields)
        assert result == reply.parse(data)


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("mode", ["sync", "async"])
@pytest.mark.parametrize("package", PACKAGES)
def test_every_operation_travels_in_every_media_type(
    server: sandbox.Running, package: str, mode: str, transport: str
) -> None:
    module = import_module(package)
    service = without_rules(module.SERVICE)
    told = server.services[service.name]
    credentials = credential(service, told)
    core = server.sandbox
    assert isinstance(core, Listening)
    planned = [
        call for operation in strategies.operations(package) for call in calls(operation, told)
    ]
    assert planned

    def blocking() -> None:
        through: Any = InProcess(core.handle) if transport == "in process" else transport
        session = adlists.connect(
            module.Api, credentials, base_url=told["base_url"], transport=through
        )
        with session as api:
            for call in planned:
                result = api.send(call)
                check(call, core.last, result)

    async def awaiting() -> None:
        through: Any = AsyncInProcess(core.handle) if transport == "in process" else transport
        session = adlists.connect_async(
            module.AsyncApi, credentials, base_url=told["base_url"], transport=through
        )
        async with session as api:
            for call in planned:
                result = await api.send(call)
                check(call, core.last, result)

    if mode == "sync":
        blocking()
    else:
        asyncio.run(awaiting())
