"""`adlists demo`: the main job on real files against a sandbox, sync and async, checked."""

from __future__ import annotations

import asyncio
import os
import time
from typing import Any, Final

import attrs
import click

import adlists_api.applovin_v1 as applovin
import adlists_api.criteo_v1 as criteo
from adlists import sandbox
from adlists.cli import inputs, jobs, results
from adlists.cli.board import Board, Lines, Silent, Table
from adlists.cli.journal import Journal, Page
from adlists.errors import AdlistsError
from adlists.plugins.credentials import ApiKey, ClientCredentials
from adlists.session import AsyncSession, Session, connect, connect_async

_HELP: Final = """Run the main job on real files against a sandbox, and check what it holds.

Starts a sandbox on a free loopback port; fills a Criteo audience from a customer table in
JSON, in XML and as a form, and an AppLovin app list; changes, lists, empties and deletes
both; once blocking, once async. After every step the sandbox's own store is compared with
what the files say. Touches nothing outside this machine, and prints no address.

\b
Example:
  adlists demo
"""


@click.command(name="demo", help=_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print every step as JSON.")
def command(*, as_json: bool) -> int:
    """Run the demo; 1 where anything differs."""
    started = time.perf_counter()
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"  # no proxy could reach us
    customers = inputs.customers(inputs.text("customers.csv"))
    apps = inputs.apps(inputs.text("apps.txt"))
    board = Silent() if as_json else Table() if results.terminal() else Lines()
    if not as_json:
        click.echo("\n".join(_files(customers, apps)) + "\n")
    with sandbox.running() as server:
        journal = perform(server, customers, apps, board)
    seconds = time.perf_counter() - started
    if as_json:
        steps = [attrs.asdict(one) for one in journal.records]
        results.dump({"ok": journal.good, "seconds": round(seconds, 3), "steps": steps})
    else:
        click.echo()
        _conclude(journal, seconds)
    return 0 if journal.good else 1


def perform(
    server: sandbox.Running, customers: inputs.Customers, apps: inputs.Apps, board: Board
) -> Journal:
    """Run both jobs against a sandbox, first blocking, then async and at the same time."""
    journal = Journal(server.sandbox.store, board.show)
    with board.open():
        _blocking(server, journal, customers, apps)
        asyncio.run(_awaiting(server, journal, customers, apps))
    return journal


def _blocking(
    server: sandbox.Running, journal: Journal, customers: inputs.Customers, apps: inputs.Apps
) -> None:
    page = Page(journal, "sync", "criteo_v1")
    one = connect(criteo.Api, _client(server), **_options(server, page))
    _run(jobs.audience(customers, page.mode), one, page)
    page = Page(journal, "sync", "applovin_v1")
    other = connect(applovin.Api, _key(server), **_options(server, page))
    _run(jobs.app_list(apps, page.mode), other, page)


async def _awaiting(
    server: sandbox.Running, journal: Journal, customers: inputs.Customers, apps: inputs.Apps
) -> None:
    page = Page(journal, "async", "criteo_v1")
    one = connect_async(criteo.AsyncApi, _client(server), **_options(server, page))
    other_page = Page(journal, "async", "applovin_v1")
    other = connect_async(applovin.AsyncApi, _key(server), **_options(server, other_page))
    await asyncio.gather(
        _run_async(jobs.audience(customers, page.mode), one, page),
        _run_async(jobs.app_list(apps, other_page.mode), other, other_page),
    )


def _run(job: jobs.Job, session: Session[Any], page: Page) -> None:
    answer: Any = None
    with session:
        while (item := _next(job, answer)) is not None:
            answer = None
            if isinstance(item, jobs.Check):
                page.check(item)
                continue
            try:
                answer = session.send(item.call)
            except AdlistsError as error:
                page.done(item, error)
                break
            page.done(item)
    page.close()


async def _run_async(job: jobs.Job, session: AsyncSession[Any], page: Page) -> None:
    answer: Any = None
    async with session:
        while (item := _next(job, answer)) is not None:
            answer = None
            if isinstance(item, jobs.Check):
                page.check(item)
                continue
            try:
                answer = await session.send(item.call)
            except AdlistsError as error:
                page.done(item, error)
                break
            page.done(item)
    page.close()


def _next(job: jobs.Job, answer: Any) -> jobs.Step | jobs.Check | None:
    try:
        return job.send(answer)
    except StopIteration:
        return None


def _client(server: sandbox.Running) -> ClientCredentials:
    told = server.services["criteo_v1"]
    return ClientCredentials(told["client_id"], told["client_secret"])


def _key(server: sandbox.Running) -> ApiKey:
    return ApiKey(server.services["applovin_v1"]["api_key"])


def _options(server: sandbox.Running, page: Page) -> dict[str, Any]:
    return {"base_url": server.services[page.service]["base_url"], "plugins": [page.watch]}


def _files(customers: inputs.Customers, apps: inputs.Apps) -> list[str]:
    hashed = "addresses trimmed, lower-cased, SHA-256"
    left_out = f"{len(customers.malformed)} rows without an e-mail address"
    stores = f"{len(apps.ids) - len(apps.ios)} of Google Play, {len(apps.ios)} of the App Store"
    return [
        f"customers.csv  {customers.rows} rows: {len(customers.hashes)} customers, {hashed};",
        f"               left out: {left_out}, {len(customers.duplicates)} duplicates.",
        f"apps.txt       {len(apps.ids)} apps: {stores}.",
    ]


def _conclude(journal: Journal, seconds: float) -> None:
    checks = [one for record in journal.records for one in record.checks]
    if journal.good:
        mark = results.styled("✓", fg="green", bold=True)
        counts = f"{len(journal.records)} requests answered, {len(checks)} checks held"
        click.echo(f"{mark} {counts}: after every step, blocking and async,")
        click.echo(
            "  the sandbox held exactly what the files say; both lists are gone again."
            f" {seconds:.1f} s"
        )
        return
    mark = results.styled("✗", fg="red", bold=True)
    click.echo(f"{mark} Something differs:")
    for record in journal.records:
        for one in record.checks:
            if one.difference is not None:
                click.echo(f"  {record.mode}, {record.title}: {one.title}: {one.difference}")
        if record.error is not None:
            click.echo(f"  {record.mode}, {record.title}: {record.error}")
