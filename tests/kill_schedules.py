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
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import attrs
from any_service import AnyService

from adlists.contract import Service
from adlists.flow import Flow
from adlists.lists.sending.state import FolderState, state_of
from adlists.messages import Request, Response
from adlists.sandbox import Fault, Sandbox, running

PARALLEL: Final = 3
_BYTES: Final = 3000  # of a request, so that there are many
_DONE: Final = 3  # where the row of a batch says so
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


@attrs.frozen
class Upload:
    """An upload that can be begun on several machines: what it sends, and how it is called."""

    desk: AnyService
    sandbox: Counting
    key: str
    wanted: set[str]
    command: list[str]
    environment: dict[str, str]
    batches: float  # about how many there are

    def begin(self) -> subprocess.Popen[str]:
        """Begin it in a process of its own."""
        return subprocess.Popen(
            self.command,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def wait_for(self, batches: float, process: subprocess.Popen[str]) -> None:
        """Wait until that many batches have arrived, or the process has ended well."""
        while len(self.sandbox.bodies) < batches and process.poll() is None:
            time.sleep(0.002)
        assert process.poll() in {None, 0}


@contextmanager
def upload_of(service: Service, folder: Path, count: int, state: str) -> Generator[Upload]:
    """Give an upload of that many identifiers to a sandbox of its own."""
    desk = AnyService(service)
    desk.sandbox = sandbox = Counting(service, faults=[Fault(delay=_DELAY)])
    key, wanted = desk.make(), desk.leaving(range(count))
    source = folder / "source.txt"
    source.write_text("".join(f"{row}\n" for row in desk.rows(range(count))))
    with running(sandbox) as here:
        environment = {
            **os.environ,
            **desk.environment(here.services[service.name]),
            "ADLISTS_STATE": state,
            "NO_PROXY": "127.0.0.1",
        }
        command = [
            *(sys.executable, "-m", "adlists", "upload", str(source), "--service", service.name),
            *("--list", key, "--identifier", desk.kind.name, "--max-bytes", str(_BYTES)),
            *(["--prehashed"] if desk.kind.hash else []),
            *("--parallel", str(PARALLEL), "--rate", "1000/s", "--json"),
            *_options(desk),
        ]
        batches = source.stat().st_size / _BYTES
        yield Upload(desk, sandbox, key, wanted, command, environment, batches)


def run(
    service: Service, seed: int, folder: Path, count: int, *, state: str | None = None
) -> Killed:
    """Kill an upload, run it again, and hold both to the law.

    The address of a *state* stands for its machines: the second run is on another.
    """
    draw = random.Random(seed)
    state = state or str(folder / "state")
    with upload_of(service, folder, count, state) as upload:
        sandbox = upload.sandbox
        process = upload.begin()
        upload.wait_for(max(1, draw.uniform(0, 0.8) * upload.batches), process)
        time.sleep(draw.uniform(0, 2 * _DELAY))
        killed = process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.communicate()
        time.sleep(0.2)  # what was on its way arrives
        first = list(sandbox.bodies)
        kept = done(state)
        again = upload.begin()
        out, said = again.communicate(timeout=120)
        held = upload.desk.members(upload.key)
    assert again.returncode == 0, out + said
    assert held == upload.wanted
    twice = [body for body in sandbox.bodies[len(first) :] if body in first]
    # A list that can be read is compared anew, and cut elsewhere.
    if killed and service.lists is not None and service.lists.members is None:
        assert len(twice) <= PARALLEL
        assert len(first) - kept <= PARALLEL
        assert len(set(sandbox.bodies)) == len(sandbox.bodies) - len(twice)
    return Killed(len(first), kept, len(twice), again.returncode, json.loads(out))


def _options(desk: AnyService) -> list[str]:
    secret = {known.name for known in desk.lists.inputs if known.sensitive}
    return [
        text
        for name, value in desk.inputs.items()
        if name not in secret
        for text in (f"--{name.replace('_', '-')}", str(value))
    ]


def done(state: str) -> int:
    """Read the journal that a killed job left behind; return how many batches are done."""
    store = state_of(state)
    if not isinstance(store, FolderState):
        return sum(
            batch[_DONE]
            for key, jobs in store.latest()
            for job in jobs
            for batch in store.batches(key, job[0])
        )
    (path,) = store.folder.glob("*.journal")
    with closing(sqlite3.connect(path)) as db:
        try:
            found: int = db.execute("SELECT count(*) FROM batch WHERE done").fetchone()[0]
        except sqlite3.OperationalError:  # killed before the tables were there
            return 0
    return found
