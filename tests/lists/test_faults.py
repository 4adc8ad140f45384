"""Whatever goes wrong on the way: the audience equals the file, at no more than the rate."""

from __future__ import annotations

import asyncio
import random
from bisect import bisect_left
from pathlib import Path
from typing import Any

import pytest
from sandbox_harness import SandboxHarness, hashed, people, write

from adlists import ConnectionLost, Request, Response, TimedOut
from adlists.lists import DeliveryOptions, Rate, Report, upload, upload_async
from adlists.sandbox import Fault

SEEDS = range(24)
RATE = Rate(60, 0.5)
COUNT = 1500


def faults(seed: int) -> list[Fault]:
    """Draw a schedule: which faults, and how often."""
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


class Faulty(SandboxHarness):
    """Also lets requests time out, before or after they were done."""

    def __init__(self, seed: int) -> None:
        super().__init__(faults(seed), seed)
        self.draw = random.Random(-seed)
        self.before = self.lose
        self.after = self.late

    def lose(self, request: Request) -> None:
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


@pytest.mark.parametrize("seed", SEEDS)
def test_the_audience_equals_the_file(seed: int, tmp_path: Path) -> None:
    desk = Faulty(seed)
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(COUNT))
    pace = DeliveryOptions(
        parallel=1 + seed % 8, rates=(RATE,), wait=0.01, wait_max=0.05, trials=60
    )
    options: Any = {
        "identifier": "email",
        "hash": "sha256",
        "max_bytes": 3000,
        "delivery": pace,
        "state": tmp_path / "state",
    }

    def blocking() -> Report:
        with desk.criteo() as api:
            return upload(api, key, source, **options)

    async def awaiting() -> Report:
        async with desk.criteo_async() as api:
            return await upload_async(api, key, source, **options)

    report = blocking() if seed % 2 else asyncio.run(awaiting())

    assert report.ok
    assert report.sent == report.valid == COUNT
    assert desk.members(key) == hashed(people(COUNT))
    assert report.attempts == len(desk.patches)
    assert report.requests == len(desk.arrived)
    arrived = sorted(desk.arrived)
    assert all(
        bisect_left(arrived, moment + RATE.period - 1e-4) - index <= RATE.limit
        for index, moment in enumerate(arrived)
    )
