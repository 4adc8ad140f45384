"""Kills workers of a real cluster while it works: `python tests/bench/engine.py`.

    many    a manifest of jobs, each on a list of its own, handed to the engine
    large   one source in many parts that overlap, read and sent in pieces

Each is held to the law: every list is equal to its source, counts add up, and no batch was sent
twice but those on their way when a worker died. What it measures is told: seconds, and how often
a batch was sent again. With `--quick` a few kills, to see that it runs.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from cluster_harness import Killer, Site, address_of, cluster, site, wanted
from sandbox_harness import people, write

import adlists
from adlists.lists import run, upload
from adlists_api import criteo_v1

PARALLEL: Final = 2
BATCH: Final = 10


def many(here: Site, found: Any, jobs: int, rows: int, kills: int) -> dict[str, Any]:
    """Run a manifest while workers die."""
    keys = {name: here.made(name) for name in (f"list {number}" for number in range(jobs))}
    plan = here.manifest(
        *(here.job(name, people(rows)) for name in keys),
        batch=BATCH,
        parallel=PARALLEL,
        rate="1000/s",
    )
    every = _every(jobs * rows // BATCH, kills)
    began, before = time.monotonic(), len(here.sandbox.changes)
    with Killer(found, here.sandbox, kills, every=every) as killer:
        report = run(plan, engine=address_of(found))
    assert report.ok, report.to_dict()
    right = wanted(rows)
    wrong = [name for name, key in keys.items() if here.held(key) != right]
    assert not wrong, wrong
    return _told(here, killer, before, time.monotonic() - began)


def large(here: Site, found: Any, parts: int, rows: int, kills: int) -> dict[str, Any]:
    """Send one source of many parts while workers die; a quarter of each is in the next, too."""
    key = here.made("large")
    step = rows * 3 // 4
    files = [write(here.home / f"part {n}.csv", people(rows, n * step)) for n in range(parts)]
    count = step * (parts - 1) + rows
    every = _every(count // BATCH, kills)
    began, before = time.monotonic(), len(here.sandbox.changes)
    with (
        adlists.connect(criteo_v1.Api) as api,
        Killer(found, here.sandbox, kills, every=every) as killer,
    ):
        report = upload(
            api,
            key,
            files,
            identifier="email",
            hash="sha256",
            advertiser=1,
            rate="1000/s",
            engine=address_of(found),
            batch=BATCH,
            parallel=PARALLEL,
        )
    assert report.outcome == "done", report
    assert (report.read, report.unique) == (parts * rows, count)
    assert report.read == report.unique + report.duplicates
    assert here.held(key) == wanted(count)
    return _told(here, killer, before, time.monotonic() - began)


def _every(batches: int, kills: int) -> tuple[int, int]:
    """Return after how many batches a worker is killed, so that the kills spread over them."""
    mean = max(2, batches // (kills + 1))
    return max(1, mean // 2), mean


def _told(here: Site, killer: Killer, before: int, seconds: float) -> dict[str, Any]:
    twice = here.sandbox.twice(before)
    assert twice <= killer.killed * PARALLEL, (twice, killer.killed)
    return {
        "killed": killer.killed,
        "batches": len(here.sandbox.changes) - before,
        "twice": twice,
        "seconds": round(seconds, 1),
    }


def main() -> None:
    """Run both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--jobs", type=int, default=40)
    parser.add_argument("--rows", type=int, default=1000, help="of each job")
    parser.add_argument("--parts", type=int, default=40)
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args()
    if given.quick:
        given.kills, given.workers, given.jobs, given.rows, given.parts = 4, 2, 3, 200, 4
    with (
        tempfile.TemporaryDirectory(prefix="adlists-bench-") as home,
        site(Path(home)) as here,
        cluster(given.workers, deaths=10_000) as found,
    ):
        told = many(here, found, given.jobs, given.rows, given.kills)
        print(json.dumps({"many": told}), flush=True)
        told = large(here, found, given.parts, given.rows, given.kills)
        print(json.dumps({"large": told}), flush=True)


if __name__ == "__main__":
    main()
