"""Which services there are: the generated packages, what plugins offer, and your own.

A service has a name: of a package in `adlists_api`, of a plugin's service, or of an entry
point in the group `adlists.services`. A package of your own needs none of these. It is
named by its module (`my_clients.my_api`) or with the folder that it stands in
(`src/my_clients.my_api`), and is imported because you name it, never because it is there.
"""

from __future__ import annotations

import os
import pkgutil
import sys
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, Final

import attrs

import adlists_api
from adlists._runtime.registry import Registry
from adlists.contract import Service
from adlists.contract.list_steps import IdentifierType, Input
from adlists.errors import ConfigurationError, PluginError
from adlists.plugins import builtins

GROUP: Final = "adlists.services"


@attrs.frozen
class ListDeclaration:
    """What a service calls its lists, what a job has to be told, and what may stand on one."""

    noun: str
    inputs: tuple[Input, ...]
    identifiers: tuple[IdentifierType, ...]


@attrs.define
class _Naming:
    """The plugins that are named, and the registry of them once it was needed."""

    plugins: tuple[str, ...]
    registry: Registry | None = None


_NAMING: Final[ContextVar[_Naming | None]] = ContextVar("adlists_naming", default=None)


@contextmanager
def naming(plugins: Iterable[str]) -> Generator[None]:
    """Let services come from these plugins too, as long as the block runs."""
    before = _NAMING.set(_Naming(tuple(plugins)))
    try:
        yield
    finally:
        _NAMING.reset(before)


def named() -> tuple[str, ...]:
    """Return the plugins that services come from, beside those that the environment names."""
    held = _NAMING.get()
    return () if held is None else held.plugins


def names() -> list[str]:
    """Return the names of all services, without importing those of packages."""
    return sorted({*_generated(), *_offered(), *(point.name for point in _installed())})


def find(name: str) -> Service | None:
    """Return the service of that name, or None. `-` may stand for `_`.

    Raises `ConfigurationError` where a module is named that is not there, is not what its
    folder holds, or has no service.
    """
    if "." in name or "/" in name or os.sep in name:
        return _named(name)
    name = name.replace("-", "_")
    if name in _generated():
        return _service(import_module(f"adlists_api.{name}"))
    offered = _offered().get(name)
    if offered is not None:
        return offered
    for point in _installed():
        if point.name.replace("-", "_") == name:
            return _loaded(point)
    return None


def lists_of(service: Service) -> ListDeclaration | None:
    """Return what a plugin says of a service's lists, else its document; None where none does."""
    lists: Any = _registry().lists(service) or service.lists
    if lists is None:
        return None
    kinds: Any = lists.identifiers  # by name where a plugin says them
    kinds = kinds.values() if hasattr(kinds, "values") else kinds
    return ListDeclaration(lists.noun, tuple(lists.inputs), tuple(kinds))


def inputs_of(service: Service) -> tuple[Input, ...]:
    """Return what a job of a service has to be told."""
    lists = lists_of(service)
    return () if lists is None else lists.inputs


def foreign(name: str) -> bool:
    """Tell whether finding a service would import code that only its name asks for."""
    return name not in {*_generated(), *_offered()}


def _generated() -> list[str]:
    return [package.name for package in pkgutil.iter_modules(adlists_api.__path__) if package.ispkg]


def _registry() -> Registry:
    """Return the plugins that services come from: made once in a block of `naming()`."""
    held = _NAMING.get()
    if held is None:
        return Registry(builtins(), lenient=True)
    if held.registry is None:
        held.registry = Registry(builtins(), held.plugins, lenient=True)
    return held.registry


def _offered() -> dict[str, Service]:
    registry = _registry()
    services = {service.name: service for service in registry.services()}
    for name in named():
        if name in registry.problems:  # of the environment's, whoever uses them will hear
            raise PluginError(registry.problems[name])
    return services


def _installed() -> list[EntryPoint]:
    return sorted(entry_points(group=GROUP), key=lambda point: point.name)


def _loaded(point: EntryPoint) -> Service:
    try:
        found: Any = point.load()
    except Exception as error:
        msg = f"The service {point.name!r} ({point.value}) cannot be loaded: {error}"
        raise ConfigurationError(msg) from error
    return found if isinstance(found, Service) else _service(found)


def _named(address: str) -> Service:
    """Import a package by its module, or by its folder and its module."""
    folder, _, module = address.replace(os.sep, "/").rpartition("/")
    home = Path(folder or ".").resolve()
    before = list(sys.path)
    sys.path.append(str(home))  # last, so that nothing in it stands in for anything installed
    try:
        found: Any = import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{module}.".startswith(f"{error.name}."):
            raise
        msg = f"There is no package {module} in {home}, nor among those installed."
        raise ConfigurationError(msg) from error
    finally:
        if not folder:
            sys.path[:] = before
    place = Path(str(found.__file__ or "")).resolve()
    if folder and home not in place.parents:
        msg = f"{module} is the one at {place}, not one in {home}; rename one of the two."
        raise ConfigurationError(msg)
    return _service(found)


def _service(package: Any) -> Service:
    found = getattr(package, "SERVICE", None)
    if not isinstance(found, Service):
        name = getattr(package, "__name__", type(package).__name__)
        msg = f"{name} has no SERVICE; name a package that `adlists regenerate` made."
        raise ConfigurationError(msg)
    return found
