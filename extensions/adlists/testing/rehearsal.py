"""Runs plugins through calls of a small service that is made up, blocking or awaiting.

    run = rehearse(TeamHeader(), script=[reply(503), json_reply({"done": True})])
    assert [sent.headers["x-team"] for sent in run.requests] == ["growth", "growth"]

No network is asked and no time passes. `READ` changes nothing, `WRITE` takes any body; both ask
for a bearer token or a key where a credential is given, and for none else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, ClassVar, Final, Literal

import attrs

from adlists.contract import (
    AsyncClient,
    Body,
    Call,
    Client,
    MediaType,
    Operation,
    Parameter,
    Reply,
    Schema,
    Scheme,
    Service,
)
from adlists.errors import AdlistsError
from adlists.events import Event
from adlists.messages import Request, Response
from adlists.session import AsyncSession, Session, connect, connect_async
from adlists.testing.observers import Recorder, VirtualTime
from adlists.testing.transport import AsyncFakeTransport, FakeTransport, Script, json_reply

_ANYTHING: Final = Schema("any")
_JSON: Final = MediaType("application/json", "application/json")


def _answer(_: Request) -> Response:
    return json_reply({})


def _as_it_is(data: Any) -> Any:
    return data


def _operation(name: str, method: str, body: Body | None = None) -> Operation[Any]:
    return Operation(
        id=name,
        method=method,
        path=f"/{name}",
        tag="things",
        security=(("token",), ("key",), ()),
        idempotent=method == "GET",
        replies=(Reply(200, 200, (_JSON,), _ANYTHING, _as_it_is), Reply(204, 204)),
        parameters=(Parameter("team", "team", "query", required=False, schema=Schema("string")),),
        body=body,
    )


READ: Final = _operation("read", "GET")
WRITE: Final = _operation("write", "POST", Body((_JSON,), _ANYTHING, _as_it_is))
SERVICE: Final = Service(
    name="rehearsal",
    title="Rehearsal",
    version="1",
    server="https://api.example.com",
    operations=(READ, WRITE),
    schemes=(
        Scheme("token", "http", scheme="bearer"),
        Scheme("key", "apiKey", place="header", parameter="x-key"),
    ),
)


class RehearsalApi(Client):
    """The client of the service that is made up: `send` is all that it has."""

    SERVICE: ClassVar[Service] = SERVICE


class AsyncRehearsalApi(AsyncClient):
    """The same, awaiting."""

    SERVICE: ClassVar[Service] = SERVICE


@attrs.frozen(eq=False)
class Rehearsal:
    """What came of some calls: a result or an error each, and everything seen on the way.

    `slept` holds the seconds of each wait, which nobody has waited.
    """

    outcomes: list[Any]
    requests: list[Request]
    events: list[Event]
    slept: list[float]

    @property
    def outcome(self) -> Any:
        """What came of the only call."""
        (outcome,) = self.outcomes
        return outcome


def rehearse(
    *plugins: object,
    script: Script | None = None,
    calls: Sequence[Call[Any]] = (Call(READ),),
    mode: Literal["sync", "async"] = "sync",
) -> Rehearsal:
    """Make calls one after the other in a session with these plugins, and close it.

    *script* is what the service answers, `{}` to everything unless told. An `AdlistsError` of a
    call is its outcome; anything else that is raised passes through.
    """
    time, recorder = VirtualTime(), Recorder()
    answers: Script = _answer if script is None else script
    used = [time, recorder, *plugins]
    outcomes: list[Any] = []
    transport: FakeTransport | AsyncFakeTransport
    if mode == "sync":
        transport = FakeTransport(answers)
        session = connect(RehearsalApi, plugins=used, transport=transport)
        _blocking(session, calls, outcomes)
    else:
        transport = AsyncFakeTransport(answers)
        asyncio.run(_awaiting(used, transport, calls, outcomes))
    return Rehearsal(outcomes, transport.requests, recorder.events, time.slept)


def _blocking(
    session: Session[RehearsalApi], calls: Sequence[Call[Any]], outcomes: list[Any]
) -> None:
    with session:
        for call in calls:
            try:
                outcomes.append(session.send(call))
            except AdlistsError as error:
                outcomes.append(error)


async def _awaiting(
    plugins: list[object],
    transport: AsyncFakeTransport,
    calls: Sequence[Call[Any]],
    outcomes: list[Any],
) -> None:
    session: AsyncSession[AsyncRehearsalApi] = connect_async(
        AsyncRehearsalApi, plugins=plugins, transport=transport
    )
    async with session:
        for call in calls:
            try:
                outcomes.append(await session.send(call))
            except AdlistsError as error:
                outcomes.append(error)
