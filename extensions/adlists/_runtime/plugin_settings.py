"""The settings of plugins: what their classes take, from the environment and the settings file.

    ADLISTS_PLUGIN_<NAME>_<ARGUMENT>     ADLISTS_PLUGIN_RETRY_ATTEMPTS=6

An argument of a class counts where its annotation is one that a text can be read as: text, a
number, a flag, a choice, a path, or a list of these with commas between.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from inspect import Parameter, signature
from pathlib import Path
from typing import Any, Final, Literal, Union, cast, get_args, get_origin, get_type_hints

import attrs

from adlists.errors import AdlistsError, PluginError

PREFIX: Final = "ADLISTS_PLUGIN_"
_FLAGS: Final = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
_SIMPLE: Final[tuple[type, ...]] = (str, int, float, bool, Path)

Read = Callable[[str], Any]


@attrs.frozen
class PluginSetting:
    """One argument of a plugin's class: its variable, what it is, and whether it is set.

    `value` is what it was set to, `[secure]` where the class does not show it, None where it
    was not set.
    """

    variable: str
    kind: str
    required: bool
    value: str | None


def of(name: str, kind: type[Any], environ: Mapping[str, str]) -> list[PluginSetting]:
    """Return the settings that a plugin of that name and class takes."""
    hidden = _hidden(kind)
    return [
        PluginSetting(
            variable(name, parameter.name),
            _named(parameter.annotation),
            parameter.default is Parameter.empty,
            "[secure]" if value is not None and parameter.name in hidden else value,
        )
        for parameter, _ in _arguments(kind)
        for value in (environ.get(variable(name, parameter.name)),)
    ]


def make(
    name: str, kind: type[Any], environ: Mapping[str, str], others: Iterable[str] = ()
) -> object:
    """Make a plugin of its class, with what is set for it; *others* are plugins, too.

    Raises `PluginError` for a setting that it does not have, that cannot be read, that the
    class refuses, or that is missing.
    """
    prefix = variable(name, "")
    found: dict[str, Any] = {}
    known = _arguments(kind)
    for parameter, read in known:
        text = environ.get(prefix + parameter.name.upper())
        if text is not None:
            found[parameter.name] = _read(read, text, prefix + parameter.name.upper(), parameter)
        elif parameter.default is Parameter.empty:
            raise _error(name, f"needs {prefix}{parameter.name.upper()}; set it")
    names = {prefix + parameter.name.upper() for parameter, _ in known}
    longer = tuple(
        other for other in (variable(item, "") for item in others) if len(other) > len(prefix)
    )
    unknown = {item for item in environ if item.startswith(prefix) and not item.startswith(longer)}
    unknown -= names
    if unknown:
        there = ", ".join(sorted(names)) or "none"
        raise _error(name, f"has no setting {min(unknown)}; there are {there}")
    try:
        return kind(**found)
    except AdlistsError as error:
        raise _error(name, f"refuses its settings. {str(error).rstrip('.')}") from None
    except (ValueError, TypeError) as error:
        raise _error(name, f"cannot be made ({type(error).__name__}): {error}") from error


def variable(plugin: str, argument: str) -> str:
    """Return the variable of a plugin's argument."""
    return f"{PREFIX}{re.sub(r'[^A-Za-z0-9]+', '_', plugin).upper()}_{argument.upper()}"


def _error(plugin: str, what: str) -> PluginError:
    error = PluginError(f"Plugin {plugin!r} {what}.")
    error.plugin = plugin
    return error


def _arguments(kind: type[Any]) -> list[tuple[Parameter, Read]]:
    """Return the arguments of a class that a text can be read as, and how; else nothing."""
    if kind.__init__ is object.__init__:
        return []
    try:
        hints = get_type_hints(kind if attrs.has(kind) else kind.__init__)
        parameters = signature(kind).parameters.values()
    except (NameError, TypeError, ValueError):  # annotations of names that are not there
        return []
    found: list[tuple[Parameter, Read]] = []
    for parameter in parameters:
        read = _reader(hints.get(parameter.name))
        if read is not None:
            found.append((parameter.replace(annotation=hints[parameter.name]), read))
    return found


def _reader(kind: Any) -> Read | None:
    if kind in _SIMPLE:
        return _flag if kind is bool else kind
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal and all(isinstance(item, str) for item in inner):
        return lambda text: _choice(text, inner)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if origin in {Union, types.UnionType}:
        readers = [read for read in map(_reader, inner) if read is not None]
        return readers[0] if len(readers) == 1 else None
    if origin in {list, tuple} and inner and (read := _reader(inner[0])) is not None:
        each, make_of = read, cast("Callable[[list[Any]], Any]", origin)
        return lambda text: make_of(
            [each(item.strip()) for item in text.split(",") if item.strip()]
        )
    return None


def _flag(text: str) -> bool:
    return _FLAGS[text.strip().lower()]


def _choice(text: str, choices: tuple[str, ...]) -> str:
    return choices[choices.index(text)]


def _read(read: Read, text: str, name: str, parameter: Parameter) -> Any:
    try:
        return read(text)
    except (ValueError, KeyError, ArithmeticError):
        msg = f"{name} has to be {_named(parameter.annotation)}."
    raise PluginError(msg)


def _named(kind: Any) -> str:
    """Say what a value has to be."""
    words = {str: "text", int: "a whole number", float: "a number", Path: "a path"}
    if kind in words:
        return words[kind]
    origin, inner = get_origin(kind), get_args(kind)
    if kind is bool:
        return "1 or 0"
    if origin is Literal:
        return f"one of {', '.join(map(str, inner))}"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return f"one of {', '.join(str(item.value) for item in kind)}"
    if origin in {list, tuple}:
        return f"{_named(inner[0])}, or several with commas between"
    readable = [item for item in inner if _reader(item) is not None]
    return _named(readable[0]) if readable else "text"


def _hidden(kind: type[Any]) -> set[str]:
    """Return the arguments whose values are not shown; all, where the class does not say."""
    if not attrs.has(kind):
        return set(signature(kind).parameters)
    return {field.alias or field.name for field in attrs.fields(kind) if field.repr is False}
