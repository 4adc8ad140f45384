"""Profiles: what is set for several accounts, in one TOML file, each under a name of its own.

    default = "main"              # the one that is used where none is named

    [main.SERVICE]
    client_id = "…"
    client_secret = { keyring = "main/SERVICE/client_secret" }
    advertiser = 1

The keys of a service are the endings of its environment variables in lower case: credentials,
`base_url`, and the inputs of its lists. A value may lie in the system's keyring instead of the
file. The file lies where ADLISTS_PROFILES says, or in the user's configuration folder, and nobody
but its owner may have access to it.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from adlists._runtime import scheme_settings, settings
from adlists._runtime.misspellings import meant
from adlists.contract import Service, is_dict
from adlists.errors import ConfigurationError

#: Under which name the system's keyring holds what is ours.
KEYRING: Final = "adlists"

#: What a service may be given beside the inputs of its lists.
KEYS: Final = (
    *("token", "client_id", "client_secret", "refresh_token"),
    *("username", "password", "api_key", "base_url"),
)


@attrs.frozen
class Setting:
    """A value that is set, never shown, and where it stands."""

    value: str = attrs.field(repr=False)
    origin: str


@attrs.frozen(repr=False)
class Profiles:
    """What the file holds; empty where there is none."""

    path: Path
    default: str | None
    services: Mapping[str, Mapping[str, Mapping[str, Any]]]  # by profile, service and key

    def named(self, name: str, service: Service) -> Mapping[str, Any]:
        """Return what a profile holds for a service. Raises `ConfigurationError` for nothing."""
        if name not in self.services:
            known = ", ".join(self.services) or "none"
            msg = (
                f"There is no profile {name!r} in {self.path}; there is {known}."
                f"{meant(name, self.services, 0.75)} `adlists init` makes one."
            )
            raise ConfigurationError(msg)
        held = self.services[name]
        if service.name not in held:
            others = ", ".join(held) or "nothing"
            msg = (
                f"Profile {name!r} of {self.path} has nothing for {service.name}, but for "
                f"{others}. `adlists init` adds it."
            )
            raise ConfigurationError(msg)
        return held[service.name]

    def setting(self, profile: str, service: Service, key: str) -> Setting | None:
        """Return a value of a profile; None where it is not there, or empty."""
        value = self.services.get(profile, {}).get(service.name, {}).get(key)
        place = f"profile {profile!r} in {self.path}"
        if is_dict(value):
            name = value.get("keyring")
            if not isinstance(name, str) or len(value) != 1:
                msg = f'{place}: {service.name}.{key} has to be text, or {{ keyring = "NAME" }}.'
                raise ConfigurationError(msg)
            return Setting(_from_keyring(name, place), f"the system's keyring, for {place}")
        if isinstance(value, bool | int | float):
            value = str(value).lower() if isinstance(value, bool) else str(value)
        if value is not None and not isinstance(value, str):
            msg = f"{place}: {service.name}.{key} has to be text, not {type(value).__name__}."
            raise ConfigurationError(msg)
        return Setting(value, place) if value else None

    def check(self, profile: str, service: Service, inputs: Iterable[str]) -> None:
        """Refuse a key that means nothing for a service, and say which may be meant."""
        known = known_keys(service, inputs)
        for key in self.services.get(profile, {}).get(service.name, {}):
            if key not in known:
                msg = (
                    f"Profile {profile!r} in {self.path}: {service.name} has no setting {key!r}."
                    f"{meant(key, known, 0.75)} There are {', '.join(known)}."
                )
                raise ConfigurationError(msg)


def known_keys(service: Service, inputs: Iterable[str]) -> tuple[str, ...]:
    """Return the keys that mean something for a service whose lists have these inputs."""
    variables = (
        "server_" + re.sub(r"[^a-z0-9]+", "_", known.name.lower())
        for known in service.server_variables
    )
    named = (key for keys in scheme_settings.keys(service).values() for key in keys)
    return (*KEYS, *named, *inputs, *variables)


def is_secret(service: Service, key: str) -> bool:
    """Tell whether a key holds a secret, or what is typed beside one and not shown."""
    named = {word for words in scheme_settings.keys(service).values() for word in words}
    hidden = {word for word in named if not word.startswith("username_")}
    return key in hidden or (key in KEYS and key not in {"client_id", "username", "base_url"})


def path(environ: Mapping[str, str]) -> Path:
    """Return where the profiles are, or would be."""
    if chosen := environ.get("ADLISTS_PROFILES"):
        return Path(chosen).expanduser()
    from platformdirs import user_config_path

    return user_config_path("adlists", appauthor=False) / "profiles.toml"


def read(environ: Mapping[str, str]) -> Profiles:
    """Return the profiles; none where there is no file.

    Raises `ConfigurationError` where the file that ADLISTS_PROFILES names is not there, where
    others may read it, or where it cannot be understood.
    """
    place = path(environ)
    try:
        with place.open("rb") as file:
            settings.check_private(place, os.fstat(file.fileno()).st_mode)
            data = tomllib.load(file)
    except FileNotFoundError:
        if environ.get("ADLISTS_PROFILES"):
            msg = f"ADLISTS_PROFILES names {place}, which does not exist; create or unset it."
            raise ConfigurationError(msg) from None
        return Profiles(place, None, {})
    except OSError as error:
        msg = f"The profiles {place} cannot be read: {error.strerror}."
        raise ConfigurationError(msg) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        at = str(error).rpartition("(at ")[2].rstrip(")") if "(at " in str(error) else ""
        where = f" ({at})" if at else ""  # the rest of the text may quote a secret
        msg = f"The profiles {place} are no TOML{where}; mend that place."
        raise ConfigurationError(msg) from None
    default = data.pop("default", None)
    if default is not None and not isinstance(default, str):
        msg = f"{place}: default has to be the name of a profile."
        raise ConfigurationError(msg)
    for name, held in data.items():
        if not is_dict(held) or not all(is_dict(keys) for keys in held.values()):
            msg = f"{place}: {name!r} has to be a profile with services: [{name}.SERVICE]."
            raise ConfigurationError(msg)
    if default is not None and default not in data:
        known = ", ".join(data) or "none"
        msg = f"{place}: the default {default!r} is no profile of it; there is {known}."
        raise ConfigurationError(msg)
    return Profiles(place, default, data)


def _from_keyring(name: str, place: str) -> str:
    try:
        import keyring
        import keyring.errors
    except ImportError:
        msg = f"{place} keeps a secret in the keyring. Run: pip install 'adlists[keyring]'"
        raise ConfigurationError(msg) from None
    try:
        found = keyring.get_password(KEYRING, name)
    except keyring.errors.KeyringError as error:
        msg = f"The system's keyring cannot be asked for {name!r} ({type(error).__name__})."
        raise ConfigurationError(msg) from None
    if not found:
        msg = (
            f"The system's keyring holds nothing under {name!r}, which {place} names. "
            "`adlists init` puts it there."
        )
        raise ConfigurationError(msg)
    return found
