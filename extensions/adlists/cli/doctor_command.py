"""`adlists doctor`: what is set and whether it works, each finding with what to do."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final, Literal

import attrs
import click

from adlists import catalog
from adlists._runtime import profiles, settings
from adlists._runtime.misspellings import meant
from adlists._runtime.registry import Registry
from adlists.cli import results, voice
from adlists.cli.connection_options import profile_option
from adlists.cli.operation import api_of
from adlists.contract import Service
from adlists.errors import AdlistsError, ApiError, ArgumentError
from adlists.lists.inventory import probe
from adlists.lists.sending import folders
from adlists.lists.sending.shared_state import SharedState
from adlists.lists.sending.state import state_of
from adlists.messages import Request
from adlists.plugins import builtins
from adlists.plugins.credentials import Found, from_environment
from adlists.session import connect
from adlists.version import __version__

_HELP: Final = """Look at what is set and whether it works.

Versions, files and who may read them, variables that mean nothing, the folder of journals,
plugins; and for each service that has a credential: where that stands, whether the service can
be reached, whether its clock agrees with this one's, and whether it takes the credential, as far
as there is something to ask that changes nothing.

\b
Examples:
  adlists doctor
  adlists doctor --profile agency --service SERVICE --json
"""

_SKEW: Final = 60.0  # seconds that two clocks may be apart
_LITTLE: Final = 500_000_000  # bytes that the folder of journals, and temporary files, should have
_TIMEOUT: Final = 10.0
State = Literal["ok", "look", "bad"]


@attrs.frozen
class Finding:
    """One thing that was looked at: how it is, and what to do where it is not well."""

    subject: str
    state: State
    said: str


@click.command(name="doctor", help=_HELP, params=[profile_option()])
@click.option(
    "--service", "services", multiple=True, metavar="NAME", help="These services alone. Repeatable."
)
@click.option("--offline", is_flag=True, help="Ask no service.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def command(*, profile: str | None, services: tuple[str, ...], offline: bool, as_json: bool) -> int:
    """Look; 1 where something is bad."""
    found: list[Finding] = []
    speaking = voice.current()
    for finding in _findings(profile, services, offline=offline):
        found.append(finding)
        if not as_json:
            subject = results.styled(results.plain(finding.subject), bold=True)
            click.echo(f"{_mark(finding.state)} {subject}: {results.plain(finding.said)}")
    bad = [finding for finding in found if finding.state == "bad"]
    if as_json:
        results.dump([attrs.asdict(finding) for finding in found])
    elif bad:
        speaking.say(f"{len(bad)} of {len(found)} findings need something.", level="warning")
    return 1 if bad else 0


def _mark(state: State) -> str:
    signs = {"ok": ("✓", "green"), "look": ("!", "yellow"), "bad": ("✗", "red")}
    sign, colour = signs[state]
    return results.styled(sign, fg=colour, bold=True)


def _findings(
    profile: str | None, services: tuple[str, ...], *, offline: bool
) -> Iterator[Finding]:
    yield from _versions()
    yield from _guarded("settings file", _settings)
    yield from _guarded("profiles", lambda: _profiles(profile))
    yield from _guarded("variables", _variables)
    yield from _guarded("state folder", _state)
    yield from _guarded("plugins", _plugins)
    if any(
        os.environ.get(name) for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")
    ):
        yield Finding("proxy", "ok", "requests to services go through the one of the environment")
    try:
        profiles.read(os.environ)
        settings.read(os.environ)
    except AdlistsError:  # said above
        yield Finding("services", "look", "not looked at until the files above are mended")
        return
    yield from _services(profile, services, offline=offline)


def _services(
    profile: str | None, services: tuple[str, ...], *, offline: bool
) -> Iterator[Finding]:
    known = [*services] or [name for name in catalog.names() if not catalog.foreign(name)]
    any_set = False
    for name in known:
        service = catalog.find(name)
        if service is None:
            said = f"there is no such service.{meant(name, catalog.names())}"
            yield Finding(name, "bad", said)
            continue
        try:
            found = from_environment(service, os.environ, profile)
            found.inputs(catalog.inputs_of(service))
        except AdlistsError as error:
            if services or not _absent(profile, service):
                yield Finding(name, "bad", str(error))
            continue
        if not found.credentials:
            if services or any(not key.endswith("BASE_URL") for key in found.origins):
                yield Finding(name, "bad", found.advice)
            continue
        any_set = True
        yield Finding(name, "ok", f"credential: {found.place}")
        if not offline:
            yield from _guarded(name, partial(_reached, service, found, profile))
    if not any_set and not services:
        yield Finding(
            "services", "look", "no service has a credential; `adlists init` asks for one"
        )


def _absent(profile: str | None, service: Service) -> bool:
    """Tell whether a profile exists but says nothing of a service, which is no fault."""
    held = profiles.read(os.environ)
    name = profile or os.environ.get("ADLISTS_PROFILE")
    return service.name not in held.services.get(name or "", {service.name: {}})


def _guarded(subject: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Let one failed look be a finding among others."""
    try:
        yield from look()
    except AdlistsError as error:
        yield Finding(subject, "bad", str(error))


def _versions() -> Iterator[Finding]:
    names = (
        "httpx2",
        "httpcore2",
        "duckdb",
        "pyreqwest",
        "openapi-python-client",
        "keyring",
        "fsspec",
        "sqlalchemy",
    )
    told: list[str] = []
    for name in names:
        try:
            told.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    python = f"Python {platform.python_version()} on {sys.platform}"
    yield Finding("versions", "ok", f"adlists {__version__}, {python}; {', '.join(told)}")


def _settings() -> Iterator[Finding]:
    place = settings.path(os.environ)
    held = settings.read(os.environ)
    if not place.exists():
        yield Finding("settings file", "ok", f"none at {place}")
        return
    strays = _strays(held)
    said = f"{place}, {len(held)} settings. {' '.join(strays)}".strip()
    yield Finding("settings file", "look" if strays else "ok", said)


def _profiles(profile: str | None) -> Iterator[Finding]:
    held = profiles.read(os.environ)
    if not held.services:
        yield Finding("profiles", "look" if profile else "ok", f"none at {held.path}")
        return
    names = catalog.names()
    for name, services in held.services.items():
        for service in services:
            found = catalog.find(service) if service in names else None
            if found is None:
                said = f"{held.path}: {name}.{service} is no service.{meant(service, names)}"
                yield Finding("profiles", "bad", said)
                continue
            yield from _guarded("profiles", partial(_checked, held, name, found))
    default = f", by default {held.default}" if held.default else ""
    yield Finding("profiles", "ok", f"{held.path}: {', '.join(held.services)}{default}")


def _checked(held: profiles.Profiles, profile: str, service: Service) -> Iterator[Finding]:
    held.check(profile, service, (wanted.name for wanted in catalog.inputs_of(service)))
    yield from ()


def _variables() -> Iterator[Finding]:
    strays = _strays(os.environ)
    for said in strays:
        yield Finding("variables", "look", said)
    if not strays:
        count = sum(name.startswith("ADLISTS_") for name in os.environ)
        yield Finding("variables", "ok", f"{count} of ours, all of which mean something")


def _strays(names: Any) -> list[str]:
    """Say which names mean nothing, and which may be meant."""
    known = {
        f"ADLISTS_{ending}"
        for ending in (
            "HASH",
            "NOTIFY",
            "NO_PLUGINS",
            "PLUGINS",
            "PROFILE",
            "PROFILES",
            "SERVICE",
            "SETTINGS",
            "SNAPSHOTS",
            "STATE",
        )
    }
    for name in catalog.names():
        service = None if catalog.foreign(name) else catalog.find(name)
        if service is not None:
            inputs = (wanted.name for wanted in catalog.inputs_of(service))
            # The address of tokens as the sandbox says it.
            keys = (*profiles.known_keys(service, inputs), "token_url")
            known |= {f"ADLISTS_{name}_{key}".upper() for key in keys}
    return [
        f"{name} means nothing.{meant(name, known, 0.75)}"
        for name in sorted(names)
        if name.startswith("ADLISTS_")
        and not name.startswith("ADLISTS_PLUGIN_")  # which plugins account for
        and name not in known
    ]


def _state() -> Iterator[Finding]:
    store = state_of()
    if isinstance(store, SharedState):
        jobs = sum(len(rows) for _, rows in store.latest())  # an error says why it cannot be asked
        said = f"{store.place}, shared, {jobs} jobs known"
        if store.objects is not None:
            said = f"{said}; snapshots in {store.objects.place}"
        yield Finding("state", "look" if store.notes else "ok", " ".join([said, *store.notes]))
        return
    place = Path(store.place)
    open_to = folders.too_open(place)
    if not os.access(place, os.W_OK | os.X_OK):
        yield Finding(
            "state folder", "bad", f"{place} cannot be written to; name another by ADLISTS_STATE"
        )
        return
    free = shutil.disk_usage(place).free
    journals = len(list(Path(place).glob("*.journal")))
    said = f"{place}, {journals} journals, {free / 1e9:,.1f} GB free"
    state: State = "look" if open_to or free < _LITTLE else "ok"
    yield Finding("state folder", state, " ".join([said, *open_to]))


def _plugins() -> Iterator[Finding]:
    own = builtins()
    registry = Registry(own)
    loaded = [item for item in registry.installed() if item.loaded and item.name not in own]
    others = [item.name for item in registry.installed() if not item.loaded]
    said = (
        ", ".join(f"{item.name} {item.version}".strip() for item in loaded) or "none beside our own"
    )
    idle = f"; installed and not named: {', '.join(others)}" if others else ""
    yield Finding("plugins", "ok", said + idle)


def _reached(service: Service, found: Found, profile: str | None) -> Iterator[Finding]:
    from adlists import transports
    from adlists._runtime import drivers
    from adlists.flow import transmit
    from adlists.messages import Timeout

    address = found.base_url or service.server
    transport = transports.open_sync(None, Timeout.of(_TIMEOUT))
    try:
        request = Request("HEAD", address, {"user-agent": f"adlists/{__version__}"}, b"")
        response = drivers.run(transmit(request), transport)
    finally:
        transport.close()
    yield Finding(service.name, "ok", f"{address} answers")
    yield from _clock(service, response.headers.get("date"))
    session = connect(api_of(service), profile=profile, timeout=_TIMEOUT, plugins=["no:retry"])
    with session:
        try:
            asked = probe(session)
        except ArgumentError as error:
            yield Finding(service.name, "look", f"the credential was not tried: {error}")
            return
        except ApiError as error:
            yield Finding(service.name, "bad", str(error))
            return
    yield Finding(
        service.name,
        "ok" if asked else "look",
        asked or "the credential was not tried: there is nothing to ask that changes nothing",
    )


def _clock(service: Service, date: str | None) -> Iterator[Finding]:
    if date is None:
        return
    try:
        there = parsedate_to_datetime(date)
    except ValueError:
        return
    apart = (there - datetime.now(UTC)).total_seconds()
    if abs(apart) > _SKEW:
        way = "ahead of" if apart > 0 else "behind"
        said = (
            f"its clock is {abs(apart):.0f} s {way} this one's: tokens and signatures may be "
            "refused"
        )
        yield Finding(service.name, "look", said)
