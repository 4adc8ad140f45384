"""The main job at full size, on loopback: time, memory, faults and kills.

    python tests/bench/upload.py                        1 and 10 million rows, against a bare loop
    python tests/bench/upload.py --rows 100000 1000000  other sizes
    python tests/bench/upload.py --nested               rows as nested objects, and polled batches
    python tests/bench/upload.py --faults 200           as many seeded schedules of faults
    python tests/bench/upload.py --kills 30             as many uploads ended by SIGKILL
    python tests/bench/upload.py --law 2000             as many random runs against a model
    python tests/bench/upload.py --law 500 --shared     either, over a PostgreSQL

Every measured run is a process of its own, so that its peak memory is its own too; the
canned server is a process of its own, so that it costs the same for everybody.
"""

from __future__ import annotations

import argparse
import logging
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import duckdb  # noqa: E402 - sorted with the next, which needs the path above
import history  # noqa: E402 - see above
import server  # noqa: E402 - likewise

MEMORY = "300MB"
_QUERY = "SELECT {distinct} sha256(lower(trim(email))) AS one FROM '{path}'"


def make(folder: Path, rows: int, kind: str) -> Path:
    """Write that many addresses; one in ten comes twice."""
    path = folder / f"people-{rows}.{kind}"
    options = "FORMAT csv, HEADER" if kind == "csv" else "FORMAT parquet"
    with duckdb.connect() as db:
        db.execute(
            "COPY (SELECT 'Person.' || (CASE WHEN i % 10 = 0 THEN i // 2 ELSE i END)"
            f" || '@example.com' AS email FROM range({rows}) t(i)) TO '{path}' ({options})"
        )
    return path


def _bare(port: int, query: str, size: int, target: str, body: Callable[[list[str]], str]) -> None:
    """Let DuckDB make the rows of a query, and send so many at a time over a bare socket."""
    with duckdb.connect(config={"memory_limit": MEMORY}) as db, tempfile.TemporaryDirectory() as at:
        db.execute(f"SET temp_directory = '{at}'")
        db.execute("SET preserve_insertion_order = false")
        rows = db.execute(query)
        with socket.create_connection(("127.0.0.1", port)) as wire:
            while chunk := rows.fetchmany(size):
                content = body([item for (item,) in chunk]).encode()
                head = (
                    f"{target} HTTP/1.1\r\nhost: 127.0.0.1\r\n"
                    f"content-type: application/json\r\ncontent-length: {len(content)}\r\n\r\n"
                )
                wire.sendall(head.encode() + content)
                reply = b""
                while not reply.endswith(b"}"):
                    reply += wire.recv(65536)


def bare(path: str, port: int, distinct: str) -> None:
    """Do the same hashing, and send the same bytes."""

    def body(digests: list[str]) -> str:
        text = '","'.join(digests)
        return f'{{"operation":"add","schema":"email","identifiers":["{text}"]}}'

    query = _QUERY.format(distinct=distinct, path=path)
    _bare(port, query, 50_000, "PATCH /v1/audiences/userlist/1", body)


def ours(path: str, port: int, distinct: str) -> None:
    """Run the job itself."""
    import adlists
    from adlists.lists import Rate, upload
    from adlists_api import criteo_v1

    login = adlists.BearerToken("bench")
    with (
        tempfile.TemporaryDirectory() as state,
        adlists.connect(criteo_v1.Api, login, base_url=f"http://127.0.0.1:{port}") as api,
    ):
        report = upload(
            api,
            1,
            path,
            identifier="email",
            rate=Rate(1_000_000, 1.0),
            hash="sha256",
            memory=MEMORY,
            deduplicate=bool(distinct),
            state=Path(state),
        )
    assert report.ok, report


_NESTED = """
SELECT '{{"userData":{{"userIdentifiers":[{{"emailAddress":"' || sha256(CASE WHEN regexp_matches(v,
'@(?:gmail|googlemail)[.]com$') THEN replace(split_part(split_part(v, '@', 1), '+', 1), '.', '')
|| '@' || split_part(v, '@', 2) ELSE v END) || '"}}]}}}}' AS item
FROM (SELECT {distinct} lower(trim(email)) AS v FROM '{path}')
"""


def bare_nested(path: str, port: int, distinct: str) -> None:
    """Do the same hashing, write the same nested objects, and send them."""

    def body(items: list[str]) -> str:
        return (
            '{"destinations":[{"operatingAccount":{"accountType":"GOOGLE_ADS","accountId":'
            '"1"},"productDestinationId":"1"}],"audienceMembers":['
            f'{",".join(items)}],"encoding":"HEX"}}'
        )

    query = _NESTED.format(distinct=distinct, path=path)
    _bare(port, query, 10_000, "POST /v1/audienceMembers:ingest", body)


def ours_nested(path: str, port: int, distinct: str) -> None:
    """Run the job on a service whose rows are nested objects, and which is asked what came."""
    import adlists
    from adlists.lists import Rate, upload
    from adlists_api import google_data_manager_v1 as google

    login = adlists.BearerToken("bench")
    with (
        tempfile.TemporaryDirectory() as state,
        adlists.connect(google.Api, login, base_url=f"http://127.0.0.1:{port}") as api,
    ):
        report = upload(
            api,
            "VIP",
            path,
            identifier="email",
            rate=Rate(1_000_000, 1.0),
            hash="sha256",
            memory=MEMORY,
            deduplicate=bool(distinct),
            state=Path(state),
            account="1",
            terms="ACCEPTED",
        )
    assert report.ok, report


CONTENDERS: dict[str, Callable[[str, int, str], None]] = {
    "bare": bare,
    "ours": ours,
    "bare nested": bare_nested,
    "ours nested": ours_nested,
}


def measure(contender: str, path: Path, port: int, distinct: str) -> tuple[float, float]:
    """Run a contender in a process; return its seconds and its peak memory in MB."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, __file__, "--run", contender, str(path), str(port), distinct]
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    assert status == 0, contender
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def figures(sizes: list[int], rounds: int, nested: str = "") -> None:
    """Print time and memory of both, side by side, for every size and source: medians."""
    ratios: dict[str, float] = {}
    print(f"{'rows':>12}  source   duplicates  {'ours':>8}  {'bare':>8}  ratio  peak memory")
    with tempfile.TemporaryDirectory() as folder, server.running() as port:
        for kind in ("csv", "parquet"):
            for distinct in ("DISTINCT", ""):
                measured = [
                    row(make(Path(folder), rows, kind), port, distinct, rounds, rows, nested)
                    for rows in sizes
                ]
                for rows, (_, _, ratio) in zip(sizes, measured, strict=True):
                    kept = "removed" if distinct else "kept"
                    ratios[f"{rows:,} rows of {kind}, duplicates {kept}{nested}"] = ratio
                if len(sizes) > 1:
                    (first, before, _), (last, after, _) = measured[0], measured[-1]
                    print(
                        f"{sizes[-1] / sizes[0]:>11g}x  the rows: {last / first:.1f} x the time,"
                        f" {100 * (after / before - 1):+.0f} % memory",
                        flush=True,
                    )
    history.show(history.remember("upload", ratios))


def row(
    path: Path, port: int, distinct: str, rounds: int, rows: int, nested: str
) -> tuple[float, float, float]:
    """Measure and print one line; return our seconds, our peak memory, and the ratio."""
    both = ("bare", "ours")
    runs = [
        {name: measure(f"{name}{nested}", path, port, distinct) for name in both}
        for _ in range(rounds)
    ]
    path.unlink()
    ratio = median(run["ours"][0] / run["bare"][0] for run in runs)
    ours_at, bare_at = (median(run[name][0] for run in runs) for name in ("ours", "bare"))
    peak = median(run["ours"][1] for run in runs)
    print(
        f"{rows:>12,}  {path.suffix[1:]:<7}  {'removed' if distinct else 'kept':<10}"
        f"  {ours_at:7.2f}s  {bare_at:7.2f}s  {ratio:5.2f}  {peak:6.0f} MB",
        flush=True,
    )
    return ours_at, peak, ratio


def faults(count: int, rows: int) -> None:
    """Upload through that many seeded schedules of faults, over every service in turn."""
    from any_service import shipped
    from fault_schedules import run

    for number in range(count):
        name = sorted(shipped())[number % len(shipped())]
        with tempfile.TemporaryDirectory() as folder:
            ending = run(shipped()[name], number // len(shipped()), Path(folder), count=rows)
        print(f"schedule {number} over {name}: {ending}", flush=True)


@contextmanager
def states(*, shared: bool) -> Generator[Callable[[], str] | None]:
    """Give what makes an empty state in a PostgreSQL; None for folders."""
    from postgres_server import fresh, serving

    if not shared:
        yield None
        return
    with serving() as address:
        yield lambda: fresh(address)


def kills(count: int, rows: int, state: Callable[[], str] | None) -> None:
    """End that many uploads by SIGKILL at random moments, and resume them, over every service."""
    from any_service import shipped
    from kill_schedules import run

    for number in range(count):
        name = sorted(shipped())[number % len(shipped())]
        with tempfile.TemporaryDirectory() as folder:
            place = None if state is None else state()
            killed = run(shipped()[name], number, Path(folder), rows, state=place)
        print(
            f"kill {number} over {name}: {killed.before} batches before, {killed.known} known,"
            f" {killed.twice} sent twice, {killed.report['outcome']}",
            flush=True,
        )


def law(count: int, state: Callable[[], str] | None) -> None:
    """Do to a list whatever may be done to it, in random orders, and compare it with a model."""
    from collections import Counter

    from hypothesis import HealthCheck, settings
    from hypothesis.stateful import run_state_machine_as_test
    from list_law import LAWS, over_shared_state

    from adlists.lists import Report

    for name, known in LAWS.items():
        machine = known if state is None else over_shared_state(known, state)
        outcomes: Counter[str] = Counter()
        perform = machine.perform

        def counted(self: Any, *given: Any, perform: Any = perform, **options: Any) -> Report:
            try:
                report: Report = perform(self, *given, **options)
            except BaseException as error:
                outcomes[type(error).__name__] += 1  # noqa: B023 - of this very round
                raise
            taken_up = ", taken up" if report.skipped else ""
            outcomes[report.outcome + taken_up] += 1  # noqa: B023 - likewise
            return report

        machine.perform = counted  # type: ignore[method-assign]  # counted, and otherwise the same
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=count // len(LAWS),
                stateful_step_count=12,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
        told = ", ".join(f"{outcome} {number:,}" for outcome, number in sorted(outcomes.items()))
        print(f"{name}: {count // len(LAWS):,} runs held; jobs: {told}", flush=True)


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rows", type=int, nargs="+")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--nested", action="store_true")
    parser.add_argument("--faults", type=int, metavar="SCHEDULES")
    parser.add_argument("--kills", type=int, metavar="UPLOADS")
    parser.add_argument("--law", type=int, metavar="RUNS")
    parser.add_argument("--shared", action="store_true")
    parser.add_argument("--run", nargs=4, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    logging.getLogger("adlists").addHandler(logging.NullHandler())
    os.environ["NO_PROXY"] = "127.0.0.1"
    if asked.run:
        contender, path, port, distinct = asked.run
        CONTENDERS[contender](path, int(port), distinct)
    elif asked.faults:
        faults(asked.faults, (asked.rows or [1_500])[0])
    elif asked.law:
        with states(shared=asked.shared) as state:
            law(asked.law, state)
    elif asked.kills:
        with states(shared=asked.shared) as state:
            kills(asked.kills, (asked.rows or [3_000])[0], state)
    else:
        figures(
            asked.rows or [1_000_000, 10_000_000], asked.rounds, " nested" if asked.nested else ""
        )


if __name__ == "__main__":
    main()
