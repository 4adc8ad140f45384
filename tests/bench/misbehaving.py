"""Visits every misbehaviour over every transport: `python tests/bench/misbehaving.py [KIND]…`.

KIND is "httpx2", "pyreqwest" or "client" (an httpx2 client of the user's); all of them
where none is named. Several minutes. The exit code is 1 where a client was not sound.
"""

from __future__ import annotations

import asyncio
import os
import ssl
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import httpx2
import trustme
from transports.misbehaving.behaviours import Behaviour, behaviours
from transports.misbehaving.server import Misbehaving
from transports.misbehaving.visits import LIMITS, check

from adlists.messages import Request, Response
from adlists.transports import open_async, open_sync

KINDS = ("httpx2", "pyreqwest", "client")
THREADS = 4


class Line:
    """A transport of one thread, sync or async, with one way to use both."""

    def __init__(self, kind: str, *, waits: bool) -> None:
        self._loop = asyncio.new_event_loop() if waits else None
        client = kind == "client"
        wanted: Any = kind
        if self._loop is None:
            self._transport: Any = open_sync(httpx2.Client() if client else wanted, LIMITS)
        else:
            wanted = httpx2.AsyncClient() if client else wanted
            self._transport = open_async(wanted, LIMITS)

    def send(self, request: Request) -> Response:
        """Send the request, however the transport does it."""
        sent = self._transport.send(request)
        response: Response = sent if self._loop is None else self._loop.run_until_complete(sent)
        return response


def visit(server: Misbehaving, known: list[Behaviour], kind: str, *, waits: bool) -> dict[str, str]:
    """Visit all; return what was found wrong, by the name of the behaviour."""
    own = threading.local()
    handshakes = threading.Lock()

    def visited(number: int) -> str:
        behaviour = known[number]
        if not hasattr(own, "line"):
            own.line = Line(kind, waits=waits)
        try:
            if behaviour.layer != "handshake":
                return check(own.line, server, number, behaviour)
            with handshakes:
                return check(own.line, server, number, behaviour)
        except Exception as error:  # noqa: BLE001 - reported like any other fault
            return f"raised {type(error).__name__}: {error}"

    with ThreadPoolExecutor(THREADS) as threads:
        found = list(threads.map(visited, range(len(known))))
    return {behaviour.name: fault for behaviour, fault in zip(known, found, strict=True) if fault}


def main() -> int:
    """Visit all, report, and say whether all was well."""
    authority = trustme.CA()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    known = behaviours()
    wrong = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        Misbehaving(known, tls) as server,
    ):
        trusted = Path(folder) / "authority.pem"
        authority.cert_pem.write_to_path(str(trusted))
        os.environ["SSL_CERT_FILE"] = str(trusted)
        for kind in sys.argv[1:] or KINDS:
            for waits in (False, True):
                started = time.monotonic()
                faults = visit(server, known, kind, waits=waits)
                took = time.monotonic() - started
                mode = "async" if waits else "sync"
                print(f"{kind}, {mode}: {len(known)} ways, {len(faults)} faults, {took:.0f} s")
                for name, fault in faults.items():
                    print(f"  {name}: {fault}")
                wrong += len(faults)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
