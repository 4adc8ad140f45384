"""The settings of a service that has several schemes of one kind: one for each, by its name.

A key for the scheme `appKey` is `api_key_appkey` in a profile, and ends in _API_KEY_APPKEY in
the environment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from adlists.contract import Scheme, Service

#: What is sent as it is, by the kind of its scheme: the words of its settings.
_WORDS: Final = {
    ("apiKey", None): ("api_key",),
    ("http", "basic"): ("username", "password"),
    ("http", "bearer"): ("token",),
}


def keys(service: Service) -> dict[str, tuple[str, ...]]:
    """Return the settings of each scheme that is one of several of its kind, by its name."""
    kinds: dict[tuple[str, str | None], list[str]] = {}
    for scheme in service.schemes:
        kinds.setdefault((scheme.kind, scheme.scheme), []).append(scheme.name)
    found: dict[str, tuple[str, ...]] = {}
    for kind, words in _WORDS.items():
        several = kinds.get(kind, [])
        taken: set[str] = set()
        for name in several if len(several) > 1 else ():
            ending = re.sub(r"[^a-z0-9]+", "_", name.lower())
            number, free = 1, ending
            while free in taken:  # `a-b` and `a_b` would else share a value
                number += 1
                free = f"{ending}_{number}"
            taken.add(free)
            found[name] = tuple(f"{word}_{free}" for word in words)
    return found


def place(scheme: Scheme) -> tuple[str, str]:
    """Return where a credential goes: two of different values cannot go to one place."""
    if scheme.kind == "mutualTLS":
        return "connection", ""
    if scheme.kind == "apiKey":
        name = scheme.parameter or scheme.name
        return scheme.place or "", name.lower() if scheme.place == "header" else name
    return "header", "authorization"


def together(
    service: Service, alternatives: Iterable[Iterable[str]] | None = None
) -> tuple[tuple[str, ...], ...]:
    """Return the names of the apiKey schemes that one call needs several of, at several places.

    *alternatives* are those of the service's operations, unless given.
    """
    if alternatives is None:
        alternatives = (part for security in service.operations.security for part in security)
    schemes = {scheme.name: scheme for scheme in service.schemes if scheme.kind == "apiKey"}
    if len(schemes) < 2:
        return ()
    found = {tuple(name for name in part if name in schemes): None for part in alternatives}
    return tuple(names for names in found if len({place(schemes[name]) for name in names}) > 1)
