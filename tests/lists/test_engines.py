"""Jobs on other machines: as good as here, whatever dies, and no secret on the way."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import re
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import attrs
import pytest
from cluster_harness import Killer, PoolEngine, Site, address_of, cluster, site, wanted
from sandbox_harness import people, write

import adlists
from adlists import ArgumentError, ConfigurationError
from adlists.lists import JobResult, Manifest, ManifestJob, Progress, run, upload
from adlists.lists.engines import engine_of
from adlists.lists.engines.dask_engine import DaskEngine
from adlists.lists.engines.lifeline import Tie
from adlists.lists.engines.remote_job import RemoteJob, perform_remote_job
from adlists.lists.engines.seam import JobEngine
from adlists_api import criteo_v1


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Generator[Site]:
    with site(tmp_path_factory.mktemp("site")) as found:
        yield found


@pytest.fixture(scope="module")
def dask(here: Site) -> Generator[Any]:
    with cluster(2) as found:
        yield found


@pytest.fixture
def pool() -> Generator[PoolEngine]:
    engine = PoolEngine()
    yield engine
    engine.close()


def test_killed_workers_leave_every_list_equal(here: Site, dask: Any) -> None:
    keys = {name: here.made(name) for name in (f"killed {number}" for number in range(3))}
    jobs = [here.job(name, people(60)) for name in keys]
    plan = here.manifest(*jobs, batch=5, parallel=2, rate="1000/s")
    before = len(here.sandbox.changes)

    with Killer(dask, here.sandbox, kills=2) as killer:
        report = run(plan, engine=address_of(dask))

    assert report.ok, report.to_dict()
    assert killer.killed == 2
    for key in keys.values():
        assert here.held(key) == wanted(60)
    assert here.sandbox.twice(before) <= killer.killed * 2  # those on their way


def test_killed_workers_leave_one_large_job_whole(here: Site, dask: Any, tmp_path: Path) -> None:
    key = here.made("large")
    parts = [write(tmp_path / f"{n}.csv", people(60, n * 40)) for n in range(3)]
    before = len(here.sandbox.changes)

    with (
        adlists.connect(criteo_v1.Api) as api,
        Killer(dask, here.sandbox, kills=2) as killer,
    ):
        report = upload(
            api,
            key,
            parts,
            identifier="email",
            hash="sha256",
            advertiser=1,
            rate="1000/s",
            engine=address_of(dask),
            batch=3,
            parallel=2,
        )

    assert (report.outcome, report.read, report.unique, report.duplicates) == ("done", 180, 140, 40)
    assert report.sent == 140
    assert killer.killed == 2
    assert here.held(key) == wanted(140)
    assert here.sandbox.twice(before) <= killer.killed * 2  # those on their way


def test_it_is_told_as_if_it_had_run_here(here: Site, dask: Any) -> None:
    for name in ("first", "other"):
        here.made(name)
    plan = here.manifest(
        here.job("first", people(40)),
        here.job("second", people(10), list="first", operation="remove"),
        here.job("third", people(5), list="first"),
        here.job("other", people(7)),
        here.job("absent", people(3)),
    )
    heard: dict[str, list[Progress | JobResult]] = {}

    def watch(job: ManifestJob, news: Progress | JobResult) -> None:
        heard.setdefault(job.name, []).append(news)

    report = run(plan, engine=address_of(dask), watch=watch)

    assert report.count() == {"done": 4, "failed": 1}
    assert "There is no audience" in (report.results[-1].problem or "")
    key = report.results[0].report.list_id if report.results[0].report else None
    assert here.held(str(key)) == sorted({*wanted(5), *wanted(30, 10)})
    assert report.results[0].report is not None
    assert report.results[0].report.journal.startswith("postgresql://")
    assert any(isinstance(news, Progress) for news in heard["first"])
    again = run(plan, engine=address_of(dask), resume=True, select=["other"])
    assert [result.skipped for result in again.results] == [True]


def test_no_secret_and_no_address_travels(
    here: Site, pool: PoolEngine, capfd: pytest.CaptureFixture[str]
) -> None:
    here.made("secret")
    plan = here.manifest(here.job("secret", people(9)))

    assert run(plan, engine=pool).ok

    sent = pickle.dumps(pool.arguments)
    for name, value in here.environment.items():
        if name not in {"NO_PROXY", "ADLISTS_CRITEO_V1_BASE_URL"}:
            assert value.encode() not in sent, name
    assert b"planted" not in sent
    assert "secret.csv" not in repr(pool.arguments)
    assert set(pool.labels) == {"job"}


def test_nothing_of_a_job_stands_in_the_logs_of_dask(here: Site, dask: Any) -> None:
    here.made("logged")
    (here.home / "gone.csv").unlink(missing_ok=True)
    plan = here.manifest(
        here.job("logged", people(9)),
        '[[jobs]]\nname = "gone"\nlist = "logged"\nsource = "gone.csv"\n',
    )

    report = run(plan, engine=address_of(dask))

    assert report.count() == {"done": 1, "failed": 1}
    engine = DaskEngine(str(dask.scheduler_address))
    client: Any = engine._client
    logs = str(client.get_scheduler_logs()) + str(client.get_worker_logs())
    told = logs + str(client.story()) + str(client.call_stack())
    engine.close()
    assert "planted" not in told
    assert "gone.csv" not in told
    assert here.environment["ADLISTS_CRITEO_V1_CLIENT_SECRET"] not in told


def test_what_must_not_travel_is_refused_before_anything_runs(
    here: Site, pool: PoolEngine, tmp_path: Path
) -> None:
    plan = Manifest.read(here.manifest(here.job("refused", people(3))))
    before = len(here.sandbox.changes)

    with pytest.raises(ConfigurationError, match="a state that all of them share"):
        run(plan, engine=pool, state=tmp_path)
    with pytest.raises(ArgumentError, match="cannot be handed to other machines"):
        run(plan, engine=pool, plugins=[object()])
    for source in (
        "postgresql://me:planted@host/db",
        "https://host/people.csv?sig=planted",
        "https://planted@host/people.csv",
        ["s3://bucket/a.csv", "sftp://me:planted@host/a.csv"],
    ):
        (job,) = plan.jobs
        excluding = {**job.options, "exclude": source}
        for other in (attrs.evolve(job, source=source), attrs.evolve(job, options=excluding)):
            with pytest.raises(ArgumentError, match="not handed to an engine") as caught:
                run(attrs.evolve(plan, jobs=(other,)), engine=pool)
            assert "planted" not in str(caught.value)
    for address in ("dask:/x", "ray://host", "", "dask://"):
        with pytest.raises(ArgumentError, match="named as local, dask"):
            run(plan, engine=address)
    assert pool.labels == []
    assert len(here.sandbox.changes) == before


def test_a_secret_input_is_the_workers_own_to_find(here: Site, pool: PoolEngine) -> None:
    plan = Manifest.read(here.manifest(here.job("input", people(3))))
    (job,) = plan.jobs
    lists = job.service.lists
    assert lists is not None
    secret = tuple(attrs.evolve(known, sensitive=True) for known in lists.inputs)
    service = attrs.evolve(job.service, load_lists=lambda: attrs.evolve(lists, inputs=secret))
    other = attrs.evolve(plan, jobs=(attrs.evolve(job, service=service),))

    with pytest.raises(ArgumentError, match="names advertiser, which is secret"):
        run(other, engine=pool)


def test_a_scheduler_that_is_not_there_is_told(here: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adlists.lists.engines.dask_engine._WAIT", 0.2)

    with pytest.raises(ConfigurationError, match="No scheduler of Dask answers at tcp://127"):
        engine_of("dask://127.0.0.1:9")


def test_a_worker_works_for_no_run_that_it_does_not_see(
    here: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (job,) = Manifest.read(here.manifest(here.job("unseen", people(3)))).jobs
    remote = RemoteJob.of(job, "0" * 32, 0, of_run=None, dry_run=False)

    assert "knows nothing of the run" in (perform_remote_job(remote).problem or "")
    other = attrs.evolve(remote, version="0.0.0")
    assert "the run has 0.0.0" in (perform_remote_job(other).problem or "")
    unknown = attrs.evolve(remote, service="nobody_v1")
    assert "knows no service 'nobody_v1'" in (perform_remote_job(unknown).problem or "")
    monkeypatch.setenv("ADLISTS_STATE", str(tmp_path))
    with pytest.raises(ConfigurationError, match="has no state that machines share"):
        Tie("0" * 32)


class Broken(PoolEngine):
    """Gives nothing back."""

    def outcome(self, handle: Any) -> Any:
        handle.cancel()
        failed = type(handle)()
        failed.set_exception(ModuleNotFoundError("planted"))
        return failed


def test_an_engine_that_fails_takes_no_job_with_it(here: Site) -> None:
    here.made("broken")
    plan = here.manifest(here.job("broken", people(3)))
    engine: JobEngine = Broken()

    (result,) = run(plan, engine=engine).results

    assert result.outcome == "failed"
    assert "(ModuleNotFoundError)" in (result.problem or "")
    assert "planted" not in (result.problem or "")
    engine.close()


def test_who_ends_the_run_ends_its_jobs_elsewhere(here: Site, dask: Any) -> None:
    """By SIGKILL, so that nothing can be said to anybody: the worst way."""
    name = "ended"
    key = here.made(name)
    plan = here.manifest(here.job(name, people(60)), batch=1, parallel=1, rate="20/s")
    command = [sys.executable, "-m", "adlists", "run", str(plan), "--json", "--engine"]
    before = len(here.sandbox.changes)
    process = subprocess.Popen(
        [*command, address_of(dask)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    while len(here.sandbox.changes) < before + 5:
        time.sleep(0.02)
        assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    ended = time.monotonic()
    while True:
        sent = len(here.sandbox.changes)
        time.sleep(0.5)
        if len(here.sandbox.changes) == sent:
            break
        assert time.monotonic() < ended + 20
    assert sent < before + 60

    done = subprocess.run(
        [*command, address_of(dask), "--continue"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)["jobs"][0]["report"]
    assert report["skipped"] >= 5
    assert here.held(key) == wanted(60)
    assert here.sandbox.twice(before) <= 1
    assert "Traceback" not in done.stderr
    assert not re.search(r"distributed\.", done.stderr)
    assert os.environ["ADLISTS_STATE"] not in done.stderr


def test_the_page_says_what_can_be_run(
    here: Site, dask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (Path(__file__).parents[2] / "docs" / "engines.md").read_text()
    code = page.split("```python\n")[1].split("```")[0]
    here.made("page")
    here.manifest(here.job("page", people(4))).rename(here.home / "jobs.toml")
    monkeypatch.chdir(here.home)
    own = contextlib.nullcontext(dask)
    monkeypatch.setattr("distributed.LocalCluster", lambda **_: own)
    told: dict[str, Any] = {}

    exec(code, told)

    assert told["report"].count() == {"done": 1}
