"""The demo's two runs against one sandbox: blocking, then async and at the same time."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import adlists_api.applovin_v1 as applovin
import adlists_api.criteo_v1 as criteo
from adlists import sandbox
from adlists.demo import samples, scenarios
from adlists.demo.displays import Display
from adlists.demo.records import Mode, SessionTranscript, Transcript
from adlists.errors import AdlistsError
from adlists.flow import Flow, intercept
from adlists.plugins.credentials import ApiKey, ClientCredentials
from adlists.session import AsyncSession, Session, connect, connect_async

#: A session, the scenario to run over it, and what records it.
Run = tuple[Any, scenarios.Scenario, SessionTranscript]


def perform(
    server: sandbox.Running, customers: samples.Customers, apps: samples.Apps, display: Display
) -> Transcript:
    """Run both scenarios against a sandbox, first blocking, then async and at the same time."""
    transcript = Transcript(server.sandbox.store, display.show)
    with display.open():
        for session, scenario, records in _runs(server, transcript, "sync", customers, apps):
            _run(session, scenario, records)
        asyncio.run(_together(_runs(server, transcript, "async", customers, apps)))
    return transcript


def _runs(
    server: sandbox.Running,
    transcript: Transcript,
    mode: Mode,
    customers: samples.Customers,
    apps: samples.Apps,
) -> list[Run]:
    audience = SessionTranscript(transcript, mode, "criteo_v1")
    app_list = SessionTranscript(transcript, mode, "applovin_v1")
    login, key = _login(server), _key(server)
    to_criteo, to_applovin = _options(server, audience), _options(server, app_list)
    sessions: tuple[Any, Any] = (
        (connect(criteo.Api, login, **to_criteo), connect(applovin.Api, key, **to_applovin))
        if mode == "sync"
        else (
            connect_async(criteo.AsyncApi, login, **to_criteo),
            connect_async(applovin.AsyncApi, key, **to_applovin),
        )
    )
    return [
        (sessions[0], scenarios.audience(customers, mode), audience),
        (sessions[1], scenarios.app_list(apps, mode), app_list),
    ]


def _run(session: Session[Any], scenario: scenarios.Scenario, records: SessionTranscript) -> None:
    with session, suppress(AdlistsError):  # which is recorded, and ends the scenario
        session.run(_recorded(session, scenario, records))
    records.close()


async def _together(runs: list[Run]) -> None:
    await asyncio.gather(*(_run_async(*run) for run in runs))


async def _run_async(
    session: AsyncSession[Any], scenario: scenarios.Scenario, records: SessionTranscript
) -> None:
    async with session:
        with suppress(AdlistsError):
            await session.run(_recorded(session, scenario, records))
    records.close()


def _recorded(
    session: Session[Any] | AsyncSession[Any],
    scenario: scenarios.Scenario,
    records: SessionTranscript,
) -> Flow[None]:
    """Return the flow of a scenario: its calls are sent, its checks made, both recorded."""

    def handle(step: scenarios.Action | scenarios.Check) -> Flow[Any]:
        if isinstance(step, scenarios.Check):
            records.check(step)
            return None
        try:
            result = yield from session.pipeline.flow(step.call)
        except AdlistsError as error:
            records.done(step, error)
            raise
        records.done(step)
        return result

    return intercept(scenario, handle)


def _login(server: sandbox.Running) -> ClientCredentials:
    connection_info = server.services["criteo_v1"]
    return ClientCredentials(connection_info["client_id"], connection_info["client_secret"])


def _key(server: sandbox.Running) -> ApiKey:
    return ApiKey(server.services["applovin_v1"]["api_key"])


def _options(server: sandbox.Running, records: SessionTranscript) -> dict[str, Any]:
    return {"base_url": server.services[records.service]["base_url"], "plugins": [records.log]}
