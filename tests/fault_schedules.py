"""Seeded schedules of faults over any service: a job, what went wrong on its way, and its end.

After every job the list holds what it must hold but for the rows that the report tells were not
taken, or the job says that it is unfinished, and why. After that the service is well again, and
the same job brings the list to where it must be.
"""

from __future__ import annotations

import asyncio
import random
from bisect import bisect_left
from pathlib import Path
from typing import Any, Final

import attrs
from any_service import AnyService
from kill_schedules import batch_paths

from adlists import AdlistsError, ConnectionLost, TimedOut
from adlists.contract import Service
from adlists.contract.list_steps import Lists
from adlists.lists import DeliveryOptions, JobStoppedError, Rate, Report, upload, upload_async
from adlists.messages import Request, Response
from adlists.sandbox import Fault, Sandbox

RATE: Final = Rate(60, 0.5)
COUNT: Final = 1500
_BYTES: Final = 3000  # of a request, so that there are many
_OTHERS: Final = 40  # identifiers that were on the list before


def faults(seed: int) -> list[Fault]:
    """Draw what goes wrong on the wire, and how often."""
    draw = random.Random(seed)
    rates = [draw.choice([0.0, 0.05, 0.15]) for _ in range(6)]
    kinds: list[dict[str, Any]] = [
        {"status": 429, "retry_after": 0},
        {"status": 500},
        {"status": 503},
        {"drop": "before"},
        {"drop": "after"},
        {"expire": True},
    ]
    return [Fault(**kind, rate=rate) for kind, rate in zip(kinds, rates, strict=True) if rate]


def ailments(lists: Lists, seed: int) -> list[Fault]:
    """Draw what a service does wrong that answers: none of it for two seeds of three."""
    if seed % 3:
        return []
    draw = random.Random(-seed)
    outputs = lists.outputs
    counts = outputs.valid is not None or outputs.refused is not None
    named = outputs.problems is not None and outputs.problems.index is not None
    known: list[dict[str, Any]] = [{"errors": True, "rate": 0.2}]
    if counts or named:
        known.append({"refuse": 0.02})
    if lists.status is not None:
        known += [
            {"reject": 0.02},
            {"asks": 0},
            {"job": "failed", "rate": 0.2},
            {"job": "lost", "rate": 0.1},
            {"job": "never", "rate": 0.1},
        ]
    if lists.size is not None:
        known += [{"size": -3}, {"size": 3}]
    return [Fault(**kind) for kind in draw.sample(known, min(len(known), 1 + seed % 2))]


class FaultyService(AnyService):
    """Also lets requests time out, before or after they were done."""

    def __init__(self, service: Service, seed: int) -> None:
        assert service.lists is not None
        self.ails = ailments(service.lists, seed)
        super().__init__(service, [*faults(seed), *self.ails], seed)
        self.draw = random.Random(-seed)
        self.before = self.lose
        self.after = self.late
        self.batches = 0  # requests that carried one
        self._paths = batch_paths(service)

    def lose(self, request: Request) -> None:
        with self.guard:
            self.batches += any(
                request.method == method and path.search(request.url)
                for method, path in self._paths
            )
        if self.draw.random() < 0.03:
            msg = "no connection in time"
            raise TimedOut(msg, phase="connect", sent=False)

    def late(self, request: Request, response: Response) -> None:
        if self.draw.random() < 0.03:
            msg = "no reply in time"
            raise TimedOut(msg, phase="read", sent=True)
        if self.draw.random() < 0.02:
            msg = "gone"
            raise ConnectionLost(msg)

    @property
    def repeatable(self) -> bool:
        """Tell whether every batch may be sent again when nobody knows whether it arrived."""
        steps = [step for step in (self.lists.add, self.lists.remove) if step is not None]
        return all(self.service.operation(step.operation).idempotent for step in steps)

    def heal(self) -> None:
        """Let nothing go wrong from now on."""
        self.sandbox = Sandbox([self.service], store=self.sandbox.store)
        self.before = lambda _: None
        self.after = lambda *_: None


@attrs.frozen
class Ending:
    """How the job of a schedule ended, and the same job after it, over a service that is well."""

    operation: str
    report: Report | None
    reason: str
    again: Report

    def __str__(self) -> str:
        found = self.report
        told = "refused" if found is None else f"{found.outcome}, {found.attempts} attempts"
        return f"{self.operation}: {told}; then {self.again.outcome}"


def run(service: Service, seed: int, folder: Path, *, count: int = COUNT) -> Ending:
    """Run the schedule of a seed, and hold what comes of it to the law."""
    desk = FaultyService(service, seed)
    draw = random.Random(seed)
    operation = draw.choice(["add", "add", "remove", "replace"])
    if operation == "replace" and not (desk.lists.clear or desk.lists.members):
        operation = "add"
    key = desk.make()
    others, numbers = range(count - _OTHERS // 2, count + _OTHERS // 2), range(count)
    _fill(desk, key, set(others) | (set(numbers) if operation == "remove" else set()))
    before, file = desk.members(key), desk.leaving(numbers)
    wanted = {"add": before | file, "remove": before - file, "replace": file}[operation]
    pace = DeliveryOptions(
        parallel=1 + seed % 8, rates=(RATE,), wait=0.01, wait_max=0.05, trials=60, max_wait=4
    )
    options: dict[str, Any] = {
        **desk.told,
        "operation": operation,
        "replace_all": operation == "replace" and desk.lists.members is None,
        "max_bytes": _BYTES,
        "delivery": pace,
        "max_wait": 4,
        "state": folder / "state",
    }
    report, reason = _job(desk, key, desk.rows(numbers), options, awaited=not seed % 2)
    _judge(desk, key, wanted, report, reason)
    if report is not None:
        assert report.requests == len(desk.arrived)
    if report is not None and report.ok:
        assert report.attempts == desk.batches
    _hold_rate(desk)
    desk.heal()
    again, why = _job(desk, key, desk.rows(numbers), {**options, "restart": True}, awaited=False)
    assert again is not None, why
    assert again.ok, (again, why)
    assert desk.members(key) == wanted
    return Ending(operation, report, reason, again)


def _fill(desk: AnyService, key: str, numbers: set[int]) -> None:
    store, realm = desk.sandbox.store, desk.service.name
    with store.transaction():
        if desk.lists.create is None:
            store.create(realm, "", key, None, 0, key)
        found = store.find(realm, key)
        assert found is not None
        store.add(found, desk.kind.name, sorted(desk.leaving(numbers)), 0)


def _job(
    desk: AnyService, key: str, source: list[str], options: dict[str, Any], *, awaited: bool
) -> tuple[Report | None, str]:
    async def awaiting() -> Report:
        async with desk.connect_async() as api:
            return await upload_async(api, key, source, **options)

    try:
        if awaited:
            return asyncio.run(awaiting()), ""
        with desk.connect() as api:
            return upload(api, key, source, **options), ""
    except JobStoppedError as stopped:
        return stopped.report, str(stopped)
    except AdlistsError as error:
        return None, str(error)


def _judge(
    desk: FaultyService, key: str, wanted: set[str], report: Report | None, reason: str
) -> None:
    """Hold a job to what it says: all is there but what it names, or it is unfinished."""
    if report is None or not report.ok:
        told_why = report is not None and (
            report.notes or report.failures or report.not_taken or report.not_removed
        )
        assert reason or told_why
        # What may be repeated comes through whatever the wire does.
        assert desk.ails or not desk.repeatable, (report, reason)
        return
    assert not reason
    told = max(report.invalid or 0, report.refused, len(report.not_taken) + len(report.not_removed))
    differ = desk.members(key) ^ wanted
    assert len(differ) <= told, (report, len(differ))
    if not desk.ails:
        assert not differ


def _hold_rate(desk: AnyService) -> None:
    arrived = sorted(desk.arrived)
    assert all(
        bisect_left(arrived, moment + RATE.period - 1e-4) - index <= RATE.limit
        for index, moment in enumerate(arrived)
    )
