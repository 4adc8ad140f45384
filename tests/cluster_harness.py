"""Jobs on a real cluster of processes: a sandbox over HTTP, a real PostgreSQL, and SIGKILL."""

from __future__ import annotations

import os
import random
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Self

import attrs
from postgres_server import serving
from sandbox_harness import hashed, people, write

from adlists.flow import Flow
from adlists.messages import Request, Response
from adlists.sandbox import Fault, Sandbox, running

SERVICE: Final = "criteo_v1"
_DELAY: Final = 0.02  # of every reply, so that there is a midway


class CountingSandbox(Sandbox):
    """Keeps what changes a list: its address and the body."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.changes: list[tuple[str, bytes]] = []

    def respond(self, request: Request) -> Flow[Response]:
        if request.method == "PATCH":
            self.changes.append((request.url.partition("?")[0], request.content))
        return (yield from super().respond(request))

    def twice(self, since: int = 0) -> int:
        """Return how many changes were sent that had been sent already."""
        return sum(count - 1 for count in Counter(self.changes[since:]).values())


@attrs.frozen
class Site:
    """What there is: a folder, a sandbox, the address of the state, and what workers are told."""

    home: Path
    sandbox: CountingSandbox
    environment: dict[str, str]

    def made(self, name: str) -> str:
        """Make a list; return its id."""
        return str(self.sandbox.create_list(SERVICE, name, advertiser=1))

    def held(self, key: str) -> list[str]:
        """Return what a list holds."""
        return sorted(self.sandbox.members(SERVICE, key))

    def manifest(self, *jobs: str, **defaults: Any) -> Path:
        """Write a manifest of jobs on lists of this sandbox."""
        told: dict[str, Any] = {
            "service": SERVICE,
            "identifier": "email",
            "hash": "sha256",
            "advertiser": 1,
            **defaults,
        }
        lines = [f"{key} = {_toml(value)}\n" for key, value in told.items()]
        path = self.home / f"{time.monotonic_ns()}.toml"
        path.write_text("[defaults]\n" + "".join(lines) + "".join(jobs))
        return path

    def job(self, name: str, rows: list[str], **more: Any) -> str:
        """Write a job's source; return its lines in a manifest."""
        source = write(self.home / f"{name}.csv", rows)
        told = {"name": name, "list": name, "source": source.name, **more}
        return "[[jobs]]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in told.items())


def _toml(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


@contextmanager
def site(home: Path) -> Generator[Site]:
    """Give a site; its environment is this process' own meanwhile."""
    sandbox = CountingSandbox(faults=[Fault(delay=_DELAY)])
    with serving() as address, running(sandbox) as here:
        told = here.services[SERVICE]
        environment = {
            **{f"ADLISTS_{SERVICE}_{name}".upper(): value for name, value in told.items()},
            "ADLISTS_STATE": address,
            "NO_PROXY": "127.0.0.1",
        }
        before = dict(os.environ)
        os.environ.update(environment)
        try:
            yield Site(home, sandbox, environment)
        finally:
            os.environ.clear()
            os.environ.update(before)


@contextmanager
def cluster(workers: int, deaths: int = 100) -> Generator[Any]:
    """Give a cluster of Dask: processes of one thread, each started again when it dies.

    *deaths* is how many workers may die of one task before Dask gives it up.
    """
    dask: Any = import_module("dask")
    distributed: Any = import_module("distributed")
    settings = {
        "distributed.scheduler.allowed-failures": deaths,
        # Where a new process takes longer to start than this, its worker is given up.
        "distributed.deploy.lost-worker-timeout": "1 hour",
        "temporary-directory": tempfile.mkdtemp(prefix="adlists-cluster-"),
    }
    with (
        dask.config.set(settings),
        distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            dashboard_address=":0",  # several runs at once
            silence_logs=50,
        ) as found,
    ):
        yield found


def address_of(found: Any) -> str:
    """Return how an engine is told of a cluster."""
    return str(found.scheduler_address).replace("tcp://", "dask://")


class Killer:
    """Kills a worker of a cluster now and then, after so many changes more: in the midst."""

    def __init__(
        self,
        found: Any,
        sandbox: CountingSandbox,
        kills: int,
        *,
        every: tuple[int, int] = (2, 8),
        seed: int = 0,
    ) -> None:
        self.killed = 0
        self._cluster = found
        self._sandbox = sandbox
        self._kills = kills
        self._every = every
        self._draw = random.Random(seed)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _work(self) -> None:
        while self.killed < self._kills and not self._ended.is_set():
            goal = len(self._sandbox.changes) + self._draw.randint(*self._every)
            while len(self._sandbox.changes) < goal and not self._ended.wait(0.002):
                pass
            while not (pids := list(self._pids())) and not self._ended.wait(0.05):
                pass
            if pids and not self._ended.is_set():
                with suppress(ProcessLookupError):
                    os.kill(self._draw.choice(pids), signal.SIGKILL)
                    self.killed += 1

    def _pids(self) -> Iterator[int]:
        """Yield the workers that the scheduler has: one killed while it starts is not replaced."""
        known = set(self._cluster.scheduler.workers)
        for nanny in list(self._cluster.workers.values()):
            if nanny.worker_address in known and nanny.pid is not None:
                yield nanny.pid


class PoolEngine:
    """The seam over a pool of threads: an engine of a few lines, in this process."""

    def __init__(self, slots: int = 4) -> None:
        self.slots: Final = slots
        self.labels: list[str] = []
        self.arguments: list[tuple[Any, ...]] = []
        self._pool = ThreadPoolExecutor(slots)

    def submit(self, function: Callable[..., Any], *arguments: Any, label: str) -> Future[Any]:
        self.labels.append(label)
        self.arguments.append(arguments)

        def call() -> Any:
            return function(*(_result(argument) for argument in arguments))

        return self._pool.submit(call)

    def outcome(self, handle: Future[Any]) -> Future[Any]:
        return handle

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


def _result(argument: Any) -> Any:
    return argument.result() if isinstance(argument, Future) else argument


def wanted(count: int, first: int = 0) -> list[str]:
    """Return what a list holds that was filled with people."""
    return hashed(people(count, first))
