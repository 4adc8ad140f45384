"""Looks for what grows: `python tests/bench/memory.py [TIMES] [PART]…`.

8,000 sessions are opened, used and closed over each transport, blocking and awaiting; 100,000
requests go to a sandbox; 10,000 replies fail, in a dozen ways. TIMES (1) multiplies all three.
Each part runs in a process of its own, and is looked at when a tenth is done and at the end:
objects, open files and threads must be as many, and the process as large. The exit code is 1
where something grew. A quarter of an hour.
"""

from __future__ import annotations

import asyncio
import gc
import json
import multiprocessing
import os
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from itertools import cycle
from pathlib import Path
from typing import Any, Final

import attrs

sys.path.insert(0, str(Path(__file__).parent.parent))

import adlists
from adlists import errors
from adlists.sandbox import Accesses, Sandbox, running
from adlists_api import criteo_v1

#: What may come and go by chance: the caches of Python and of the libraries.
OBJECTS: Final = 300
#: Bytes: the pages of an allocator are not given back one by one.
BYTES: Final = 6 * 2**20
WARM: Final = 10  # a tenth of a run: by then every cache is filled

Step = Callable[[], None]
Waits = Callable[[], Awaitable[None]]


@attrs.frozen
class Look:
    """How much a process holds at one moment."""

    objects: int
    files: int
    threads: int
    size: int

    @classmethod
    def now(cls) -> Look:
        """Count what cannot be freed."""
        for _ in range(3):
            gc.collect()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return cls(
            objects=len(gc.get_objects()),
            files=len(list(Path("/proc/self/fd").iterdir())),
            threads=threading.active_count(),
            size=pages * os.sysconf("SC_PAGE_SIZE"),
        )

    def growth(self, before: Look) -> list[str]:
        """Say what grew since another look; nothing where all is flat."""
        most = {"objects": OBJECTS, "files": 2, "threads": 1, "size": BYTES}
        return [
            f"{name} {getattr(before, name):,} -> {getattr(self, name):,}"
            for name, allowed in most.items()
            if getattr(self, name) > getattr(before, name) + allowed
        ]


def watched(step: Step, count: int) -> tuple[Look, Look]:
    """Take a step that often; return the looks after the first tenth and at the end."""
    for _ in range(max(count // WARM, 50)):
        step()
    before = Look.now()
    for _ in range(count - count // WARM):
        step()
    return before, Look.now()


async def watched_async(step: Waits, count: int) -> tuple[Look, Look]:
    """Take an awaiting step that often, in one event loop."""
    for _ in range(max(count // WARM, 50)):
        await step()
    before = Look.now()
    for _ in range(count - count // WARM):
        await step()
    return before, Look.now()


def _answer(number: int) -> bytes:
    """Return one of the ways in which a reply fails."""
    body = b'{"errors": [{"code": "no", "detail": "' + b"a" * (number % 500) + b'"}]}'
    bodies = {"application/json": body, "text/html": b"<h1>" * (number % 300), "text/plain": b"\0"}
    kinds = list(bodies)
    status = (400, 401, 403, 404, 409, 413, 422, 429, 500, 503, 200, 302)[number % 12]
    kind = kinds[number // 12 % len(kinds)]
    content = bodies[kind] if status != 200 else body[:-1]
    if number % 37 == 0:
        content += b"!"  # more than was announced
    length = len(bodies[kind]) if status != 200 else len(body)
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
    return head.encode() + content


def _serve(port: Any, fails: bool) -> None:
    """Answer every request: by a list of lists, or by what fails."""
    from transports.server import CLOSE, Seen, Server, reply

    numbers = iter(range(10**12))
    fine = reply(b'{"data": []}', "Content-Type: application/json")

    def answer(_: Seen) -> bytes:
        server.seen.clear()
        if not fails:
            return fine
        number = next(numbers)
        content = _answer(number)
        return content + CLOSE if number % 12 == 10 else content

    with Server(answer) as server:
        port.send(server.port)
        port.recv()


@contextmanager
def served(*, fails: bool) -> Generator[str]:
    """Run the server in a process of its own; yield its address."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, fails), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}"
    finally:
        ours.send(None)
        process.join(10)


TOKEN: Final = adlists.BearerToken("token-of-the-bench")


def sessions(kind: Any, count: int) -> tuple[Look, Look]:
    """Open a session, send a call, and close it."""
    with served(fails=False) as base:

        def step() -> None:
            with adlists.connect(criteo_v1.Api, TOKEN, base_url=base, transport=kind) as criteo:
                criteo.audiences.get_audiences(advertiser_id=1)

        return watched(step, count)


def sessions_async(kind: Any, count: int) -> tuple[Look, Look]:
    """Do the same in an event loop."""
    with served(fails=False) as base:

        async def step() -> None:
            async with adlists.connect_async(
                criteo_v1.AsyncApi, TOKEN, base_url=base, transport=kind
            ) as criteo:
                await criteo.audiences.get_audiences(advertiser_id=1)

        return asyncio.run(watched_async(step, count))


def requests(count: int) -> tuple[Look, Look]:
    """Make, fill, read and delete lists of a sandbox that is looked at."""
    sandbox = Sandbox()
    with running(sandbox, accesses=Accesses(sandbox)) as served_by:
        found = served_by.services["criteo_v1"]
        models = criteo_v1.models
        names = cycle(range(1000))
        with adlists.connect(
            criteo_v1.Api,
            adlists.ClientCredentials(found["client_id"], found["client_secret"]),
            base_url=found["base_url"],
            transport="fast",
        ) as criteo:
            api = criteo.audiences

            def step() -> None:  # ten requests
                body = models.AudienceCreateRequest(advertiser_id=1, name=f"VIP {next(names)}")
                made = api.create_audience(body=body).audience_id
                assert isinstance(made, int)
                for number in range(6):
                    patch = models.AudiencePatchRequest(
                        operation="add" if number % 2 else "remove",
                        schema="email",
                        identifiers=[f"{next(names)}@example.com" for _ in range(5)],
                    )
                    api.add_remove_users_to_audience(made, body=patch)
                api.get_audiences(advertiser_id=1)
                api.delete_audience(made)
                with suppress(errors.ApiError):  # it is gone
                    api.delete_audience(made)

            return watched(step, count // 10)


def failures(kind: Any, count: int) -> tuple[Look, Look]:
    """Have calls fail, and look at each error as a program does."""
    with served(fails=True) as base:
        retry = adlists.Retry(attempts=1)
        with adlists.connect(
            criteo_v1.Api, TOKEN, base_url=base, transport=kind, plugins=[retry]
        ) as criteo:

            def step() -> None:
                try:
                    criteo.audiences.get_audiences(advertiser_id=1)
                except adlists.AdlistsError as error:
                    _ = str(error), repr(error)

            return watched(step, count)


def failures_async(kind: Any, count: int) -> tuple[Look, Look]:
    """Have awaited calls fail."""
    with served(fails=True) as base:
        retry = adlists.Retry(attempts=1)

        async def main() -> tuple[Look, Look]:
            async with adlists.connect_async(
                criteo_v1.AsyncApi, TOKEN, base_url=base, transport=kind, plugins=[retry]
            ) as criteo:

                async def step() -> None:
                    try:
                        await criteo.audiences.get_audiences(advertiser_id=1)
                    except adlists.AdlistsError as error:
                        _ = str(error), repr(error)

                return await watched_async(step, count)

        return asyncio.run(main())


PARTS: Final[Mapping[str, tuple[Callable[..., tuple[Look, Look]], tuple[Any, ...]]]] = {
    "sessions-default": (sessions, ("default", 8_000)),
    "sessions-fast": (sessions, ("fast", 8_000)),
    "sessions-default-async": (sessions_async, ("default", 8_000)),
    "sessions-fast-async": (sessions_async, ("fast", 8_000)),
    "requests": (requests, (100_000,)),
    "failures-default": (failures, ("default", 10_000)),
    "failures-fast": (failures, ("fast", 10_000)),
    "failures-default-async": (failures_async, ("default", 10_000)),
    "failures-fast-async": (failures_async, ("fast", 10_000)),
}


def run(name: str, times: float) -> tuple[Look, Look]:
    """Run a part, in this process."""
    warnings.simplefilter("ignore", ResourceWarning)
    part, (*arguments, count) = PARTS[name]
    return part(*arguments, int(count * times))


def apart(name: str, times: float) -> tuple[Look, Look]:
    """Run a part in a process of its own."""
    command = [sys.executable, __file__, "--alone", name, str(times)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    before, after = (Look(**look) for look in json.loads(told))
    return before, after


def main() -> int:
    """Run the parts, each in a process of its own; return 1 where one grew."""
    words = sys.argv[1:]
    if words[:1] == ["--alone"]:
        print(json.dumps([attrs.asdict(look) for look in run(words[1], float(words[2]))]))
        return 0
    times = float(words.pop(0)) if words and words[0] not in PARTS else 1.0
    grew = False
    for name in words or PARTS:
        started = time.monotonic()
        before, after = apart(name, times)
        found = after.growth(before)
        grew = grew or bool(found)
        size = f"{before.size / 2**20:.1f} -> {after.size / 2**20:.1f} MB"
        print(
            f"{name:<24} {', '.join(found) or 'flat'}; {size}, objects {before.objects:,} ->"
            f" {after.objects:,}, files {after.files}, {time.monotonic() - started:.0f} s",
            flush=True,
        )
    return 1 if grew else 0


if __name__ == "__main__":
    raise SystemExit(main())
