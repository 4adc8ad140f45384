"""Pulls the cable between a job and its database: `python tests/bench/cable.py` (Linux, as root).

A job runs in a network of its own, with a cable to the database. That is pulled in the midst:
nothing is closed, nobody is told, and the service is reached as before. Meanwhile the same job is
begun again on the database's side until it may run. Told is how long that took, what the first
one still sent, and whether the list is right.
"""

from __future__ import annotations

import ctypes
import json
import os
import pwd
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

sys.path.insert(0, str(Path(__file__).parents[1]))

import psycopg
from postgres_server import fresh, serving
from sandbox_harness import hashed, people, write

from adlists.sandbox import Fault, Sandbox, running

SPACE: Final = "adlists-cable"
CABLE: Final = "adlists-db"
HERE: Final = "10.213.1.1"
THERE: Final = "10.213.1.2"
PARALLEL: Final = 4
ROWS: Final = 4_000
_NETWORK: Final = 0x40000000  # CLONE_NEWNET


def sh(*command: str) -> None:
    """Run a command that has to succeed."""
    subprocess.run(command, check=True, capture_output=True)


@contextmanager
def cable() -> Generator[None]:
    """Make a network with a cable to this one."""
    sh("ip", "netns", "add", SPACE)
    try:
        sh("ip", "link", "add", CABLE, "type", "veth", "peer", "name", "far", "netns", SPACE)
        sh("ip", "addr", "add", f"{HERE}/24", "dev", CABLE)
        sh("ip", "link", "set", CABLE, "up")
        inside = ("ip", "netns", "exec", SPACE, "ip")
        sh(*inside, "addr", "add", f"{THERE}/24", "dev", "far")
        for name in ("far", "lo"):
            sh(*inside, "link", "set", name, "up")
        yield
    finally:
        sh("ip", "netns", "del", SPACE)


@contextmanager
def listening() -> Generator[tuple[str, int]]:
    """Run a database that is reached by the cable, too; give its address here, and its port."""
    with serving() as local:
        with psycopg.connect(local, autocommit=True) as db:
            (data,) = db.execute("SHOW data_directory").fetchone() or ("",)
            found = db.execute("SHOW port").fetchone() or (5432,)
            (pid,) = db.execute("SELECT pg_backend_pid()").fetchone() or (0,)
            program = Path(f"/proc/{pid}/exe").resolve().with_name("pg_ctl")
        with (Path(data) / "pg_hba.conf").open("a") as rules:
            rules.write("host all all 10.213.1.0/24 trust\n")
        owner = pwd.getpwuid(Path(data).stat().st_uid)
        sockets = parse_qs(urlsplit(local).query)["host"][0]
        options = f"-h {HERE} -p {found[0]} -k {sockets}"
        for step in (["-m", "fast", "stop"], ["-o", options, "-l", f"{data}/again.log", "start"]):
            subprocess.run(
                [program, "-D", data, "-w", *step],
                user=owner.pw_uid,
                group=owner.pw_gid,
                check=True,
                stdout=subprocess.DEVNULL,
            )
        yield local, int(found[0])


class Bridge:
    """Lets the service be reached in the other network as in this one; notes what is sent."""

    def __init__(self, port: int) -> None:
        self.sent: list[float] = []
        self._port = port
        self._listener: socket.socket
        inside = threading.Thread(target=self._listen)
        inside.start()
        inside.join()
        threading.Thread(target=self._accept, daemon=True).start()

    def _listen(self) -> None:
        """Listen there: of this process, one thread goes over."""
        with Path(f"/var/run/netns/{SPACE}").open() as space:
            assert ctypes.CDLL(None, use_errno=True).setns(space.fileno(), _NETWORK) == 0
        self._listener = socket.create_server(("127.0.0.1", self._port))

    def _accept(self) -> None:
        while True:
            near, _ = self._listener.accept()
            far = socket.create_connection(("127.0.0.1", self._port))
            for pair in ((near, far), (far, near)):
                threading.Thread(target=self._forward, args=pair, daemon=True).start()

    def _forward(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(65_536):
                self.sent += [time.monotonic()] * piece.count(b"PATCH /")
                sink.sendall(piece)
        with suppress(OSError):
            sink.shutdown(socket.SHUT_WR)


def main() -> int:
    """Pull the cable; tell what came of it."""
    with cable(), listening() as (local, port), tempfile.TemporaryDirectory() as folder:
        source = write(Path(folder) / "people.csv", people(ROWS))
        state = fresh(local)
        options = state.partition("options=")[2]
        far = f"postgresql://postgres@{HERE}:{port}/postgres?options={options}"
        sandbox = Sandbox(faults=[Fault(delay=0.05)])
        key = sandbox.create_list("criteo_v1", "list", advertiser=1)
        with running(sandbox) as here:
            told = here.services["criteo_v1"]
            bridge = Bridge(int(told["base_url"].split("/")[2].partition(":")[2]))
            command = [
                *(sys.executable, "-m", "adlists", "upload", str(source), "--json"),
                *("--service", "criteo_v1", "--list", str(key), "--identifier", "email"),
                *("--hash", "sha256", "--advertiser", "1", "--batch", "10", "--rate", "1000/s"),
                *("--parallel", str(PARALLEL)),
            ]

            def begin(state: str, *before: str) -> subprocess.Popen[str]:
                given = {f"ADLISTS_CRITEO_V1_{name}".upper(): told[name] for name in told}
                return subprocess.Popen(
                    [*before, *command],
                    env={**os.environ, **given, "ADLISTS_STATE": state, "NO_PROXY": "*"},
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                )

            first = begin(far, "ip", "netns", "exec", SPACE)
            while len(bridge.sent) < 20:
                time.sleep(0.01)
                assert first.poll() is None, first.communicate()
            sh("ip", "netns", "exec", SPACE, "ip", "link", "set", "far", "down")
            pulled, sent = time.monotonic(), len(bridge.sent)
            while True:
                began = time.monotonic()
                again = begin(state)
                out, said = again.communicate()
                if "Another job is at work" not in said:
                    break
                time.sleep(0.2)
            _, why = first.communicate(timeout=300)
            gone = time.monotonic() - pulled
            late = [moment - pulled for moment in bridge.sent[sent:]]
            with sandbox.store.transaction():
                entry = sandbox.store.find("criteo_v1", str(key))
                assert entry is not None
                right = sandbox.store.members(entry, "email") == hashed(people(ROWS))
    assert again.returncode == 0, said
    report = json.loads(out)
    print(f"taken up {began - pulled:.1f} s after the cable was pulled; {report['outcome']}")
    last = max(late, default=0.0)
    print(f"the first one sent {len(late)} batches more, the last after {last:.1f} s")
    print(f"it had ended after {gone:.1f} s: {why.strip().splitlines()[-1]}")
    print(f"the list is {'right' if right else 'WRONG'}")
    return 0 if right and len(late) <= PARALLEL else 1


if __name__ == "__main__":
    sys.exit(main())
