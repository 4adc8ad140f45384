"""Batches that a service works through: asked for several at once, and written down together."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from any_service import AnyService, shipped
from sandbox_harness import QUICK

from adlists.lists import Report, upload, upload_async
from adlists.lists.sending.journal import Entry, Journal
from adlists.messages import Request

POLLED = [name for name, service in shipped().items() if service.lists and service.lists.status]


@pytest.mark.parametrize("name", POLLED)
@pytest.mark.parametrize("mode", ["sync", "async"])
def test_batches_are_asked_for_side_by_side_and_written_down_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, mode: str
) -> None:
    desk = AnyService(shipped()[name])
    key = desk.make()
    assert desk.lists.status is not None
    asks = desk.service.operation(desk.lists.status.operation).path.partition("{")[0]
    two = threading.Barrier(2)
    asked: list[str] = []

    def before(request: Request) -> None:
        if asks in request.url:
            asked.append(request.url)
            if mode == "sync" and len(asked) <= 2:
                two.wait(20)  # broken where one waits for the reply to the other

    desk.before = before
    written: list[int] = []
    record = Journal.record

    def counted(self: Journal, *entries: Entry) -> None:
        if any(entry.state == "done" for entry in entries):
            written.append(len(entries))
        record(self, *entries)

    monkeypatch.setattr(Journal, "record", counted)
    report = job(desk, key, desk.rows(range(40)), tmp_path, mode)
    assert (report.ok, report.batches) == (True, 20)
    assert len(asked) >= 20
    assert len(written) <= QUICK.parallel
    assert sum(written) == 20


def job(desk: AnyService, key: str, rows: Iterable[str], state: Path, mode: str) -> Report:
    options: Any = {**desk.told, "batch": 2, "delivery": QUICK, "state": state}
    if mode == "sync":
        with desk.connect() as api:
            return upload(api, key, rows, **options)

    async def main() -> Report:
        async with desk.connect_async() as api:
            return await upload_async(api, key, rows, **options)

    return asyncio.run(main())
