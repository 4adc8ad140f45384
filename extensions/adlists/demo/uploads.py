"""The main job over every service of the package: a file onto a list, and part of it off again."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable, Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final

import attrs

from adlists import sandbox
from adlists.contract import Client, Service
from adlists.contract.list_steps import IdentifierType, Input, Lists
from adlists.demo.records import differ
from adlists.errors import AdlistsError
from adlists.lists.service.protocol import Part
from adlists.plugins.credentials import from_environment
from adlists.session import connect

_NAME: Final = "Demo"
_OFF: Final = 7  # every so many rows are taken off again
_DEVICES: Final = tuple(f"{number:08x}-ad11-4575-8000-00000000cafe" for number in range(500))


@attrs.frozen(kw_only=True)
class ListJob:
    """One job of the demo. `difference` tells how list and file differ, never in whose values."""

    service: str
    noun: str = "list"
    operation: str
    identifier: str
    sent: int
    outcome: str
    seconds: float
    difference: str | None

    @property
    def good(self) -> bool:
        """Tell whether the job ended well and the list holds what it should."""
        return self.difference is None


def list_jobs(server: sandbox.Running, services: Iterable[Service]) -> Iterator[ListJob]:
    """Run an add and a remove over every service that has both; yield each when it ended."""
    with tempfile.TemporaryDirectory(prefix="adlists-demo-") as state:
        for service in services:
            if service.lists is not None:
                yield from _over(service, service.lists, server, Path(state))


def _over(
    service: Service, lists: Lists, server: sandbox.Running, state: Path
) -> Iterator[ListJob]:
    info = server.services[service.name]
    environ = {f"ADLISTS_{service.name}_{key}".upper(): value for key, value in info.items()}
    kind, source = _source(lists.identifiers)
    options: dict[str, Any] = {known.name: _value(known) for known in _asked(lists.inputs, kind)}
    options |= {"identifier": kind.name, "state": state, "create": lists.create is not None}
    options["prehashed"] = any(mode != "none" for mode in kind.hash)
    target = _NAME if lists.create is not None else "com.example.demo"
    api: Any = type("Api", (Client,), {"SERVICE": service})
    found = from_environment(service, environ)
    wanted: frozenset[str] = frozenset()
    with connect(api, *found.credentials, base_url=info["base_url"]) as opened:
        values = _values(source, kind)
        operations: tuple[Part, ...] = ("add", "remove")
        for operation in operations:
            if getattr(lists, operation) is None:
                continue
            part = values if operation == "add" else values[::_OFF]
            wanted = wanted | set(part) if operation == "add" else wanted - set(part)
            job = _job(opened, target, part, operation, options, wanted, server)
            yield attrs.evolve(job, noun=lists.noun)


def _job(
    opened: Client,
    target: str,
    values: list[str],
    operation: Part,
    options: dict[str, Any],
    wanted: frozenset[str],
    server: sandbox.Running,
) -> ListJob:
    from adlists.lists import upload

    service = opened.SERVICE.name
    began = time.perf_counter()
    outcome, sent, list_id, difference = "unfinished", 0, target, None
    try:
        report = upload(opened, target, values, operation=operation, **options)
    except AdlistsError as error:
        difference = f"{type(error).__name__}: {error}"
    else:
        outcome, sent, list_id = report.outcome, report.sent, report.list_id or target
        difference = None if report.ok else "; ".join(report.notes) or "batches failed"
    if difference is None:
        held = frozenset(server.sandbox.members(service, list_id))
        difference = None if held == wanted else differ(wanted, held)
    return ListJob(
        service=service,
        operation=operation,
        identifier=options["identifier"],
        sent=sent,
        outcome=outcome,
        seconds=time.perf_counter() - began,
        difference=difference,
    )


def _source(kinds: tuple[IdentifierType, ...]) -> tuple[IdentifierType, str]:
    """Return a type that a service takes, and the shipped file that has such identifiers."""
    known = {kind.name: kind for kind in kinds}
    for name, file in (("email", "customers.csv"), ("app", "apps.txt"), ("madid", "")):
        if name in known:
            return known[name], file
    return kinds[0], ""


def _values(file: str, kind: IdentifierType) -> list[str]:
    """Return the identifiers of a shipped file as they leave."""
    from adlists.lists import extract

    if not file:
        return list(_DEVICES)
    with (
        as_file(files("adlists.demo").joinpath("data", file)) as path,
        extract(path, identifier=kind, hash="sha256" if kind.hash else None) as opened,
    ):
        return [value for batch in opened.batches(50_000) for value in batch.values()]


def _asked(inputs: tuple[Input, ...], kind: IdentifierType) -> Iterator[Input]:
    for known in inputs:
        if known.default is None and (not known.identifiers or kind.name in known.identifiers):
            yield known


def _value(known: Input) -> Any:
    """Make up a value for an input, as the sandbox takes any."""
    if known.values:
        return known.values[0]
    return {"integer": 1, "number": 1.0, "boolean": True}.get(known.type, "1")
