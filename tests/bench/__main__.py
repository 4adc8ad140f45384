"""Measures every claim about speed, side by side in one run: `python tests/bench`.

Contenders take turns within each round, so that a drift of the machine meets all of them;
a ratio is the median over rounds of "ours divided by theirs" within one round.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack, ExitStack
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import contenders
import history
import server

from adlists.contract import tree
from adlists.plugins.xml import XmlCodec

Rounds = Mapping[str, list[float]]


def emails(count: int) -> list[str]:
    """Return that many SHA-256-like identifiers, all different."""
    return [f"{index:064x}" for index in range(count)]


def take_turns(jobs: Mapping[str, Callable[[], Any]], rounds: int, calls: int) -> Rounds:
    """Run every job in turn; return seconds per call, round by round."""
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    for job in jobs.values():
        job()
        job()
    names = list(jobs)
    for number in range(rounds):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            job = jobs[name]
            started = time.perf_counter()
            for _ in range(calls):
                job()
            seconds[name].append((time.perf_counter() - started) / calls)
    return seconds


def sync_calls(base: str, size: int, rounds: int, calls: int) -> Rounds:
    """Send PATCHes of `size` identifiers one after the other."""
    identifiers = emails(size)
    with ExitStack() as stack:
        jobs: dict[str, Callable[[], Any]] = {}
        for name, enter in contenders.SYNC.items():
            if contenders.installed(name):
                patch = enter(base, stack)
                assert contenders.agrees(patch(identifiers), len(identifiers)), name
                jobs[name] = partial(patch, identifiers)
        return take_turns(jobs, rounds, calls)


def own_share(size: int, rounds: int, calls: int) -> Rounds:
    """Send the same over no transport at all: what is left is what a call costs of ours."""
    identifiers = emails(size)
    with ExitStack() as stack:
        patch = stack.enter_context(contenders.ours("http://127.0.0.1", contenders.Canned()))
        jobs: dict[str, Callable[[], Any]] = {
            "adlists": partial(patch, identifiers),
            "orjson alone": partial(contenders.written_and_read, identifiers),
        }
        return take_turns(jobs, rounds, calls)


def calls_in_flight(base: str, flight: int, rounds: int, waves: int) -> Rounds:
    """Send PATCHes of 2 identifiers, `flight` of them at any time."""
    identifiers = emails(2)

    async def main() -> Rounds:
        async with AsyncExitStack() as stack:
            patches = {
                name: await enter(base, stack)
                for name, enter in contenders.ASYNC.items()
                if contenders.installed(name)
            }
            seconds: dict[str, list[float]] = {name: [] for name in patches}
            names = list(patches)
            for number in range(rounds + 1):
                for name in names[number % len(names) :] + names[: number % len(names)]:
                    started = time.perf_counter()
                    await fly(patches[name], flight, waves)
                    if number:  # the first round warms the connections up
                        took = (time.perf_counter() - started) / (flight * waves)
                        seconds[name].append(took)
            return seconds

    async def fly(patch: contenders.AsyncPatch, flight: int, waves: int) -> None:
        async def one_lane() -> None:
            for _ in range(waves):
                assert contenders.agrees(await patch(identifiers), len(identifiers))

        await asyncio.gather(*(one_lane() for _ in range(flight)))

    return asyncio.run(main())


def xml(size: int, rounds: int) -> tuple[Rounds, Rounds]:
    """Write and read a PATCH body of `size` identifiers, against lxml trees."""
    from lxml import etree

    codec = XmlCodec()
    body = contenders.model(emails(size))
    schema = type(body).SCHEMA
    data = tree(body, schema)
    content = codec.encode(data, schema)
    shape = etree.fromstring(content)
    wrapper = next(one for one in shape if len(one))

    def lxml_tree() -> bytes:
        root = etree.Element(shape.tag)
        for child in shape:
            element = etree.SubElement(root, child.tag)
            if child is not wrapper:
                element.text = child.text
        items = root.find(wrapper.tag)
        for value in data["identifiers"]:
            etree.SubElement(items, wrapper[0].tag).text = value
        return bytes(etree.tostring(root))

    written = etree.fromstring(lxml_tree())
    assert etree.tostring(written, method="c14n") == etree.tostring(shape, method="c14n")
    assert codec.decode(content, schema, None) == data
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    write = take_turns(
        {"adlists": lambda: codec.encode(data, schema), "lxml tree": lxml_tree}, rounds, 2
    )
    read = take_turns(
        {
            "adlists": lambda: codec.decode(content, schema, None),
            "lxml parse": lambda: etree.fromstring(content, parser),
        },
        rounds,
        2,
    )
    return write, read


def imports(rounds: int) -> Rounds:
    """Import in a fresh interpreter each time; seconds of the import statement alone."""
    statements = {
        "adlists": "import adlists; from adlists_api import applovin_v1, criteo_v1",
        "attrs, pluggy, orjson": "import attrs, pluggy, orjson",
    }
    if contenders.installed("criteo-marketing"):
        statements["criteo-marketing"] = "import criteo_marketing"
    seconds: dict[str, list[float]] = {name: [] for name in statements}
    for number in range(rounds + 1):
        for name, statement in statements.items():
            script = (
                f"import time; t = time.perf_counter(); {statement}; print(time.perf_counter() - t)"
            )
            # -I: the environment's packages alone, nothing of the current folder.
            done = subprocess.run(
                [sys.executable, "-I", "-c", script], check=True, capture_output=True, text=True
            )
            if number:
                seconds[name].append(float(done.stdout))
    return seconds


class Report:
    """Collects the ratios with their goals."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.medians: dict[str, dict[str, float]] = {}

    def measured(self, what: str, seconds: Rounds) -> None:
        """Keep the medians of one scenario and show them."""
        self.medians[what] = {name: statistics.median(one) for name, one in seconds.items()}
        print(f"\n{what}")
        for name, median in self.medians[what].items():
            print(f"  {name:<24} {median * 1e6:>12,.1f} µs")

    def goal(self, what: str, seconds: Rounds, ours: str, theirs: str, most: float) -> None:
        """Compare two contenders: ours may take at most `most` times theirs."""
        if ours not in seconds or theirs not in seconds:
            return
        pairs = zip(seconds[ours], seconds[theirs], strict=True)
        ratio = statistics.median(one / other for one, other in pairs)
        row = {"what": what, "ours": ours, "theirs": theirs, "ratio": ratio, "goal": most}
        self.rows.append({**row, "met": ratio <= most})

    def show(self) -> None:
        """Print the ratios."""
        print("\nratio: time of ours divided by time of theirs")
        for row in self.rows:
            said = "met" if row["met"] else "NOT MET"
            print(
                f"  {row['what']:<22} {row['ours']:<14} / {row['theirs']:<24}"
                f" {row['ratio']:7.3f}  at most {row['goal']:.3f}  {said}"
            )


def main() -> int:
    """Run everything; the exit code says whether it ran, not whether goals are met."""
    options = argparse.ArgumentParser(prog="python tests/bench", description=__doc__)
    options.add_argument("--quick", action="store_true", help="few rounds: does it run at all")
    options.add_argument("--json", type=Path, help="write the figures to this file")
    options.add_argument("--forget", action="store_true", help="add nothing to history.jsonl")
    chosen = options.parse_args()
    few = chosen.quick
    report = Report()

    for size, calls in ((2, 200), (50_000, 3)):
        share = own_share(size, 5 if few else 60, calls)
        report.measured(f"no transport, {size:,}", share)
        report.goal(
            f"no transport, {size:,}", share, "adlists", "orjson alone", 14 if size < 9 else 2
        )

    with server.running() as port:
        base = f"http://127.0.0.1:{port}"
        small = sync_calls(base, 2, 3 if few else 40, 20 if few else 50)
        report.measured("PATCH of 2", small)
        report.goal("PATCH of 2", small, "adlists", "bare httpx2", 0.75)
        report.goal("PATCH of 2", small, "adlists", "criteo-marketing", 0.6)
        report.goal("PATCH of 2", small, "adlists[fast]", "bare pyreqwest", 1.25)
        report.goal("PATCH of 2", small, "adlists[fast]", "criteo-marketing", 1 / 2.5)

        large = sync_calls(base, 50_000, 3 if few else 30, 1 if few else 3)
        report.measured("PATCH of 50,000", large)
        report.goal("PATCH of 50,000", large, "adlists", "floor: socket + orjson", 1.7)
        report.goal("PATCH of 50,000", large, "adlists[fast]", "floor: socket + orjson", 1.15)
        report.goal("PATCH of 50,000", large, "adlists", "criteo-marketing", 1 / 9)

        flying = calls_in_flight(base, 50, 3 if few else 15, 2 if few else 10)
        report.measured("50 in flight", flying)
        report.goal("50 in flight", flying, "adlists", "bare httpx2", 1.25)
        report.goal("50 in flight", flying, "adlists[fast]", "bare pyreqwest", 0.75)
        report.goal("50 in flight", flying, "adlists[fast]", "httpx, stock client", 1 / 10)

    write, read = xml(50_000, 3 if few else 20)
    report.measured("XML of 50,000 written", write)
    report.goal("XML of 50,000 written", write, "adlists", "lxml tree", 1 / 15)
    report.measured("XML of 50,000 read", read)
    report.goal("XML of 50,000 read", read, "adlists", "lxml parse", 1.4)

    loading = imports(3 if few else 20)
    report.measured("import", loading)
    report.goal("import", loading, "adlists", "attrs, pluggy, orjson", 1.3)
    report.goal("import", loading, "adlists", "criteo-marketing", 0.6)

    report.show()
    if chosen.json:
        chosen.json.write_text(json.dumps({"medians": report.medians, "ratios": report.rows}))
    if not (few or chosen.forget):  # few rounds tell too little to be kept
        ratios = {f"{row['what']}: {row['ours']} / {row['theirs']}": row for row in report.rows}
        history.show(
            history.remember("calls", {name: row["ratio"] for name, row in ratios.items()})
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
