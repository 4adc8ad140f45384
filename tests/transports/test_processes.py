"""Signals and forks, each in an interpreter of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from transports.server import HANG, Seen, Server, reply

BEGIN = """
import asyncio, os, signal, sys
import httpx2
from adlists import errors
from adlists.messages import Request, Timeout
from adlists.transports import open_async, open_sync

url, kind = sys.argv[1:]
def ask(content=b"a"):
    return Request("POST", url, {}, content)
def opened():
    return open_sync(httpx2.Client() if kind == "client" else kind, Timeout())
"""

INTERRUPTED = """
def main():
    transport = opened()
    transport.send(ask())
    try:
        transport.send(ask(b"hang"))
    except KeyboardInterrupt:
        print("interrupted", flush=True)
    # The transport is as good as before.
    print(transport.send(ask()).status, flush=True)
    transport.send(ask(b"hang"))

async def main_async():
    wanted = httpx2.AsyncClient() if kind == "client" else kind
    await open_async(wanted, Timeout()).send(ask(b"hang"))
"""

FORKED = """
def forked(depth):
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    try:
        print(depth, transport.send(ask(b"child")).status, flush=True)
        fresh = opened()
        print(depth, "fresh", fresh.send(ask(b"child")).status, flush=True)
        fresh.close()
        transport.close()
        if depth == 1:
            forked(2)
    except errors.ConfigurationError as error:
        print(depth, "refused:", "fork" in str(error), flush=True)
    except BaseException as error:
        print(depth, repr(error), flush=True)
    os._exit(7)

transport = opened()
print(transport.send(ask()).status, flush=True)
print(forked(1), flush=True)
print(transport.send(ask()).status, flush=True)
transport.close()
"""


def start(code: str, url: str, kind: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", BEGIN + code, url, kind],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "HTTP_PROXY": "", "http_proxy": "", "RUST_BACKTRACE": "0"},
    )


def answer(seen: Seen) -> bytes:
    return HANG if seen.body == b"hang" else reply(b"fine")


def wait_for(server: Server, hanging: int) -> None:
    for _ in range(1000):
        if sum(seen.body == b"hang" for seen in list(server.seen)) >= hanging:
            return
        time.sleep(0.01)
    raise AssertionError(server.seen)


@pytest.mark.parametrize(
    "main",
    [
        "main()",
        "signal.signal(signal.SIGTERM, lambda *_: None); main()",
        "asyncio.run(main_async())",
    ],
    ids=["sync", "sync with handlers", "async"],
)
def test_ctrl_c_ends_a_blocked_call_within_a_second(main: str) -> None:
    kinds = ("httpx2", "pyreqwest", "client")
    with Server(answer) as server:
        processes = [start(f"{INTERRUPTED}\n{main}", server.url, kind) for kind in kinds]
        rounds = 1 if "async" in main else 2
        for times in range(1, rounds + 1):
            wait_for(server, times * len(kinds))
            time.sleep(0.1)  # from the request's last byte into the wait for its reply
            struck = time.monotonic()
            for one in processes:
                one.send_signal(signal.SIGINT)
        for kind, one in zip(kinds, processes, strict=True):
            out, err = one.communicate(timeout=10)
            assert time.monotonic() - struck < 1.0, kind
            assert one.returncode == -signal.SIGINT, (kind, one.returncode, err)
            assert err.rstrip().endswith("KeyboardInterrupt"), (kind, err)
            assert "panic" not in err, (kind, err)
            assert out == ("interrupted\n200\n" if rounds == 2 else ""), (kind, out)


def test_a_forked_child_has_connections_of_its_own_or_is_told_at_once() -> None:
    with Server(answer) as server:
        told = {}
        processes = {
            kind: start(FORKED, server.url, kind) for kind in ("httpx2", "pyreqwest", "client")
        }
        for kind, one in processes.items():
            out, err = one.communicate(timeout=10)
            assert err == "", (kind, err)
            told[kind] = out.splitlines()
    ended = ["7", "200"]
    served = ["200", "1 200", "1 fresh 200"]
    assert told["httpx2"] == [*served, "2 200", "2 fresh 200", *ended]
    assert told["pyreqwest"] == [*served, "2 refused: True", *ended]
    assert told["client"] == ["200", "1 refused: True", *ended]


def test_no_library_is_loaded_before_a_transport_is_opened() -> None:
    code = """
import sys
import adlists.transports
from adlists.messages import Timeout
libraries = {"httpx2", "httpcore2", "h11", "anyio", "ssl", "pyreqwest", "asyncio"}
print(sorted(libraries & set(sys.modules)))
adlists.transports.open_sync("pyreqwest", Timeout())
print(sorted(libraries & set(sys.modules) - {"asyncio", "ssl"}))
adlists.transports.open_sync(None, Timeout())
print("httpx2" in sys.modules, "httpcore2" in sys.modules)
"""
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=20
    )
    assert run.stdout.splitlines() == ["[]", "['pyreqwest']", "False True"]
