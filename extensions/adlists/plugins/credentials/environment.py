"""Credentials and addresses from the environment, the settings file and profiles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from adlists._runtime import redaction, scheme_settings
from adlists.contract import Service
from adlists.contract.list_steps import Input
from adlists.errors import ConfigurationError
from adlists.plugins.credentials.signing import Credential
from adlists.plugins.credentials.ways import Way, offers, ways

if TYPE_CHECKING:
    from adlists._runtime.profiles import Setting


@attrs.frozen
class Found:
    """What the environment, the profiles and the settings file hold for a service.

    `advice` says what to set, for whoever finds that no credential is there. `origins` says
    where each value stands, by its variable's name; `place` where the credential that is
    used stands, in words. `lookup` finds what is set beside.
    """

    credentials: tuple[Credential, ...]
    base_url: str | None
    advice: str
    server_variables: Mapping[str, str] = attrs.field(factory=dict[str, str])
    origins: Mapping[str, str] = attrs.field(factory=dict[str, str])
    place: str = ""
    profile: str | None = None
    lookup: _Lookup | None = attrs.field(default=None, repr=False, eq=False)

    def inputs(self, declared: Iterable[Input]) -> dict[str, str]:
        """Return what is set of the inputs that a service's lists declare.

        Raises `ConfigurationError` where the profile has a key that means nothing, which only
        now is known: a plugin may declare inputs, too.
        """
        lookup = self.lookup
        if lookup is None:
            return {}
        known = tuple(declared)
        if lookup.profile is not None:
            names = (wanted.name for wanted in known)
            lookup.profiles.check(lookup.profile, lookup.service, names)
        return {
            wanted.name: held.value
            for wanted in known
            if (wanted.env or wanted.sensitive) and (held := lookup.value(wanted.name.upper()))
        }


def from_environment(
    service: Service, environ: Mapping[str, str], profile: str | None = None
) -> Found:
    """Return the credentials and the address that are set for a service.

    They stand in variables `ADLISTS_<SERVICE>_TOKEN`, `_CLIENT_ID` and `_CLIENT_SECRET`,
    `_USERNAME` and `_PASSWORD`, `_API_KEY`, `_BASE_URL`, `_SERVER_<VARIABLE>`, or under the
    same names in the settings file, or in a profile; with `_<SCHEME>` at their end for one
    scheme of several of a kind (`_API_KEY_<SCHEME>`). A profile that is named, by *profile* or
    ADLISTS_PROFILE, wins, and its credential is not mixed with others; else the environment
    wins, then the settings file, then the profile that is the default. An empty value counts
    as none.

    Raises `ConfigurationError` for a value that cannot be a credential, for a profile that is
    not there, and for a file that is unsafe or cannot be read.
    """
    try:
        return _found(service, environ, profile)
    except ConfigurationError as error:
        failed = error
    del environ  # as with the frames below: a traceback may be shown with its locals
    raise redaction.bare(failed)


def _found(service: Service, environ: Mapping[str, str], profile: str | None) -> Found:
    lookup = _Lookup.of(service, environ, profile)
    credentials: list[Credential] = []
    stand: list[tuple[Way, list[tuple[str, str]]]] = []
    half = ""
    for way in ways(service):
        endings = way.endings
        values = [lookup.secret(ending) for ending in endings]
        found = [value for value in values if value is not None]
        if len(found) == len(endings):
            names = [
                lookup.told(ending, value) for ending, value in zip(endings, found, strict=True)
            ]
            credentials.append(_make(way.make, names, [value.value for value in found]))
            stand.append((way, names))
        elif found:
            given, missing = (
                next(
                    lookup.prefix + ending
                    for ending, value in zip(endings, values, strict=True)
                    if (value is None) is absent
                )
                for absent in (False, True)
            )
            half = f" {given} is set, but {missing} is not."
    base = lookup.value("BASE_URL")
    chosen = {
        variable.name: held.value
        for variable in service.server_variables
        if (held := lookup.value(_server_ending(variable.name))) is not None
    }
    return Found(
        tuple(credentials),
        None if base is None else base.value,
        lookup.advice(half),
        server_variables=chosen,
        origins=lookup.origins,
        place=_standing(service, lookup, stand) if stand else "",
        profile=lookup.profile,
        lookup=lookup,
    )


def _standing(
    service: Service, lookup: _Lookup, stand: list[tuple[Way, list[tuple[str, str]]]]
) -> str:
    """Say where the credential stands that is used; of several keys, each, and which is not set."""
    first, names = stand[0]
    if first.scheme is None or first.kind != "ApiKey":
        return _together(names)
    held = {way.scheme: names for way, names in stand if way.kind == "ApiKey" and way.scheme}
    lacking = {
        name
        for group in scheme_settings.together(service)
        for name in group
        if name not in held and not held.keys().isdisjoint(group)
    }
    unset = [
        f"{lookup.prefix}{ending} is not set"
        for way in ways(service)
        for ending in way.endings
        if way.kind == "ApiKey" and way.scheme in lacking
    ]
    found = [name for names in held.values() for name in names]
    return "; ".join([_together(found), *unset])


def _server_ending(name: str) -> str:
    return f"SERVER_{re.sub(r'[^A-Za-z0-9]+', '_', name)}".upper()


@attrs.define
class _Lookup:
    """Where the values of a service may stand, and in which order they are looked up."""

    service: Service
    environ: Mapping[str, str]
    file: Mapping[str, str]
    file_path: str
    profiles: Any
    profile: str | None
    named: bool  # whether the profile was asked for
    origins: dict[str, str] = attrs.field(factory=dict[str, str])

    @classmethod
    def of(cls, service: Service, environ: Mapping[str, str], profile: str | None) -> _Lookup:
        from adlists._runtime import profiles, settings

        asked = profile or environ.get("ADLISTS_PROFILE") or None
        held = profiles.read(environ)
        if asked is not None:
            held.named(asked, service)
        chosen = asked or held.default
        place = settings.path(environ)
        named = asked is not None
        return cls(service, environ, settings.read(environ), str(place), held, chosen, named)

    @property
    def prefix(self) -> str:
        return f"ADLISTS_{self.service.name.upper()}_"

    def value(self, ending: str) -> Setting | None:
        """Return a value, from the first place that has it."""
        places = [self._of_profile] if self.named else []
        places += [self._of_environment, self._of_file]
        places += [] if self.named else [self._of_profile]
        found = next((held for place in places if (held := place(ending)) is not None), None)
        if found is not None:
            self.origins[self.prefix + ending] = found.origin
        return found

    def secret(self, ending: str) -> Setting | None:
        """Return a part of a credential: of the profile alone, where that was asked for."""
        if not self.named:
            return self.value(ending)
        found = self._of_profile(ending)
        if found is not None:
            self.origins[self.prefix + ending] = found.origin
        return found

    def _of_environment(self, ending: str) -> Setting | None:
        value = self.environ.get(self.prefix + ending)
        return _setting(value, "the environment")

    def _of_file(self, ending: str) -> Setting | None:
        return _setting(self.file.get(self.prefix + ending), self.file_path)

    def _of_profile(self, ending: str) -> Setting | None:
        if self.profile is None:
            return None
        found: Setting | None = self.profiles.setting(self.profile, self.service, ending.lower())
        return found

    def told(self, ending: str, found: Setting) -> tuple[str, str]:
        """Return the name of a value where it stands, and that place."""
        of_profile = "profile " in found.origin
        return (ending.lower() if of_profile else self.prefix + ending), found.origin

    def advice(self, half: str) -> str:
        """Say what to set where no credential was found."""
        told = (
            " and ".join(self.prefix + ending for ending in endings)
            for endings in offers(self.service)
        )
        wanted = ", or ".join(told) or "nothing that a variable could hold"
        stray = _stray(self.prefix, {**self.file, **self.environ}, self.service)
        return (
            f"{self.service.name} needs a credential.{half}{stray} Set {wanted}, in the "
            f"environment or in {self.file_path}; or run `adlists init`; or pass a credential "
            "to connect()."
        )


def _setting(value: str | None, origin: str) -> Setting | None:
    from adlists._runtime.profiles import Setting

    return Setting(value, origin) if value else None


def _stray(prefix: str, names: Iterable[str], service: Service) -> str:
    """Say which variables of a service mean nothing, and which may be meant."""
    from adlists._runtime.misspellings import meant
    from adlists._runtime.profiles import known_keys

    inputs = () if service.lists is None else service.lists.inputs
    known = [key.upper() for key in known_keys(service, (wanted.name for wanted in inputs))]
    endings = [name.removeprefix(prefix) for name in names if name.startswith(prefix)]
    return "".join(
        f" {prefix}{ending} means nothing.{said}"
        for ending in endings
        if ending not in known and (said := meant(ending, known, 0.75))
    )


def _together(names: Iterable[tuple[str, str]]) -> str:
    """Say where values stand, each place once."""
    by_place: dict[str, list[str]] = {}
    for name, place in names:
        by_place.setdefault(place, []).append(name)
    return ", ".join(f"{' and '.join(held)} in {place}" for place, held in by_place.items())


def _make(
    kind: Callable[..., Credential], names: list[tuple[str, str]], values: list[str]
) -> Credential:
    try:
        return kind(*values)
    except ConfigurationError as error:
        places = " and ".join(dict.fromkeys(place for _, place in names))
        msg = f"{' and '.join(name for name, _ in names)} cannot be used. {error} See {places}."
        raise ConfigurationError(msg) from None
