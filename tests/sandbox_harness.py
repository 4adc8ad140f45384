"""A sandbox, a session and a file of people, for the tests of jobs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import adlists
from adlists import Request, Response, Retry
from adlists.lists import DeliveryOptions
from adlists.sandbox import Fault, Sandbox
from adlists.transports.in_process import AsyncInProcess, InProcess
from adlists_api import applovin_v1, criteo_v1

QUICK = DeliveryOptions(wait=0.01, wait_max=0.05, trials=40)
IMPATIENT = DeliveryOptions(wait=0.001, wait_max=0.002, trials=1)


def people(count: int, first: int = 0) -> list[str]:
    return [f"planted.person{index}@example.org" for index in range(first, first + count)]


def hashed(addresses: Iterable[str]) -> list[str]:
    return sorted(sha256(one.encode()).hexdigest() for one in addresses)


def write(path: Path, addresses: Sequence[str]) -> Path:
    path.write_text("email\n" + "".join(f"{one}\n" for one in addresses))
    return path


class SandboxHarness:
    """A sandbox in this process, and what reached it."""

    def __init__(self, faults: Iterable[Fault] = (), seed: int = 0) -> None:
        self.sandbox = Sandbox(faults=faults, seed=seed)
        self.arrived: list[float] = []
        self.patches: list[bytes] = []
        self.guard = threading.Lock()
        self.before: Callable[[Request], None] = lambda _: None
        self.after: Callable[[Request, Response], None] = lambda *_: None

    def handle(self, request: Request) -> Response:
        with self.guard:
            self.arrived.append(time.monotonic())
            if request.method == "PATCH":
                self.patches.append(request.content)
        self.before(request)
        response = self.sandbox.handle(request)
        self.after(request, response)
        return response

    def audience(self, name: str = "VIP") -> int:
        with self.sandbox.store.transaction():
            return int(self.sandbox.store.create("criteo_v1", "1", name, None, 0))

    def app_list(self, name: str, apps: Sequence[str] = ()) -> str:
        store = self.sandbox.store
        with store.transaction():
            key = store.create(
                "applovin_v1", "", name, None, 0, sha256(name.encode()).hexdigest()[:32]
            )
            found = store.find("applovin_v1", key)
            assert found is not None
            store.add(found, "app", apps, 0)
        return key

    def members(self, key: object, realm: str = "criteo_v1", kind: str = "email") -> list[str]:
        store = self.sandbox.store
        with store.transaction():
            found = store.find(realm, str(key))
            return [] if found is None else store.members(found, kind)

    @contextmanager
    def criteo(
        self, *plugins: object, handle: Callable[[Request], Response] | None = None
    ) -> Generator[criteo_v1.Api]:
        account = self.sandbox.account
        login = adlists.ClientCredentials(account.client_id, account.client_secret)
        with adlists.connect(
            criteo_v1.Api,
            login,
            base_url="http://sandbox/criteo_v1",
            transport=InProcess(handle or self.handle),
            plugins=plugins or [retry()],
        ) as api:
            yield api

    def criteo_async(self) -> Any:
        account = self.sandbox.account
        login = adlists.ClientCredentials(account.client_id, account.client_secret)
        return adlists.connect_async(
            criteo_v1.AsyncApi,
            login,
            base_url="http://sandbox/criteo_v1",
            transport=AsyncInProcess(self.handle),
            plugins=[retry()],
        )

    @contextmanager
    def applovin(self) -> Generator[applovin_v1.Api]:
        with adlists.connect(
            applovin_v1.Api,
            adlists.ApiKey(self.sandbox.account.api_key),
            base_url="http://sandbox/applovin_v1",
            transport=InProcess(self.handle),
            plugins=[retry()],
        ) as api:
            yield api


def retry() -> Retry:
    return Retry(attempts=2, wait_initial=0.001, wait_max=0.002)
