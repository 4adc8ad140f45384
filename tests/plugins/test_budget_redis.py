"""A budget that machines share, in a real Redis: one that is installed, or one out of a wheel."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator

import pytest
import redis
from budget_law import LAWS
from redis_server import program

from adlists import ConnectionFailed
from adlists.plugins.budget import Budget
from adlists.testing.rehearsal import rehearse


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a server on a socket of its own; nothing of it is written down."""
    socket = tmp_path_factory.mktemp("redis") / "socket"
    found = program()
    assert found is not None
    options = ("--port", "0", "--unixsocket", str(socket), "--save", "")
    running = subprocess.Popen([found, *options], stdout=subprocess.DEVNULL, cwd=socket.parent)
    deadline = time.monotonic() + 30
    while not socket.exists():
        assert running.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    yield f"redis+unix://{socket}"
    running.terminate()
    running.wait(30)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_it_holds_in_redis(server: str, law: Callable[[str], None]) -> None:
    law(server)


def test_it_is_the_server_that_remembers(server: str) -> None:
    assert rehearse(Budget("1/hour", server, key="seen")).outcome == {}
    with redis.Redis(unix_socket_path=server.removeprefix("redis+unix://")) as client:
        assert any(b"seen" in key for key in client.keys())  # noqa: SIM118 - a command of Redis


def test_a_server_that_is_not_there_is_said_without_its_address() -> None:
    budget = Budget("1/hour", "redis://planted:planted@127.0.0.1:9/0")
    run = rehearse(budget)

    assert type(run.outcome) is ConnectionFailed
    assert len(run.slept) > 1  # nothing was sent, so it was tried again
    assert "planted" not in str(run.outcome) + repr(budget)
