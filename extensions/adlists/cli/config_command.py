"""`adlists config`: what is set, where it stands, and setting it."""

from __future__ import annotations

import os
import sys
from typing import Any, Final

import click

from adlists import catalog
from adlists._runtime import profiles, settings
from adlists._runtime.misspellings import meant
from adlists.cli import profile_file, results, voice
from adlists.contract import Service
from adlists.errors import ConfigurationError
from adlists.lists.sending import folders
from adlists.plugins.credentials import from_environment

_HELP: Final = """Show what is set for each service and where it stands; set it, or take it away.

KEY is PROFILE.SERVICE.NAME, such as main.SERVICE.client_id, or `default`. A secret is never
given as an argument: leave the value out and it is asked for, or read from standard input.

\b
Examples:
  adlists config
  adlists config set main.SERVICE.client_id abc
  adlists config set main.SERVICE.client_secret < secret.txt
  adlists config unset main.SERVICE.base_url
"""


@click.group(name="config", help=_HELP, invoke_without_command=True)
@click.option("--profile", metavar="NAME", help="As this profile has it.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.pass_context
def command(ctx: click.Context, *, profile: str | None, as_json: bool) -> None:
    """Show what is set."""
    if ctx.invoked_subcommand is not None:
        return
    told = shown(profile)
    if as_json:
        results.dump(told)
        return
    results.show({"files": told["files"]})
    rows = [
        {"service": service, "setting": name, "from": origin}
        for service, held in told["services"].items()
        for name, origin in held.items()
    ]
    if rows:
        results.show(rows)
    else:
        voice.current().say("Nothing is set for any service. `adlists init` asks for an account.")


def shown(profile: str | None) -> dict[str, Any]:
    """Return the files, and where each value of each service stands; no value."""
    held = profiles.read(os.environ)
    files = {
        "profiles": _place(held.path),
        "settings": _place(settings.path(os.environ)),
        "state": str(folders.folder()),
    }
    services: dict[str, dict[str, str]] = {}
    for name in catalog.names():
        service = None if catalog.foreign(name) else catalog.find(name)
        if service is None:
            continue
        if profile is not None and name not in held.services.get(profile, {}):
            if profile not in held.services:
                held.named(profile, service)
            continue
        found = from_environment(service, os.environ, profile)
        found.inputs(catalog.inputs_of(service))
        if found.origins:
            services[name] = dict(found.origins)
    return {
        "files": files,
        "profiles": sorted(held.services),
        "default": held.default,
        "services": services,
    }


def _place(path: Any) -> str:
    return str(path) if path.exists() else f"{path} (not there)"


@command.command(name="set", help="Set a value of a profile, or the default profile.")
@click.argument("key", metavar="KEY")
@click.argument("value", metavar="[VALUE]", required=False)
@click.option("--keyring", is_flag=True, help="Put it into the system's keyring.")
def set_command(*, key: str, value: str | None, keyring: bool) -> None:
    """Set one value."""
    place = profiles.path(os.environ)
    if key == "default":
        held = profiles.read(os.environ)
        if value not in held.services:
            known = ", ".join(held.services) or "none"
            close = meant(value or "", held.services)
            msg = f"There is no profile {value!r}; there is {known}.{close}"
            raise ConfigurationError(msg)
        profile_file.change(place, lambda document: document.update({"default": value}))
        return
    profile, service, name = _parts(key)
    hidden = profiles.is_secret(service, name)
    if hidden and value is not None:
        msg = (
            f"{name} is a secret, and arguments end up in the shell's history. Leave the value "
            "out: it is asked for, or read from standard input."
        )
        raise click.UsageError(msg)
    if value is None:
        value = (
            click.prompt(name, hide_input=hidden, err=True)
            if sys.stdin.isatty()
            else sys.stdin.readline()
        )
    text = (value or "").strip()
    if not text:
        msg = f"There is no value for {key}."
        raise click.UsageError(msg)
    kept: Any = profile_file.keep_secret(profile, service, name, text) if keyring else text
    profile_file.change(
        place, lambda document: profile_file.put(document, profile, service.name, {name: kept})
    )


@command.command(name="unset", help="Take a value away, or a whole service of a profile.")
@click.argument("key", metavar="KEY")
def unset_command(*, key: str) -> None:
    """Take one value away."""
    profile, service, name = _parts(f"{key}." if key.count(".") == 1 else key)
    there: list[bool] = []

    def edit(document: Any) -> None:
        there.append(profile_file.take(document, profile, service.name, name or None))

    profile_file.change(profiles.path(os.environ), edit)
    if not there[0]:
        msg = f"{key} is not set in {profiles.path(os.environ)}."
        raise click.UsageError(msg)


def _parts(key: str) -> tuple[str, Service, str]:
    profile, _, rest = key.partition(".")
    name, _, last = rest.partition(".")
    service = catalog.find(name) if profile and name and "/" not in name else None
    if service is None:
        names = catalog.names()
        listed, close = ", ".join(names), meant(name, names)
        msg = f"{key!r} is not PROFILE.SERVICE.NAME, of the services {listed}.{close}"
        raise click.UsageError(msg)
    known = profiles.known_keys(service, (wanted.name for wanted in catalog.inputs_of(service)))
    if last and last not in known:
        listed, close = ", ".join(known), meant(last, known)
        msg = f"{service.name} has no setting {last!r}; there are {listed}.{close}"
        raise click.UsageError(msg)
    return profile, service, last
