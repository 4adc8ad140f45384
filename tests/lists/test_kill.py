"""Killed at any moment, and taken up by the same command."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sandbox_harness import hashed, people, write

from adlists.flow import Flow
from adlists.messages import Request, Response
from adlists.sandbox import Fault, Sandbox, running

COUNT = 4000


class Counting(Sandbox):
    """Keeps the bodies of the requests that fill an audience."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.bodies: list[bytes] = []

    def respond(self, request: Request) -> Flow[Response]:
        if request.method == "PATCH":
            self.bodies.append(request.content)
        return (yield from super().respond(request))


def done(state: Path) -> int:
    """Read the journal that a killed job left behind."""
    (path,) = state.glob("*.journal")
    with closing(sqlite3.connect(path)) as db:
        try:
            found: int = db.execute("SELECT count(*) FROM batch WHERE done").fetchone()[0]
        except sqlite3.OperationalError:  # killed before the tables were there
            return 0
    return found


@pytest.mark.parametrize("seed", range(4))
def test_a_killed_upload_is_taken_up(seed: int, tmp_path: Path) -> None:
    parallel = 3
    sandbox = Counting(faults=[Fault(delay=0.01)])
    with sandbox.store.transaction():
        key = sandbox.store.create("criteo_v1", "1", "VIP", None, 0)
    source = write(tmp_path / "people.csv", people(COUNT))
    state = tmp_path / "state"
    with running(sandbox) as here:
        told = here.services["criteo_v1"]
        environment = {
            **os.environ,
            **{f"ADLISTS_CRITEO_V1_{name.upper()}": value for name, value in told.items()},
            "ADLISTS_STATE": str(state),
            "NO_PROXY": "127.0.0.1",
        }
        command = [
            *(sys.executable, "-m", "adlists", "upload", str(source), "--service", "criteo_v1"),
            *("--audience", key, "--identifier", "email", "--hash", "sha256"),
            *("--max-bytes", "3000"),
            *("--parallel", str(parallel), "--json"),
        ]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        while not sandbox.bodies:
            time.sleep(0.005)
            assert process.poll() is None
        time.sleep(random.Random(seed).uniform(0, 0.4))
        process.send_signal(signal.SIGKILL)
        process.wait()
        time.sleep(0.2)  # what was on its way arrives
        first = list(sandbox.bodies)
        kept = done(state)

        finished = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, timeout=60
        )

    assert finished.returncode == 0, finished.stdout + finished.stderr
    with sandbox.store.transaction():
        found = sandbox.store.find("criteo_v1", key)
        assert found is not None
        assert sandbox.store.members(found, "email") == hashed(people(COUNT))
    again = [body for body in sandbox.bodies[len(first) :] if body in first]
    assert len(again) <= parallel
    assert len(first) - kept <= parallel
    assert len(set(sandbox.bodies)) == len(sandbox.bodies) - len(again)
