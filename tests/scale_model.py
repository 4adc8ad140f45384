"""A fluid model of many lists: which resource binds at which size, and what that costs.

    python tests/scale_model.py          print the tables of docs/scale.md
    python tests/scale_model.py --write  put them there

Accounts flow side by side, each no faster than its service lets it, all of them together no
faster than the machines, the network and the state: whatever is free is shared alike. The model
goes from the end of one account to the end of the next, so it is exact for what it assumes.
Limits are those of the services' documents; speeds are parameters, with where they come from.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from math import ceil
from pathlib import Path
from typing import Any, Final, Literal

import attrs

from adlists import catalog
from adlists.lists import Rate

PAGE: Final = Path(__file__).parents[1] / "docs" / "scale.md"


def _speed(value: float, means: str) -> Any:
    return attrs.field(default=value, metadata={"means": means})


@attrs.frozen(kw_only=True)
class Speeds:
    """What one machine, its network and the state can do; money is a list price to start from."""

    cores: int = _speed(2, "cores of a machine")
    rows_per_core: float = _speed(115_000, "rows that a core reads, hashes and sends in a second")
    cpu_per_job: float = _speed(0.05, "seconds of a core for a job, whatever its size")
    row_bytes: int = _speed(67, "bytes of a row of JSON: 64 digits, quotes, a comma")
    network: float = _speed(125e6, "bytes a second of a machine: one gigabit")
    commits: float = _speed(1_000, "commits that a PostgreSQL on one disk makes durable a second")
    commits_per_call: int = _speed(2, "the budget is asked, and told that a reply came")
    commits_per_batch: int = _speed(1, "the row of the journal")
    jobs_at_once: int = _speed(8, "jobs of one machine, side by side")
    parallel: int = _speed(4, "calls of one job, side by side")
    latency: float = _speed(1.0, "seconds from a call to its reply")
    memory_per_job: float = _speed(0.5, "GB that a job of ten million rows takes at its peak")
    snapshot_bytes: float = _speed(34, "bytes of a hashed identifier in a snapshot")
    core_hour: float = _speed(0.05, "dollars for an hour of a core")
    gigabyte_out: float = _speed(0.09, "dollars for a GB that leaves")


@attrs.frozen(kw_only=True)
class Fleet:
    """Lists to fill: so many rows on so many lists of so many accounts of one service."""

    service: str = "criteo_2026_07"
    rows: int = 1_000_000_000
    lists: int = 10_000
    accounts: int = 500
    skew: float = 0.0  # account n has 1/n to this power as much as the first
    machines: int = 1
    shared: bool = True  # the state is a PostgreSQL

    def shares(self) -> list[float]:
        """Return the rows of each account."""
        weights = [(number + 1) ** -self.skew for number in range(self.accounts)]
        return [self.rows * weight / sum(weights) for weight in weights]


Resource = Literal["vendor", "CPU", "network", "state", "calls in flight"]


@attrs.frozen(kw_only=True)
class Forecast:
    """How long a fleet takes, what bound it for how long, and what it uses."""

    seconds: float
    bound: Mapping[Resource, float]  # seconds
    calls: int
    batches: int
    commits: int
    sent: float  # GB
    cpu: float  # hours of a core
    snapshots: float  # GB
    connections: int
    memory: float  # GB of one machine
    dollars: float

    @property
    def binds(self) -> Resource:
        """Return what bound it the longest."""
        return max(self.bound, key=lambda known: self.bound[known])


@attrs.define
class _Account:
    """What is left of one account's rows, and what a row of it takes."""

    left: float
    most: float  # rows a second that its service allows
    calls: float  # for each row


def forecast(fleet: Fleet, speeds: Speeds) -> Forecast:
    """Let the accounts of a fleet flow until the last has ended."""
    service = catalog.find(fleet.service)
    assert service is not None
    assert service.lists is not None
    limits = service.lists.limits
    rates = [Rate(rate.calls, rate.seconds) for rate in limits.rate]
    asks = 1 + 2 * (service.lists.size is not None)  # which list, and its size before and after
    polls = service.lists.status is not None  # each batch is asked after
    each = fleet.lists / fleet.accounts
    accounts: list[_Account] = []
    batches = calls = 0
    for rows in fleet.shares():
        sent = ceil(each) * ceil(rows / ceil(each) / (limits.items or 50_000))
        made = sent * (1 + polls) + ceil(each) * asks
        least = max((rate.seconds(made) for rate in rates), default=0.0)
        accounts.append(_Account(rows, rows / least if least else float("inf"), made / rows))
        batches, calls = batches + sent, calls + made
    cpu = fleet.rows / speeds.rows_per_core + fleet.lists * speeds.cpu_per_job
    commits = calls * speeds.commits_per_call + batches * speeds.commits_per_batch
    # What a row takes of each resource, and how much there is of it in a second.
    cores = fleet.machines * speeds.cores
    in_flight = fleet.machines * speeds.jobs_at_once * speeds.parallel
    supply: dict[Resource, tuple[float, float]] = {
        "CPU": (cpu / fleet.rows, cores),
        "network": (speeds.row_bytes, fleet.machines * speeds.network),
        "calls in flight": (calls / fleet.rows, in_flight / speeds.latency),
    }
    if fleet.shared:
        supply["state"] = commits / fleet.rows, speeds.commits
    ceiling = {name: there / taken for name, (taken, there) in supply.items()}
    scarce = min(ceiling, key=lambda name: ceiling[name])
    seconds, bound = _flow(accounts, ceiling[scarce], scarce)
    jobs = min(fleet.lists, fleet.machines * speeds.jobs_at_once)
    sent_bytes = fleet.rows * speeds.row_bytes / 1e9
    return Forecast(
        seconds=seconds,
        bound=bound,
        calls=calls,
        batches=batches,
        commits=commits if fleet.shared else 0,
        sent=sent_bytes,
        cpu=cpu / 3600,
        snapshots=fleet.rows * speeds.snapshot_bytes / 1e9,
        # Each job's journal, and in each process one for all budgets and one for the record.
        connections=jobs + 2 * fleet.machines if fleet.shared else 0,
        memory=speeds.jobs_at_once * speeds.memory_per_job,
        dollars=cores * seconds / 3600 * speeds.core_hour + sent_bytes * speeds.gigabyte_out,
    )


def _flow(
    accounts: list[_Account], together: float, scarce: Resource
) -> tuple[float, dict[Resource, float]]:
    """Let accounts flow, at most *together* rows a second; return how long, and what bound."""
    under_way = sorted(accounts, key=lambda known: known.most)
    seconds, bound = 0.0, dict[Resource, float]()
    while under_way:
        flows, free, waiting = [0.0] * len(under_way), together, len(under_way)
        for number, account in enumerate(under_way):  # who may take least comes first
            flows[number] = min(account.most, free / waiting)
            free, waiting = free - flows[number], waiting - 1
        step = min(account.left / flow for account, flow in zip(under_way, flows, strict=True))
        name: Resource = scarce if sum(flows) >= together * (1 - 1e-9) else "vendor"
        seconds, bound[name] = seconds + step, bound.get(name, 0.0) + step
        for account, flow in zip(under_way, flows, strict=True):
            account.left -= flow * step
        under_way = [account for account in under_way if account.left > 1e-6]
    return seconds, bound


# -- the tables of the page ------------------------------------------------------------------


def tables(speeds: Speeds) -> dict[str, str]:
    """Return the tables, by the names of their places."""
    sizes = [
        (f"{rows:,}", Fleet(rows=rows))
        for rows in (1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000)
    ]
    machines = [(f"{count}", Fleet(machines=count)) for count in (1, 2, 4, 8, 16, 32)]
    spread = [
        ("500 accounts alike", Fleet(machines=8)),
        ("500 accounts, one with a seventh of all", Fleet(machines=8, skew=1.0)),
        ("50 accounts", Fleet(machines=8, accounts=50)),
        ("1 account", Fleet(machines=8, accounts=1)),
        (
            "500 accounts of Google's Data Manager",
            Fleet(machines=8, service="google_data_manager_v1"),
        ),
        (
            "1 account of Google's Data Manager",
            Fleet(machines=8, accounts=1, service="google_data_manager_v1"),
        ),
    ]
    return {
        "sizes": _table("identifiers", sizes, speeds),
        "patient": _table("identifiers", sizes[:4], attrs.evolve(speeds, jobs_at_once=64)),
        "machines": _table("machines", machines, speeds),
        "accounts": _table("how they are spread", spread, speeds),
        "uses": _uses(forecast(Fleet(machines=8), speeds)),
        "speeds": _speeds(speeds),
    }


def _table(head: str, fleets: Sequence[tuple[str, Fleet]], speeds: Speeds) -> str:
    lines = [f"| {head} | takes | what binds | calls | commits a second | costs |"]
    lines.append("| --- | --- | --- | --- | --- | --- |")
    for name, fleet in fleets:
        found = forecast(fleet, speeds)
        share = found.bound[found.binds] / found.seconds
        binds = found.binds if share > 0.995 else f"{found.binds} ({share:.0%} of the time)"
        lines.append(
            f"| {name} | {_long(found.seconds)} | {binds} | {found.calls:,}"
            f" | {found.commits / found.seconds:,.0f} | ${found.dollars:,.2f} |"
        )
    return "\n".join(lines)


def _uses(found: Forecast) -> str:
    rows = [
        ("takes", _long(found.seconds)),
        ("CPU", f"{found.cpu:,.1f} hours of a core"),
        ("sent", f"{found.sent:,.0f} GB"),
        ("calls, batches among them", f"{found.calls:,}, {found.batches:,}"),
        ("commits of the state", f"{found.commits:,}"),
        ("connections to PostgreSQL", f"{found.connections:,}"),
        ("snapshots, where they are kept", f"{found.snapshots:,.0f} GB"),
        ("memory of one machine", f"{found.memory:g} GB"),
    ]
    return "\n".join(["| | |", "| --- | --- |", *(f"| {name} | {told} |" for name, told in rows)])


def _speeds(speeds: Speeds) -> str:
    lines = ["| parameter | value | what it is |", "| --- | --- | --- |"]
    for known in attrs.fields(Speeds):
        value = getattr(speeds, known.name)
        lines.append(f"| `{known.name}` | {value:,.10g} | {known.metadata['means']} |")
    return "\n".join(lines)


def _long(seconds: float) -> str:
    for size, name in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:,.1f} {name}"
    return f"{seconds:,.0f} s"


def filled(page: str, found: Mapping[str, str]) -> str:
    """Return the page with each table in its place. Raises `KeyError` for a place without one."""
    return re.sub(
        r"(<!-- (\w+) -->\n).*?(<!-- end -->)",
        lambda place: f"{place[1]}{found[place[2]]}\n{place[3]}",
        page,
        flags=re.DOTALL,
    )


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAGE.write_text(filled(PAGE.read_text("utf-8"), tables(Speeds())), "utf-8")
    else:
        for title, table in tables(Speeds()).items():
            sys.stdout.write(f"{title}\n{table}\n\n")
