"""What a plugin marks as its hooks, looked at before it is used: by names, and by kinds."""

from __future__ import annotations

from collections.abc import Sequence
from inspect import isasyncgenfunction, iscoroutinefunction, isgeneratorfunction
from typing import Any

import pluggy

from adlists import hookspecs
from adlists._runtime import guards
from adlists._runtime.misspellings import nearest
from adlists.errors import PluginError
from adlists.hookspecs import PLACES


def check(name: str, plugin: object, callers: Sequence[pluggy.HookCaller]) -> None:
    """Refuse what would silently do nothing: an unknown hook, an unmarked one, none at all."""
    known = _hook_names()
    for caller in callers:
        if caller.name not in known:
            meant = nearest(caller.name, known) or ", ".join(known)
            msg = f"Plugin {name!r}: there is no hook {caller.name!r}. Meant: {meant}?"
            raise PluginError(msg)
    marked = {caller.name for caller in callers}
    unmarked = [hook for hook in known if hook not in marked and hasattr(plugin, hook)]
    if unmarked or not marked:
        missing = ", ".join(unmarked) or "any hook"
        msg = f"Plugin {name!r} does not mark {missing}; put @adlists.hookimpl above it."
        raise PluginError(msg)
    for caller in callers:
        for impl in caller.get_hookimpls():
            if impl.plugin is plugin:
                _check_function(name, caller.name, impl)
    if not callable(getattr(plugin, "listens", check)):  # where there is one
        what = "has a `listens` that is no method; let it return True or False"
        raise guards.mistake(name, what)


def _hook_names() -> list[str]:
    return sorted(name for name in vars(hookspecs) if name.startswith("adlists_"))


def _check_function(plugin: str, hook: str, impl: Any) -> None:
    """Refuse a function that could never do what its hook is for."""
    if iscoroutinefunction(impl.function) or isasyncgenfunction(impl.function):
        raise guards.mistake(plugin, f"marks an async {hook}; hooks are plain functions")
    if impl.wrapper or impl.hookwrapper:  # an answer would have no name, nor a place
        what = "observe it" if hook == "adlists_event" else "answer it, or replace who does"
        raise guards.mistake(plugin, f"wraps {hook}, which cannot be; {what}")
    if isgeneratorfunction(impl.function) and hook != "adlists_close":
        raise guards.mistake(plugin, f"has a `yield` in {hook}, which would do nothing; remove it")
    place = getattr(impl.function, "adlists_place", None)
    if place is not None and (hook != "adlists_layer" or place not in PLACES):
        where = ", ".join(PLACES)
        raise guards.mistake(plugin, f"gives {hook} the place {place!r}; layers have {where}")
