"""Many jobs at once, on this machine: budgets, processes over one PostgreSQL, killed workers.

    python tests/bench/fleet.py                       all of it, at full size: some 12 minutes
    python tests/bench/fleet.py --small               all of it in about two minutes
    python tests/bench/fleet.py --budgets             1,000 jobs of 20,000 rows over 50 accounts
    python tests/bench/fleet.py --budgets --jobs 100 --accounts 10 --limit 40 --period 10
    python tests/bench/fleet.py --processes 1 2 4     as many processes over one PostgreSQL
    python tests/bench/fleet.py --kills 100           as many workers ended by SIGKILL
    python tests/bench/fleet.py --little              a job of two rows, in process and by command

It prints what came of each, and whether its goal is met; the exit code is 1 where one is not.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Any, Final

import attrs

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import server  # noqa: E402 - the path above leads to it

SERVICE: Final = "criteo_v1"
USED, FAIR, KEPT = 0.9, 0.1, 0.9  # the goals
LITTLE: Final = (20, 250)  # milliseconds: in process, and by the command
PARALLEL: Final = 4
DELAY: Final = 0.02  # of a reply, in seconds
BATCH: Final = 200
DONE: Final = 3  # where the row of a batch says so
_FAR: Final = 0.1  # likewise, of a service so far away that one process leaves cores free


def said(what: str, *, met: bool) -> bool:
    """Print what came of a goal, and return whether it is met."""
    print(f"{'met    ' if met else 'NOT MET'}  {what}", flush=True)
    return met


def people(path: Path, rows: int, first: int = 0) -> Path:
    """Write that many addresses."""
    path.write_text(
        "email\n"
        + "".join(f"person{number}@example.org\n" for number in range(first, first + rows))
    )
    return path


# -- budgets ---------------------------------------------------------------------------------


@attrs.define
class Account:
    """A sandbox of its own, with limits, and when its calls arrived."""

    sandbox: Any
    limit: int
    period: float
    arrived: list[float] = attrs.field(factory=list)
    refused: int = 0
    left: int = 0  # jobs that are not done

    def handle(self, request: Any) -> Any:
        """Answer a request, and count it."""
        response = self.sandbox.handle(request)
        if "oauth2/token" not in request.url:
            self.arrived.append(time.monotonic())
            self.refused += response.status == 429
        return response

    def most(self) -> int:
        """Return how many calls arrived within a period, at most."""
        times, first, most = sorted(self.arrived), 0, 0
        for last, moment in enumerate(times):
            while times[first] <= moment - self.period:
                first += 1
            most = max(most, last - first + 1)
        return most


class Budgets:
    """Accounts with limits, and jobs that fill lists of theirs."""

    def __init__(self, jobs: int, rows: int, accounts: int, limit: int, period: float) -> None:
        from adlists import catalog
        from adlists.contract.list_steps import RateLimit
        from adlists.sandbox import Fault, Sandbox

        found = catalog.find(SERVICE)
        assert found is not None
        assert found.lists is not None
        limits = attrs.evolve(found.lists.limits, rate=(RateLimit(calls=limit, seconds=period),))
        lists = attrs.evolve(found.lists, limits=limits)
        self.service = attrs.evolve(found, load_lists=lambda: lists)
        self.jobs, self.rows, self.limit, self.period = jobs, rows, limit, period
        self.accounts = [
            Account(Sandbox([self.service], faults=[Fault(limits=True)]), limit, period)
            for _ in range(accounts)
        ]
        self.wrong: list[str] = []
        self.steady: list[float] = []  # when an account had nothing more to do

    def manifest(self, home: Path, batch: int) -> Any:
        """Return jobs of one file, each for a list of its own."""
        from adlists.lists import Manifest, ManifestJob

        source = people(home / "people.csv", self.rows)
        login = self.accounts[0].sandbox.account
        os.environ[f"ADLISTS_{SERVICE}_CLIENT_ID".upper()] = login.client_id
        os.environ[f"ADLISTS_{SERVICE}_CLIENT_SECRET".upper()] = login.client_secret
        options = {
            "identifier": "email",
            "hash": "sha256",
            "advertiser": 1,
            "batch": batch,
            "threads": 1,
            "memory": "100MB",
        }
        made: list[ManifestJob] = []
        for number in range(self.jobs):
            account = self.accounts[number % len(self.accounts)]
            with account.sandbox.store.transaction():
                key = account.sandbox.store.create(SERVICE, "1", f"list {number}", None, 0)
            account.left += 1
            made.append(
                ManifestJob(
                    name=str(number),
                    service=self.service,
                    profile=None,
                    base_url=f"http://account{number % len(self.accounts)}/{SERVICE}",
                    target=int(key),
                    source=source,
                    options=options,
                )
            )
        return Manifest(home / "jobs.toml", tuple(made))

    def route(self, request: Any) -> Any:
        """Answer a request as the account of its address does."""
        number = int(request.url.split("://account")[1].split("/")[0])
        return self.accounts[number].handle(request)

    def watch(self, job: Any, news: Any) -> None:
        """Look at the list of a job that has ended, and empty it: all of them are too many."""
        from adlists.lists import JobResult

        if not isinstance(news, JobResult):
            return
        account = self.accounts[int(job.name) % len(self.accounts)]
        account.left -= 1
        if not account.left:
            self.steady.append(time.monotonic())
        store = account.sandbox.store
        with store.transaction():
            entry = store.find(SERVICE, str(job.target))
            if len(store.members(entry, "email")) != self.rows:
                self.wrong.append(job.name)
            store.clear(entry, 0)

    def shares(self) -> tuple[float, float]:
        """Return what was used of all budgets, and how far an account is from the mean.

        From the second period on, until the first account has nothing more to do: a period
        that has just begun may be used at once, whatever its length.
        """
        first = min(min(account.arrived) for account in self.accounts) + self.period
        end = max(min(self.steady), first + self.period)
        counts = [
            sum(first < moment <= end for moment in account.arrived) for account in self.accounts
        ]
        allowed = len(counts) * self.limit * (end - first) / self.period
        mean = sum(counts) / len(counts)
        return sum(counts) / allowed, max(abs(count - mean) for count in counts) / mean


def budgets(jobs: int, rows: int, accounts: int, limit: int, period: float, batch: int) -> bool:
    """Run many jobs over many accounts, each with its limit, and see what of it was used."""
    from adlists.lists import run
    from adlists.transports.in_process import AsyncInProcess

    ours = Budgets(jobs, rows, accounts, limit, period)
    with tempfile.TemporaryDirectory() as folder:
        manifest = ours.manifest(Path(folder), batch)
        began = time.monotonic()
        report = run(
            manifest,
            at_once=2 * accounts,
            state=Path(folder) / "state",
            transport=AsyncInProcess(ours.route),
            watch=ours.watch,
        )
        seconds = time.monotonic() - began
    used, apart = ours.shares()
    most = max(account.most() for account in ours.accounts)
    refused = sum(account.refused for account in ours.accounts)
    calls = sum(len(account.arrived) for account in ours.accounts)
    print(
        f"{jobs:,} jobs of {rows:,} rows over {accounts} accounts, each {limit} calls in"
        f" {period:g} s: {seconds:,.1f} s, {calls:,} calls, {jobs * rows / seconds:,.0f} rows/s"
    )
    met = [
        said(
            f"every list holds its rows ({len(ours.wrong)} do not)",
            met=not ours.wrong and report.ok,
        ),
        said(f"{used:.1%} of the budgets used (goal {USED:.0%})", met=used >= USED),
        said(
            f"at most {most} calls of an account in a period, {refused} refused (goal {limit}, 0)",
            met=most <= limit and not refused,
        ),
        said(f"accounts are {apart:.1%} from their mean (goal {FAIR:.0%})", met=apart <= FAIR),
    ]
    return all(met)


# -- processes -------------------------------------------------------------------------------


def worker(state: str, port: int, number: int, jobs: int, rows: int) -> None:
    """Do some jobs, one after another, and print how long they took."""
    import adlists
    from adlists.lists import Rate, upload
    from adlists_api import criteo_v1

    with tempfile.TemporaryDirectory() as folder:
        source = people(Path(folder) / "people.csv", rows)
        login = adlists.BearerToken("bench")
        with adlists.connect(criteo_v1.Api, login, base_url=f"http://127.0.0.1:{port}") as api:
            told: dict[str, Any] = {
                "identifier": "email", "hash": "sha256", "state": state, "threads": 1,
                "batch": 1000, "parallel": PARALLEL, "rate": Rate(1_000_000, 1.0),
            }  # fmt: skip
            upload(api, 10_000 * (number + 1), source, **told)  # warm
            print("ready", flush=True)
            sys.stdin.readline()
            began = time.monotonic()
            for job in range(jobs):
                report = upload(api, 10_000 * (number + 1) + job + 1, source, **told)
                assert report.ok, report
            print(time.monotonic() - began, flush=True)


def processes(counts: Sequence[int], jobs: int, rows: int) -> bool:
    """Compare what each of several processes does, over one PostgreSQL, with one alone."""
    from postgres_server import fresh, serving

    cores = os.cpu_count() or 1
    speeds: dict[int, float] = {}
    busy: dict[int, float] = {}
    with (
        serving() as address,
        server.running(_FAR) as port,
    ):
        for count in counts:
            state = fresh(address)
            command = [sys.executable, __file__, "--worker", state, str(port)]
            started = [
                subprocess.Popen(
                    [*command, str(number), str(jobs), str(rows)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
                for number in range(count)
            ]
            for process in started:
                assert process.stdout is not None
                assert process.stdout.readline() == "ready\n"
            before, began = _used(), time.monotonic()
            for process in started:
                assert process.stdin is not None
                process.stdin.write("\n")
                process.stdin.flush()
            took = [
                float(json.loads(process.stdout.readline()))
                for process in started
                if process.stdout
            ]
            busy[count] = (_used() - before) / ((time.monotonic() - began) * cores)
            for process in started:
                process.communicate()
            speeds[count] = jobs * rows * sum(1 / seconds for seconds in took) / count
    fine = True
    for count in counts:
        kept = speeds[count] / speeds[counts[0]]
        full = busy[count] > 0.9
        why = ", the cores are full" if full and kept < KEPT else ""
        fine &= said(
            f"{count} processes: {speeds[count]:,.0f} rows/s each, {kept:.0%} of one alone,"
            f" {busy[count]:.0%} of {cores} cores busy{why} (goal {KEPT:.0%} until they are full)",
            met=kept >= KEPT or full,
        )
    return fine


def _used() -> float:
    """Return the seconds of CPU that the whole machine has spent."""
    with Path("/proc/stat").open(encoding="ascii") as lines:
        user, nice, system, _, _, irq, soft, *_ = map(int, lines.readline().split()[1:])
    return (user + nice + system + irq + soft) / os.sysconf("SC_CLK_TCK")


# -- kills -----------------------------------------------------------------------------------


class Killing:
    """Workers that run manifests over one PostgreSQL, and are killed at random moments."""

    def __init__(self, count: int, lists: int, rows: int, home: Path, state: str) -> None:
        from kill_schedules import batch_paths

        from adlists.flow import Flow
        from adlists.messages import Request, Response
        from adlists.sandbox import Fault, Sandbox

        self.count, self.lists, self.rows, self.home = count, lists, rows, home
        self.arrived: dict[str, Counter[str]] = {}  # how often each body, by its list
        self.killed = 0
        self.lost: Counter[str] = Counter()  # batches that arrived, and are in no journal
        self.problems: list[str] = []
        self.wanted: list[tuple[str, int]] = []  # a list, and the first of its people
        self._guard = threading.Lock()
        self._draw = random.Random(count)
        self._state = state
        found = self

        class Counting(Sandbox):
            def respond(self, request: Request) -> Flow[Response]:
                if any(request.method == m and path.search(request.url) for m, path in paths):
                    found.count_in(request.url.rsplit("/", 1)[1], request.content)
                return (yield from super().respond(request))

        self.sandbox = Counting(faults=[Fault(delay=DELAY)])
        paths = batch_paths(self.sandbox.services[SERVICE])

    def count_in(self, key: str, body: bytes) -> None:
        """Write down that a batch has arrived."""
        with self._guard:
            self.arrived.setdefault(key, Counter())[sha256(body).hexdigest()] += 1

    def run(self, at_once: int) -> None:
        """Run workers until as many were killed as were asked for, and all is done."""
        from adlists.sandbox import running

        with running(self.sandbox) as here:
            told = here.services[SERVICE]
            environment = {
                **os.environ,
                **{f"ADLISTS_{SERVICE}_{name}".upper(): value for name, value in told.items()},
                "ADLISTS_STATE": self._state,
                "NO_PROXY": "127.0.0.1",
            }
            threads = [
                threading.Thread(target=self._work, args=(environment,)) for _ in range(at_once)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

    def _work(self, environment: dict[str, str]) -> None:
        while True:
            with self._guard:
                if self.killed >= self.count:
                    return
                path, keys = self._manifest()
            command = [sys.executable, "-m", "adlists", "run", str(path), "--continue", "--json"]
            log = path.with_suffix(".log")
            while True:
                with log.open("w") as out:
                    process = subprocess.Popen(
                        command, env=environment, stdout=subprocess.DEVNULL, stderr=out
                    )
                    if not self._killed(process):
                        break
                time.sleep(0.3)  # until what was on its way has arrived
                self._look(keys)
            if process.wait():
                self.problems.append(log.read_text()[-500:])

    def _killed(self, process: subprocess.Popen[bytes]) -> bool:
        """Kill a worker in the midst of its batches; False where it ended before, or may end."""
        with self._guard:
            enough = self._sent() + self._draw.randint(0, self.rows * self.lists // BATCH)
            moment = self._draw.uniform(0, 2 * DELAY)
        while process.poll() is None and self._sent() < enough:
            time.sleep(0.003)
        time.sleep(moment)
        with self._guard:
            if self.killed >= self.count or process.poll() is not None:
                return False
            process.send_signal(signal.SIGKILL)
            self.killed += 1
        process.wait()
        return True

    def _look(self, keys: set[str]) -> None:
        """Count what a worker's lists have got and its journals do not know."""
        from adlists.lists.sending.state import state_of

        store = state_of(self._state)
        done: Counter[str] = Counter()
        for journal, jobs in store.latest():
            for identifier, *_, facts, _ in jobs:
                key = str(json.loads(facts)["list"]["list_id"])
                if key in keys:
                    batches = store.batches(journal, identifier)
                    done[key] = sum(batch[DONE] for batch in batches)
        with self._guard:
            for key in keys:
                self.lost[key] += len(self.arrived.get(key, ())) - done[key]

    def _sent(self) -> int:
        return sum(len(found) for found in list(self.arrived.values()))

    def _manifest(self) -> tuple[Path, set[str]]:
        """Write a manifest of lists and people that no other has."""
        number = len(self.wanted) // self.lists
        keys: set[str] = set()
        text = (
            f'[defaults]\nservice = "{SERVICE}"\nidentifier = "email"\nhash = "sha256"\n'
            f'advertiser = 1\nbatch = {BATCH}\nparallel = {PARALLEL}\nrate = "10000/s"\n'
        )
        for job in range(self.lists):
            first = len(self.wanted) * self.rows
            source = people(self.home / f"people-{first}.csv", self.rows, first)
            with self.sandbox.store.transaction():
                key = self.sandbox.store.create(SERVICE, "1", f"list {first}", None, 0)
            self.wanted.append((key, first))
            keys.add(key)
            text += f'[[jobs]]\nname = "{job}"\nlist = {key}\nsource = "{source.name}"\n'
        path = self.home / f"jobs-{number}.toml"
        path.write_text(text)
        return path, keys

    def unequal(self) -> int:
        """Return how many lists do not hold what they must."""
        found = 0
        for key, first in self.wanted:
            wanted = {
                sha256(f"person{row}@example.org".encode()).hexdigest()
                for row in range(first, first + self.rows)
            }
            with self.sandbox.store.transaction():
                entry = self.sandbox.store.find(SERVICE, key)
                assert entry is not None
                found += {*self.sandbox.store.members(entry, "email")} != wanted
        return found

    def twice(self) -> tuple[int, int]:
        """Return how many batches came again, and how many of them had been written down."""
        doubled = {
            key: sum(count - 1 for count in found.values()) for key, found in self.arrived.items()
        }
        known = sum(max(0, count - self.lost[key]) for key, count in doubled.items())
        return sum(doubled.values()), known


def kills(count: int, at_once: int, lists: int, rows: int) -> bool:
    """End that many workers at random moments, begin each anew, and look at every list."""
    from postgres_server import fresh, serving

    with tempfile.TemporaryDirectory() as folder, serving() as address:
        killing = Killing(count, lists, rows, Path(folder), fresh(address))
        began = time.monotonic()
        killing.run(at_once)
        seconds = time.monotonic() - began
        unequal = killing.unequal()
    total, (twice, known) = len(killing.wanted), killing.twice()
    most = killing.killed * PARALLEL * min(8, lists)
    batches = sum(map(len, killing.arrived.values()))
    print(
        f"{killing.killed} workers killed, {at_once} at once, {total} lists of {rows:,} rows,"
        f" {batches:,} batches: {seconds:,.1f} s"
    )
    equal = said(
        f"{total - unequal} of {total} lists are equal, {len(killing.problems)} runs failed",
        met=not unequal and not killing.problems,
    )
    for problem in killing.problems[:3]:
        print(problem)
    once = said(
        f"{twice} batches sent twice, {known} of them were in a journal (goal 0;"
        f" {sum(killing.lost.values())} were on their way at a kill, {most:,} could be)",
        met=not known and twice <= most,
    )
    return equal and once


# -- the least job ---------------------------------------------------------------------------


def little(rounds: int = 41) -> bool:
    """Measure a job of two rows, as this process does it again and again, and as the command."""
    from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

    from sandbox_harness import SandboxHarness

    from adlists.lists import upload
    from adlists.sandbox import Sandbox, running

    def spent(whose: int) -> float:
        used = getrusage(whose)
        return used.ru_utime + used.ru_stime

    def measured(whose: int, job: Callable[[], object], times: int) -> tuple[float, float]:
        took: list[tuple[float, float]] = []
        for _ in range(times):
            before, began = spent(whose), time.perf_counter()
            job()
            took.append((time.perf_counter() - began, spent(whose) - before))
        return tuple(median(item) * 1000 for item in zip(*took[1:], strict=True))

    with tempfile.TemporaryDirectory() as home:
        source = Path(home) / "people.csv"
        source.write_text("email\nada@example.org\nlin@example.org\n")
        desk = SandboxHarness()
        key = str(desk.audience())
        told: dict[str, Any] = {"identifier": "email", "hash": "sha256", "state": home}
        with desk.criteo() as api:
            inside = measured(RUSAGE_SELF, lambda: upload(api, key, source, **told), rounds)
        sandbox = Sandbox()
        with running(sandbox) as here:
            told = here.services[SERVICE]
            environment = {
                **os.environ,
                **{f"ADLISTS_{SERVICE}_{name}".upper(): value for name, value in told.items()},
                "ADLISTS_STATE": home,
                "NO_PROXY": "127.0.0.1",
            }
            environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as in any install, it is compiled
            command = [
                *(sys.executable, "-m", "adlists", "upload", str(source), "--service", SERVICE),
                *("--list", str(sandbox.create_list(SERVICE, "list", advertiser=1)), "--quiet"),
                *("--identifier", "email", "--hash", "sha256"),
            ]
            outside = measured(
                RUSAGE_CHILDREN,
                lambda: subprocess.run(command, env=environment, check=True, capture_output=True),
                max(4, rounds // 4),
            )
    fine = True
    for name, (wall, cpu), goal in (
        ("in process", inside, LITTLE[0]),
        ("by the command", outside, LITTLE[1]),
    ):
        fine &= said(
            f"a job of two rows {name}: {wall:.0f} ms, {cpu:.0f} of them CPU (goal {goal})",
            met=wall <= goal,
        )
    return fine


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--budgets", action="store_true")
    parser.add_argument("--processes", type=int, nargs="+", metavar="COUNT")
    parser.add_argument("--kills", type=int, metavar="WORKERS")
    parser.add_argument("--little", action="store_true")
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--rows", type=int)
    parser.add_argument("--accounts", type=int)
    parser.add_argument("--limit", type=int, help="calls of an account in a period")
    parser.add_argument("--period", type=float, help="seconds")
    parser.add_argument("--worker", nargs=5, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    logging.getLogger("adlists").addHandler(logging.NullHandler())
    os.environ["NO_PROXY"] = "127.0.0.1"
    if asked.worker:
        state, port, *numbers = asked.worker
        worker(state, int(port), *map(int, numbers))
        return 0
    chosen = asked.budgets or asked.processes or asked.kills or asked.little
    small = asked.small
    fine = True
    if asked.budgets or not chosen:
        fine &= budgets(
            asked.jobs or (60 if small else 1000),
            asked.rows or (2_000 if small else 20_000),
            asked.accounts or (6 if small else 50),
            asked.limit or (20 if small else 6),
            asked.period or 5.0,
            batch=200 if small else 1_000,
        )
    if asked.processes or not chosen:
        fine &= processes(
            asked.processes or [1, 2, 4],
            asked.jobs or (3 if small else 10),
            asked.rows or (20_000 if small else 100_000),
        )
    if asked.kills or not chosen:
        fine &= kills(asked.kills or (6 if small else 100), 4, 5, asked.rows or 4_000)
    if asked.little or not chosen:
        fine &= little(9 if small else 41)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
