"""`adlists demo`: the main job on real files against a sandbox, sync and async, checked."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from itertools import filterfalse
from typing import Final

import attrs
import click

from adlists import catalog, sandbox
from adlists.cli import results
from adlists.cli.job_options import no_service
from adlists.contract import Service
from adlists.demo import samples
from adlists.demo.displays import LineDisplay, NoDisplay, TableDisplay
from adlists.demo.records import Transcript
from adlists.demo.runs import perform
from adlists.demo.uploads import ListJob, list_jobs

_HELP: Final = """Run the main job on real files against a sandbox, and check what it holds.

Starts a sandbox on a free loopback port; fills an audience from a customer table in JSON, in
XML and as a form, and a list of apps; changes, lists, empties and deletes both; once
blocking, once async. Then runs the upload job over every service that has lists.
After every step the sandbox's own store is compared with what the files say. Touches nothing
outside this machine, and prints no address.

With --service, it runs the upload job over that service alone: of your own package, too.

\b
Examples:
  adlists demo
  adlists demo --service src/my_clients.my_api
"""


@click.command(name="demo", help=_HELP)
@click.option("--service", metavar="NAME", help="Only the upload job, over this service.")
@click.option("--json", "as_json", is_flag=True, help="Print every step as JSON.")
def command(*, service: str | None, as_json: bool) -> int:
    """Run the demo; 1 where anything differs."""
    started = time.perf_counter()
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"  # no proxy could reach us
    if service is not None:
        return _over_one(_found(service), started, as_json=as_json)
    customers = samples.customers(samples.text("customers.csv"))
    apps = samples.apps(samples.text("apps.txt"))
    display = NoDisplay() if as_json else TableDisplay() if results.terminal() else LineDisplay()
    if not as_json:
        click.echo("\n".join(_files(customers, apps)) + "\n")
    with sandbox.running() as server:
        transcript = perform(server, customers, apps, display)
        if not as_json:
            click.echo("\nThe same job over every service, from its document alone:")
        services = map(catalog.find, filterfalse(catalog.foreign, catalog.names()))
        jobs = _jobs(server, (known for known in services if known is not None), as_json=as_json)
    good = transcript.good and all(job.good for job in jobs)
    seconds = time.perf_counter() - started
    if as_json:
        steps = [attrs.asdict(record) for record in transcript.records]
        ran = [attrs.asdict(job) for job in jobs]
        told = {"ok": good, "seconds": round(seconds, 3), "steps": steps, "jobs": ran}
        results.dump(told)
    else:
        click.echo()
        _conclude(transcript, jobs, seconds)
    return 0 if good else 1


def _found(name: str) -> Service:
    service = catalog.find(name)
    if service is None or service.lists is None:
        raise no_service(name)
    return service


def _over_one(service: Service, started: float, *, as_json: bool) -> int:
    """Run the upload job over one service."""
    with sandbox.running(sandbox.Sandbox([service])) as server:
        jobs = _jobs(server, [service], as_json=as_json)
    good = all(job.good for job in jobs)
    seconds = time.perf_counter() - started
    if as_json:
        ran = [attrs.asdict(job) for job in jobs]
        results.dump({"ok": good, "seconds": round(seconds, 3), "jobs": ran})
    else:
        click.echo()
        _conclude(None, jobs, seconds)
    return 0 if good else 1


def _jobs(server: sandbox.Running, services: Iterable[Service], *, as_json: bool) -> list[ListJob]:
    jobs: list[ListJob] = []
    for job in list_jobs(server, services):
        jobs.append(job)
        if not as_json:
            click.echo(_line(job))
    return jobs


def _line(job: ListJob) -> str:
    mark = (
        results.styled("✓", fg="green", bold=True)
        if job.good
        else results.styled("✗", fg="red", bold=True)
    )
    what = f"{job.operation} {job.sent} {job.identifier}"
    told = job.difference or job.outcome
    return f"  {mark} {job.service:<28} {job.noun:<14} {what:<16} {job.seconds:5.2f} s  {told}"


def _files(customers: samples.Customers, apps: samples.Apps) -> list[str]:
    hashed = "addresses trimmed, lower-cased, SHA-256"
    left_out = f"{len(customers.malformed)} rows without an e-mail address"
    stores = f"{len(apps.ids) - len(apps.ios)} of Google Play, {len(apps.ios)} of the App Store"
    return [
        f"customers.csv  {customers.rows} rows: {len(customers.hashes)} customers, {hashed};",
        f"               left out: {left_out}, {len(customers.duplicates)} duplicates.",
        f"apps.txt       {len(apps.ids)} apps: {stores}.",
    ]


def _conclude(transcript: Transcript | None, jobs: list[ListJob], seconds: float) -> None:
    records = [] if transcript is None else transcript.records
    checks = [check for record in records for check in record.checks]
    if (transcript is None or transcript.good) and all(job.good for job in jobs):
        mark = results.styled("✓", fg="green", bold=True)
        counts = f"{len(records)} requests answered, {len(checks)} checks held, " if records else ""
        services = len({job.service for job in jobs})
        over = f"{len(jobs)} jobs over {services} service{'s' if services > 1 else ''}"
        click.echo(f"{mark} {counts}{over}: after every step")
        click.echo(f"  the sandbox held exactly what the files say. {seconds:.1f} s")
        return
    mark = results.styled("✗", fg="red", bold=True)
    click.echo(f"{mark} Something differs:")
    for record in records:
        for check in record.checks:
            if check.difference is not None:
                click.echo(f"  {record.mode}, {record.title}: {check.title}: {check.difference}")
        if record.error is not None:
            click.echo(f"  {record.mode}, {record.title}: {record.error}")
