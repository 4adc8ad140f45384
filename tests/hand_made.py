"""A small service made by hand: enough of a document for the layers, and no generated code."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Self

import attrs

from adlists.contract import (
    AsyncClient,
    Body,
    Call,
    Client,
    Field,
    MediaType,
    Operation,
    Parameter,
    Reply,
    Schema,
    Scheme,
    Service,
    redacted,
)
from adlists.errors import AdlistsError
from adlists.events import RetryScheduled, TokenFetched
from adlists.plugins.credentials import Credential
from adlists.session import AsyncSession, Session, connect, connect_async
from adlists.testing.observers import Recorder, VirtualTime
from adlists.testing.rehearsal import Rehearsal
from adlists.testing.transport import AsyncFakeTransport, FakeTransport, Script

TEXT = Schema("string")
SECRET = Schema("string", sensitive=True)
JSON = MediaType("application/json", "application/json")


def _property(name: str, schema: Schema) -> Any:
    field = Field(name, required=True, schema=schema)
    return attrs.field(default="", init=False, metadata={"openapi": field})


@attrs.define
class Credentials:
    """What the token operation takes."""

    SCHEMA: ClassVar[Schema]
    data: dict[str, Any] = attrs.field(repr=redacted)
    grant_type: str = _property("grant_type", TEXT)
    client_id: str = _property("client_id", SECRET)
    client_secret: str = _property("client_secret", SECRET)
    scope: str = _property("scope", TEXT)

    def to_dict(self) -> dict[str, Any]:
        return dict(self.data)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        return cls(dict(src_dict))


Credentials.SCHEMA = Schema("object", model=lambda: Credentials)

ANYTHING = Schema("any")
PEOPLE = Schema("array", sensitive=True, items=SECRET)
ERRORS = tuple(
    Reply(code, code, (JSON,), ANYTHING, dict, f"What {code} means.") for code in (400, 401)
)
DONE = (Reply(200, 200, (JSON,), ANYTHING, lambda data: data), Reply(204, 204), *ERRORS)
KEY = (("oauth",), ("bearer",), ("basic",), ("key",), ("query_key",), ("cookie_key",))


def operation(name: str, method: str = "GET", **changes: Any) -> Operation[Any]:
    """Make an operation that any credential may sign."""
    return Operation(
        **{
            "id": name,
            "method": method,
            "path": f"/{name}/{{thing}}",
            "tag": "things",
            "security": KEY,
            "idempotent": method != "POST",
            "replies": DONE,
            "parameters": (
                Parameter("thing", "thing", "path", required=True, schema=SECRET),
                Parameter("note", "note", "query", required=False, schema=TEXT),
            ),
            **changes,
        }
    )


READ = operation("read")
CREATE = operation("create", "POST")
UPLOAD = operation("upload", "PATCH", body=Body((JSON,), PEOPLE, list))
OPEN = operation("open", security=())
TOKEN: Operation[Any] = Operation(
    id="create_token",
    method="POST",
    path="/oauth2/token",
    tag="authentication",
    security=(),
    idempotent=True,
    replies=(Reply(200, 200, (JSON,), ANYTHING, lambda data: data), *ERRORS),
    body=Body((JSON,), Credentials.SCHEMA, Credentials.from_dict),
)
SCHEMES = (
    Scheme("oauth", "oauth2", token_url="https://api.example.com/base/oauth2/token"),
    Scheme("bearer", "http", scheme="bearer"),
    Scheme("basic", "http", scheme="basic"),
    Scheme("key", "apiKey", place="header", parameter="X-Api-Key"),
    Scheme("query_key", "apiKey", place="query", parameter="api_key"),
    Scheme("cookie_key", "apiKey", place="cookie", parameter="session"),
)
SERVICE = Service(
    name="things_v1",
    title="Things",
    version="1",
    server="https://api.example.com/base",
    operations=(READ, CREATE, UPLOAD, OPEN, TOKEN),
    schemes=SCHEMES,
)


class Api(Client):
    """The sync client: `send` is all it needs."""

    SERVICE = SERVICE


class AsyncApi(AsyncClient):
    """The async client."""

    SERVICE = SERVICE


def call(of: Operation[Any] = READ, thing: str = "planted-thing", **changes: Any) -> Call[Any]:
    """Make a call."""
    return Call(of, **{"arguments": {"thing": thing} if of is not TOKEN else {}, **changes})


def only(scheme: str, **changes: Any) -> type[Api]:
    """Return a client of a service with one security scheme."""
    kept = tuple(one for one in SCHEMES if one.name == scheme)
    return type("Api", (Api,), {"SERVICE": attrs.evolve(SERVICE, schemes=kept, **changes)})


@attrs.frozen(eq=False)
class Run(Rehearsal):
    """What came of some calls, to be compared with another mode."""

    def trace(self) -> list[object]:
        """Everything that has to be the same in both modes, in order."""
        return [
            *((one.method, one.url, dict(one.headers), one.content) for one in self.requests),
            *(one.attempt for one in self.requests),
            *self.slept,
            *(
                attrs.evolve(event, call=0)
                if isinstance(event, RetryScheduled | TokenFetched)
                else attrs.evolve(event, seconds=0.0, call=0)
                for event in self.events
            ),
            *(
                (type(one), one.args, one.attempts) if isinstance(one, AdlistsError) else one
                for one in self.outcomes
            ),
        ]


def perform(
    mode: str,
    script: Script,
    *calls: Call[Any],
    credentials: Sequence[Credential] = (),
    plugins: Sequence[object] = (),
    time: VirtualTime | None = None,
    api: type[Api] = Api,
    **options: Any,
) -> Run:
    """Make calls one after the other, in a "sync" or an "async" session."""
    recorder, time = Recorder(), time or VirtualTime()
    extra = [time, recorder, *plugins]
    outcomes: list[Any] = []
    transport: FakeTransport | AsyncFakeTransport
    if mode == "sync":
        transport = FakeTransport(script)
        session: Session[Any] = connect(
            api, *credentials, plugins=extra, transport=transport, **options
        )
        for one in calls:
            try:
                outcomes.append(session.send(one))
            except AdlistsError as error:
                outcomes.append(error)
        session.close()
    else:
        transport = AsyncFakeTransport(script)
        async_api = type("AsyncApi", (AsyncApi,), {"SERVICE": api.SERVICE})

        async def main() -> None:
            session_async: AsyncSession[Any] = connect_async(
                async_api, *credentials, plugins=extra, transport=transport, **options
            )
            for one in calls:
                try:
                    outcomes.append(await session_async.send(one))
                except AdlistsError as error:
                    outcomes.append(error)
            await session_async.close()

        asyncio.run(main())
    assert not transport.closed  # it was passed, and is ours
    return Run(outcomes, transport.requests, recorder.events, time.slept)
