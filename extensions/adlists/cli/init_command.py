"""`adlists init`: asks for an account, and writes it down as a profile."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from typing import Any, Final

import click

from adlists import catalog
from adlists._runtime import profiles
from adlists._runtime.misspellings import meant
from adlists.cli import profile_file, voice
from adlists.contract import Service
from adlists.errors import ConfigurationError
from adlists.plugins.credentials import from_environment
from adlists.plugins.credentials.ways import offers

_HELP: Final = """Ask for an account, and write it down as a profile.

Secrets are typed unseen. They go into the file of profiles, which only you can read, or into
the system's keyring. Nothing is sent; `adlists doctor` tries what was written.

\b
Examples:
  adlists init
  adlists init --profile agency --service SERVICE
"""


@click.command(name="init", help=_HELP)
@click.option("--profile", metavar="NAME", help="What to call the account.  [asked for]")
@click.option("--service", metavar="NAME", help="Whose account it is.  [asked for]")
@click.option(
    "--keyring/--no-keyring",
    default=None,
    help="Whether secrets go into the system's keyring.  [asked for]",
)
def command(*, profile: str | None, service: str | None, keyring: bool | None) -> None:
    """Ask, and write."""
    place = profiles.path(os.environ)
    held = profiles.read(
        {**os.environ, "ADLISTS_PROFILES": ""} if not place.exists() else os.environ
    )
    chosen = _service(service)
    name = profile or _asked("Name of this account", default="main")
    if not name.replace("-", "").replace("_", "").isalnum() or name == "default":
        msg = "A profile is named by letters, digits, - and _, and not default."
        raise ConfigurationError(msg)
    values = _credentials(chosen)
    values |= _inputs(chosen)
    base = _asked("Address, if not the service's own", default="", show_default=False)
    if base:
        values["base_url"] = base
    hidden = [key for key in values if profiles.is_secret(chosen, key)]
    if keyring is None:
        keyring = bool(hidden) and _may_use_keyring()
    if keyring:
        for key in hidden:
            values[key] = profile_file.keep_secret(name, chosen, key, values[key])

    def edit(document: Any) -> None:
        if not held.services and "default" not in document:
            document["default"] = name
        profile_file.put(document, name, chosen.name, values)

    profile_file.change(place, edit)
    reread = from_environment(chosen, os.environ, name)
    reread.inputs(catalog.inputs_of(chosen))
    speaking = voice.current()
    speaking.say(f"Written to {place}, as profile {name!r}.")
    used = "" if (held.default or name) == name else f" --profile {name}"
    speaking.say(f"Try it:  adlists doctor{used}")


def _asked(text: str, **more: Any) -> str:
    """Ask on standard error, so that nothing of it is taken for a result."""
    if not sys.stdin.isatty() and "default" in more and not more.get("hide_input"):
        more["show_default"] = False
    answer: str = click.prompt(text, err=True, **more)
    return answer.strip()


def _service(given: str | None) -> Service:
    names = catalog.names()
    if given is None:
        given = _asked("Service", type=click.Choice(names), show_choices=True)
    found = catalog.find(given)
    if found is None:
        msg = f"There is no service {given!r}.{meant(given, names)}"
        raise click.UsageError(msg)
    return found


def _credentials(service: Service) -> dict[str, Any]:
    """Ask for the parts of one of the credentials that the service takes."""
    ways = offers(service)
    if not ways:
        return {}
    labels = [" + ".join(ending.lower() for ending in endings) for endings in ways]
    chosen = ways[0]
    if len(ways) > 1:
        usual = labels[1] if labels[0] == "token" else labels[0]
        answer = _asked("Credential", type=click.Choice(labels), default=usual)
        chosen = ways[labels.index(answer)]
    return {
        ending.lower(): _asked(
            ending.lower().replace("_", " ").capitalize(),
            hide_input=profiles.is_secret(service, ending.lower()),
        )
        for ending in chosen
    }


def _inputs(service: Service) -> dict[str, Any]:
    asked = {
        known.name: _asked(
            f"{known.name} (may be left out)",
            default="",
            show_default=False,
            hide_input=known.sensitive,
        )
        for known in catalog.inputs_of(service)
        if known.env or known.sensitive
    }
    return {name: answer for name, answer in asked.items() if answer}


def _may_use_keyring() -> bool:
    if find_spec("keyring") is None:
        return False
    return click.confirm("Keep the secret in the system's keyring?", default=False, err=True)
