"""The demo's two runs against one sandbox: blocking, then async and at the same time."""

from __future__ import annotations

import asyncio
from typing import Any

import adlists_api.applovin_v1 as applovin
import adlists_api.criteo_v1 as criteo
from adlists import sandbox
from adlists.demo import inputs, scripts
from adlists.demo.records import Journal, Page
from adlists.demo.table import Board
from adlists.errors import AdlistsError
from adlists.plugins.credentials import ApiKey, ClientCredentials
from adlists.session import AsyncSession, Session, connect, connect_async


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
    _run(scripts.audience(customers, page.mode), one, page)
    page = Page(journal, "sync", "applovin_v1")
    other = connect(applovin.Api, _key(server), **_options(server, page))
    _run(scripts.app_list(apps, page.mode), other, page)


async def _awaiting(
    server: sandbox.Running, journal: Journal, customers: inputs.Customers, apps: inputs.Apps
) -> None:
    page = Page(journal, "async", "criteo_v1")
    one = connect_async(criteo.AsyncApi, _client(server), **_options(server, page))
    other_page = Page(journal, "async", "applovin_v1")
    other = connect_async(applovin.AsyncApi, _key(server), **_options(server, other_page))
    await asyncio.gather(
        _run_async(scripts.audience(customers, page.mode), one, page),
        _run_async(scripts.app_list(apps, other_page.mode), other, other_page),
    )


def _run(job: scripts.Job, session: Session[Any], page: Page) -> None:
    answer: Any = None
    with session:
        while (item := _next(job, answer)) is not None:
            answer = None
            if isinstance(item, scripts.Check):
                page.check(item)
                continue
            try:
                answer = session.send(item.call)
            except AdlistsError as error:
                page.done(item, error)
                break
            page.done(item)
    page.close()


async def _run_async(job: scripts.Job, session: AsyncSession[Any], page: Page) -> None:
    answer: Any = None
    async with session:
        while (item := _next(job, answer)) is not None:
            answer = None
            if isinstance(item, scripts.Check):
                page.check(item)
                continue
            try:
                answer = await session.send(item.call)
            except AdlistsError as error:
                page.done(item, error)
                break
            page.done(item)
    page.close()


def _next(job: scripts.Job, answer: Any) -> scripts.Step | scripts.Check | None:
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
