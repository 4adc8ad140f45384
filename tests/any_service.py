"""Any service with lists, by its document alone, in a sandbox of this process.

What a job has to be told (an input, an identifier, a credential) is made up from the document, so
that a test walks over whatever the package has.
"""

from __future__ import annotations

import threading
import time
from base64 import b64encode
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Final

import adlists
import adlists_api
from adlists.contract import AsyncClient, Client, Service
from adlists.contract.list_steps import IdentifierType, Input, Lists
from adlists.messages import Request, Response
from adlists.plugins.credentials import from_environment
from adlists.plugins.retry import Retry
from adlists.sandbox import Fault, Sandbox
from adlists.transports.in_process import AsyncInProcess, InProcess

_SAMPLES: Final[dict[str, str]] = {
    "email": "planted.person{}@example.org",
    "app": "com.example.app{}",
    "madid": "{:08x}-ad11-4575-8000-00000000cafe",
    "phone": "+4930{:07d}",
}


@cache
def shipped() -> dict[str, Service]:
    """Return every service of the package that has lists."""
    names = [module.name for module in iter_modules(adlists_api.__path__) if module.ispkg]
    services = [import_module(f"adlists_api.{name}").SERVICE for name in names]
    return {service.name: service for service in services if service.lists is not None}


def identifier_of(lists: Lists) -> IdentifierType:
    """Return the type of identifiers that a test of a service sends."""
    known = {kind.name: kind for kind in lists.identifiers}
    return next((known[name] for name in _SAMPLES if name in known), lists.identifiers[0])


def rows(kind: IdentifierType, numbers: Iterable[int]) -> list[str]:
    """Make up identifiers of a type, a different one for each number; digests where it has any."""
    sample = _SAMPLES.get(kind.name, "A{:05d}X")
    made = [sample.format(number) for number in numbers]
    return [sha256(value.encode()).hexdigest() for value in made] if kind.hash else made


def leaving(kind: IdentifierType, numbers: Iterable[int]) -> set[str]:
    """Return the same identifiers as they stand on a list."""
    made = rows(kind, numbers)
    if kind.encode == "base64":
        made = [b64encode(bytes.fromhex(value)).decode() for value in made]
    return set(made)


def value_of(known: Input) -> Any:
    """Make up a value for an input."""
    if known.default is not None:
        return known.default
    if known.values:
        return known.values[0]
    return {"integer": 1, "number": 1.0, "boolean": True}.get(known.type, "1")


class AnyService:
    """A service in a sandbox, what reached it, and how to call it.

    `before` and `after` see every request; what they raise is what its sender gets.
    """

    def __init__(
        self, service: Service, faults: Iterable[Fault] = (), seed: int = 0, **sandbox: Any
    ) -> None:
        lists = service.lists
        assert lists is not None
        self.service: Final = service
        self.lists: Final = lists
        self.kind: Final = identifier_of(lists)
        self.sandbox = Sandbox([service], faults=faults, seed=seed, **sandbox)
        self.arrived: list[float] = []
        self.guard = threading.Lock()
        self.before: Callable[[Request], None] = lambda _: None
        self.after: Callable[[Request, Response], None] = lambda *_: None

    @property
    def inputs(self) -> dict[str, Any]:
        """What a job has to be told beside the list."""
        return {
            known.name: value_of(known)
            for known in self.lists.inputs
            if not known.identifiers or self.kind.name in known.identifiers
        }

    @property
    def told(self) -> dict[str, Any]:
        """The inputs, and what the identifiers are."""
        return {"identifier": self.kind.name, "prehashed": bool(self.kind.hash), **self.inputs}

    def rows(self, numbers: Iterable[int]) -> list[str]:
        return rows(self.kind, numbers)

    def leaving(self, numbers: Iterable[int]) -> set[str]:
        return leaving(self.kind, numbers)

    def make(self, name: str = "VIP") -> str:
        """Make a list past the API, where lists are made at all; return its id."""
        if self.lists.create is None:
            return f"com.example.{name.lower()}"
        owned = {name: value for name, value in self.inputs.items() if self._public(name)}
        return self.sandbox.create_list(self.service.name, name, **owned)

    def _public(self, name: str) -> bool:
        return not any(known.sensitive for known in self.lists.inputs if known.name == name)

    def members(self, key: object) -> set[str]:
        try:
            return set(self.sandbox.members(self.service.name, key, self.kind.name))
        except KeyError:
            return set()

    def handle(self, request: Request) -> Response:
        with self.guard:
            self.arrived.append(time.monotonic())
        self.before(request)
        response = self.sandbox.handle(request)
        self.after(request, response)
        return response

    def credentials(self) -> Sequence[Any]:
        info = self.sandbox.connection_info("http://sandbox")[self.service.name]
        environ = {
            f"ADLISTS_{self.service.name}_{key}".upper(): value for key, value in info.items()
        }
        return from_environment(self.service, environ).credentials

    def environment(self, info: dict[str, str]) -> dict[str, str]:
        """Return what a command has to find in its environment to reach a server."""
        named = {**info, **{name: str(value) for name, value in self.inputs.items()}}
        return {f"ADLISTS_{self.service.name}_{key}".upper(): text for key, text in named.items()}

    @contextmanager
    def connect(self, *plugins: object) -> Generator[Any]:
        api: Any = type("Api", (Client,), {"SERVICE": self.service})
        with adlists.connect(
            api,
            *self.credentials(),
            base_url=f"http://sandbox/{self.service.name}",
            transport=InProcess(self.handle),
            plugins=[quick_retry(), *plugins],
        ) as opened:
            yield opened

    def connect_async(self, *plugins: object) -> Any:
        api: Any = type("Api", (AsyncClient,), {"SERVICE": self.service})
        return adlists.connect_async(
            api,
            *self.credentials(),
            base_url=f"http://sandbox/{self.service.name}",
            transport=AsyncInProcess(self.handle),
            plugins=[quick_retry(), *plugins],
        )


def quick_retry() -> Retry:
    return Retry(attempts=2, wait_initial=0.001, wait_max=0.002)
