"""Secrets planted in replies that come over a socket: each HTTP library, each way of waiting."""

from __future__ import annotations

import asyncio
import gc
import json
from collections.abc import Iterator
from types import FunctionType, ModuleType
from typing import Any

import pytest
from at_length import TIMES
from hand_made import UPLOAD, Api, AsyncApi, call, only
from planted import CREDENTIALS, FORMS, KEY, PERSON, SECRET, Sight
from transports.server import CLOSE, Seen, Server, reply

import adlists
from adlists import AdlistsError
from adlists.testing.observers import Recorder

CUT = {
    "escapes": "\x1b".join,
    "colours": lambda text: f"{text[:4]}\x1b[31m{text[4:]}",
    "zeros": lambda text: json.dumps("\0".join(text))[1:-1],
}


class Run:
    """What `Sight` looks through."""

    def __init__(self) -> None:
        self.events: list[Any] = []
        self.requests: list[Any] = []
        self.outcomes: list[Any] = []


def answer(seen: Seen) -> bytes:
    """Send back all that came, in every place, in the form that the path names."""
    number = NUMBER[0]
    name = list(SHAPES)[number % len(SHAPES)]
    held = " ".join([seen.line, *seen.headers.values(), seen.body.decode()])
    text = SHAPES[name](held)
    plain = "".join(letter for letter in text if " " <= letter <= "~")[:3000]
    status = ("400 ", "401 ", "422 ", "500 ", "307 ")[number % 5] + plain[:200]
    kind = ("application/json", "text/html", "text/plain")[number // 5 % 3]
    body = json.dumps({"message": text, "errors": [text]}) if number // 5 % 3 == 0 else text
    lines = [f"Content-Type: {kind}", f"X-Request-Id: {plain}", f"Location: /{plain[:90]}"]
    lines += [f"Retry-After: {plain[:40]}", f"WWW-Authenticate: Bearer error={plain[:90]}"]
    content = reply(body.encode(), *lines, status=status)
    return content[: len(content) // 2] + CLOSE if number % 11 == 10 else content


SHAPES: dict[str, Any] = {**FORMS, **CUT}
NUMBER = [0]


@pytest.mark.parametrize("kind", ["default", "fast"])
@pytest.mark.parametrize("mode", ["sync", "async"])
@pytest.mark.parametrize("scheme", ["bearer", "basic", "query_key"])
def test_nothing_planted_comes_out_over_a_socket(mode: str, kind: Any, scheme: str) -> None:
    service = only(scheme).SERVICE
    sent = call(UPLOAD, SECRET, body=[PERSON, SECRET])
    run = Run()

    def keep(error: AdlistsError) -> None:
        run.outcomes.append(error)

    with Server(answer) as server, Sight() as sight:
        recorder = Recorder()
        options: dict[str, Any] = {
            "base_url": server.url,
            "plugins": ["no:retry", recorder],
            "transport": kind,
        }
        if mode == "sync":
            api: Any = type("Api", (Api,), {"SERVICE": service})
            with adlists.connect(api, CREDENTIALS[scheme], **options) as session:
                for NUMBER[0] in range(TIMES * len(SHAPES)):
                    with pytest.raises(AdlistsError) as caught:
                        session.send(sent)
                    keep(caught.value)
        else:

            async def awaiting() -> None:
                api: Any = type("AsyncApi", (AsyncApi,), {"SERVICE": service})
                async with adlists.connect_async(api, CREDENTIALS[scheme], **options) as session:
                    for NUMBER[0] in range(TIMES * len(SHAPES)):
                        with pytest.raises(AdlistsError) as caught:
                            await session.send(sent)
                        keep(caught.value)

            asyncio.run(awaiting())
        run.events = recorder.events
        shown = list(sight.seen(run))

    assert "pl4nted" in str(server.seen)  # it was there to be seen
    for place, text in shown:
        assert "pl4nted" not in text.lower(), (place, text)
        if place != "traceback":
            assert text.replace("\n", "").isprintable(), (place, text)


@pytest.mark.parametrize("kind", ["default", "fast"])
@pytest.mark.parametrize("scheme", sorted(CREDENTIALS))
def test_nothing_that_a_session_holds_shows_what_it_holds(scheme: str, kind: Any) -> None:
    """Every object of ours that can be reached from a session after a call, and its copies."""

    def answering(seen: Seen) -> bytes:
        token = json.dumps({"access_token": KEY, "id_token": KEY, "refresh_token": KEY})
        status = "200 OK" if seen.line.split()[1].endswith("token") else "400 Bad Request"
        return reply(token.encode(), "Content-Type: application/json", status=status)

    sent = call(UPLOAD, SECRET, body=[PERSON, SECRET])
    with Server(answering) as server:
        options: dict[str, Any] = {"base_url": server.url, "transport": kind}
        session = adlists.connect(only(scheme), CREDENTIALS[scheme], **options)
        with session:
            copied = session.with_options(headers={"x-key": KEY}, query={"key": KEY})
            for each in (session, copied):
                with pytest.raises(AdlistsError):
                    each.send(sent)
            held = list(ours([session, copied, sent]))
            explained = [str(session.explain(sent)), repr(session.explain(sent))]
        shown = [(type(item).__qualname__, repr(item)) for item in [*held, session, copied]]

    assert len(shown) > 20
    for place, text in [*shown, *(("explained", text) for text in explained)]:
        assert "pl4nted" not in text.lower(), (place, text)


def ours(waiting: list[Any]) -> Iterator[Any]:
    """Yield the objects of this project that can be reached, each once."""
    seen: set[int] = set()
    kept: list[Any] = []  # so that no number is given anew
    while waiting:
        item = waiting.pop()
        if id(item) in seen or isinstance(item, type | ModuleType):
            continue
        seen.add(id(item))
        kept.append(item)
        if type(item).__module__.partition(".")[0] in {"adlists", "adlists_api"}:
            yield item
        if isinstance(item, FunctionType):  # and not all that its module holds
            waiting += [*(item.__closure__ or ()), item.__defaults__, item.__dict__]
        else:
            waiting += gc.get_referents(item)
