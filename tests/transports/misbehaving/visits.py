"""What has to hold of a client, however a server misbehaves."""

from __future__ import annotations

import itertools
import time
from typing import Any, Final

from hand_made import OPEN, call
from transports.misbehaving.behaviours import Behaviour
from transports.misbehaving.server import Misbehaving

from adlists import AdlistsError, Request, Response, Timeout, WireError
from adlists._runtime import responses
from adlists._runtime.registry import Registry
from adlists.plugins import builtins

SECONDS: Final = 0.8
MOST: Final = 2**18
# What waits for the server is bounded by the whole, so that the next call has time enough.
LIMITS: Final = Timeout(0.5, 5.0, 5.0, 5.0, SECONDS)
#: What a busy machine may add. Anything that waits for more than the limits waits far longer.
GRACE: Final = 4.0
#: How long a transport may take to notice, on a busy machine, what came on an idle connection.
NOTICED: Final = 0.3

_numbers: Final = itertools.count()
_reader: Final = responses.ReplyReader(Registry(builtins()).codec)


def check(line: Any, server: Misbehaving, number: int, behaviour: Behaviour) -> str:
    """Visit a behaviour once; return what was found wrong, and nothing where all is well."""
    url = server.url(behaviour.layer)
    server.handshake = behaviour if behaviour.layer == "handshake" else server.handshake
    request = Request("GET", f"{url}/bad/{number}", {}, seconds=SECONDS, max_reply=MOST)
    started = time.monotonic()
    answer: Response | AdlistsError
    try:
        answer = line.send(request)
    except AdlistsError as error:
        answer = error
    faults = [*_told(answer, behaviour), *_read(answer)]
    if (took := time.monotonic() - started) > SECONDS + GRACE:
        faults.append(f"took {took:.1f} s")
    if behaviour.outcome == "answer":
        server.finished[number].acquire(timeout=GRACE)
    if behaviour.layer != "handshake":
        late = len(behaviour.steps) > 1
        faults += _afterwards(line, url, NOTICED if late else 0.02)
    return "; ".join(faults)


def _told(answer: Response | AdlistsError, behaviour: Behaviour) -> list[str]:
    if isinstance(answer, Response):
        faults = ["an answer"] if behaviour.outcome == "error" else []
        if behaviour.content not in {None, answer.content}:
            faults.append(f"an answer of {answer.content[:40]!r}")
        return [*faults, "too large"] if len(answer.content) > MOST else faults
    faults = [f"{type(answer).__name__}: {answer}"] if behaviour.outcome == "answer" else []
    if not isinstance(answer, WireError):
        return [*faults, f"{type(answer).__name__} for what is the network's"]
    if behaviour.unsent and answer.sent:
        faults.append(f"said to be sent: {answer}")
    if not behaviour.unsent and not answer.sent:
        faults.append(f"said to be unsent: {answer}")
    if not str(answer).isprintable():
        faults.append("its message has control characters")
    return faults


def _read(answer: Response | AdlistsError) -> list[str]:
    """Read a reply as a call does: it has a result, or an error of ours."""
    if not isinstance(answer, Response):
        return []
    started = time.monotonic()
    faults: list[str] = []
    try:
        _reader.result(call(OPEN), answer)
    except AdlistsError as error:
        if not str(error).isprintable() or len(str(error)) > 2000:
            faults.append("an error's message that is long, or has control characters")
    except Exception as error:  # noqa: BLE001 - what must never come out
        faults.append(f"reading raised {type(error).__name__}")
    if (took := time.monotonic() - started) > GRACE:
        faults.append(f"reading took {took:.1f} s")
    return faults


def _afterwards(line: Any, url: str, pause: float) -> list[str]:
    """Ask again, on whatever connection is kept: each answer has to be one's own."""
    time.sleep(pause)  # until what came late is noticed; nobody could tell it from an answer
    for _ in range(2):
        path = f"/good/{next(_numbers)}"
        try:
            content = line.send(Request("GET", url + path, {}, seconds=10.0)).content
        except AdlistsError as error:
            return [f"the next call: {type(error).__name__}: {error}"]
        if content != path.encode():
            return [f"the next call was answered by {content[:40]!r}"]
    return []
