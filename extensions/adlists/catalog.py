"""Which services there are: the generated packages, and what plugins offer."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import adlists_api
from adlists._runtime.registry import Registry
from adlists.contract import Service
from adlists.plugins import builtins


def names() -> list[str]:
    """Return the names of all services, without importing the generated ones."""
    return sorted({*_generated(), *_offered()})


def find(name: str) -> Service | None:
    """Return the service of that name, or None. `-` may stand for `_`."""
    name = name.replace("-", "_")
    if name in _generated():
        service: Service = import_module(f"adlists_api.{name}").SERVICE
        return service
    return _offered().get(name)


def _generated() -> list[str]:
    return [package.name for package in pkgutil.iter_modules(adlists_api.__path__) if package.ispkg]


def _offered() -> dict[str, Service]:
    return {service.name: service for service in Registry(builtins()).services()}
