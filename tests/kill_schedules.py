"""Uploads over any service that are ended by SIGKILL at some moment, and the same command again."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import attrs
from any_service import AnyService

from adlists.contract import Service
from adlists.flow import Flow
from adlists.messages import Request, Response
from adlists.sandbox import Fault, Sandbox, running

PARALLEL: Final = 3
_BYTES: Final = 3000  # of a request, so that there are many
_DELAY: Final = 0.01  # of every reply, so that there is a midway


class Counting(Sandbox):
    """Keeps the bodies of the requests that change what is on a list."""

    def __init__(self, service: Service, **options: Any) -> None:
        super().__init__([service], **options)
        self.bodies: list[bytes] = []
        self._paths = batch_paths(service)

    def respond(self, request: Request) -> Flow[Response]:
        if any(
            request.method == method and path.search(request.url) for method, path in self._paths
        ):
            self.bodies.append(request.content)
        return (yield from super().respond(request))


def batch_paths(service: Service) -> list[tuple[str, re.Pattern[str]]]:
    """Return how to tell the requests of a service that carry batches."""
    lists = service.lists
    assert lists is not None
    steps = [step for step in (lists.add, lists.remove) if step is not None]
    operations = {step.operation: service.operation(step.operation) for step in steps}
    return [(known.method, _pattern(known.path)) for known in operations.values()]


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile("[^/?]+".join(map(re.escape, re.split(r"\{.*?\}", path))) + r"(\?|$)")


@attrs.frozen
class Killed:
    """What came of one upload that was killed: batches before, those known after, sent twice."""

    before: int
    known: int
    twice: int
    code: int
    report: dict[str, Any]


def run(service: Service, seed: int, folder: Path, count: int) -> Killed:
    """Kill an upload, run it again, and hold both to the law."""
    desk = AnyService(service)
    desk.sandbox = sandbox = Counting(service, faults=[Fault(delay=_DELAY)])
    key, wanted = desk.make(), desk.leaving(range(count))
    source, state = folder / "source.txt", folder / "state"
    source.write_text("".join(f"{row}\n" for row in desk.rows(range(count))))
    with running(sandbox) as here:
        environment = {
            **os.environ,
            **desk.environment(here.services[service.name]),
            "ADLISTS_STATE": str(state),
            "NO_PROXY": "127.0.0.1",
        }
        command = [
            *(sys.executable, "-m", "adlists", "upload", str(source), "--service", service.name),
            *("--list", key, "--identifier", desk.kind.name, "--max-bytes", str(_BYTES)),
            *(["--prehashed"] if desk.kind.hash else []),
            *("--parallel", str(PARALLEL), "--rate", "1000/s", "--json"),
            *_options(desk),
        ]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        draw = random.Random(seed)
        enough = draw.uniform(0, 0.8) * source.stat().st_size / _BYTES  # batches, of all
        while len(sandbox.bodies) < max(1, enough) and process.poll() is None:
            time.sleep(0.002)
        assert process.poll() in {None, 0}
        time.sleep(draw.uniform(0, 2 * _DELAY))
        killed = process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        time.sleep(0.2)  # what was on its way arrives
        first = list(sandbox.bodies)
        kept = done(state)
        finished = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, timeout=120
        )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert desk.members(key) == wanted
    again = [body for body in sandbox.bodies[len(first) :] if body in first]
    # A list that can be read is compared anew, and cut elsewhere.
    if killed and service.lists is not None and service.lists.members is None:
        assert len(again) <= PARALLEL
        assert len(first) - kept <= PARALLEL
        assert len(set(sandbox.bodies)) == len(sandbox.bodies) - len(again)
    return Killed(len(first), kept, len(again), finished.returncode, json.loads(finished.stdout))


def _options(desk: AnyService) -> list[str]:
    secret = {known.name for known in desk.lists.inputs if known.sensitive}
    return [
        text
        for name, value in desk.inputs.items()
        if name not in secret
        for text in (f"--{name.replace('_', '-')}", str(value))
    ]


def done(state: Path) -> int:
    """Read the journal that a killed job left behind."""
    (path,) = state.glob("*.journal")
    with closing(sqlite3.connect(path)) as db:
        try:
            found: int = db.execute("SELECT count(*) FROM batch WHERE done").fetchone()[0]
        except sqlite3.OperationalError:  # killed before the tables were there
            return 0
    return found
