"""The options of a job's command: those of `JobOptions`, and those of its service."""

from __future__ import annotations

from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

import click

from adlists import catalog
from adlists._runtime.misspellings import meant
from adlists.cli.connection_options import (
    base_url_option,
    plugin_option,
    profile_option,
    transport_option,
)
from adlists.contract import Service
from adlists.contract.list_steps import Input
from adlists.errors import ArgumentError
from adlists.lists import Rate
from adlists.lists.options import Option, note_of, option_types

INPUT: Final = "input_"  # what the parameters of a service's inputs begin with

# What a command that changes nothing needs of a job's options.
_READING: Final = frozenset({
    "identifier", "hash", "prehashed", "column", "header", "format", "sheet", "query", "exclude",
    "accept_urls", "memory", "threads", "rejects", "max_wait", "rate",
})  # fmt: skip


class RateType(click.ParamType[Rate]):
    """A rate on the command line, such as `250/min`."""

    name = "rate"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Rate:
        """Read `250/min`."""
        if isinstance(value, Rate):
            return value
        try:
            return Rate.parse(str(value))
        except ArgumentError as error:
            self.fail(str(error), param, ctx)


class ColumnType(click.ParamType["str | int"]):
    """A column: its name, or its number from 1."""

    name = "column"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,  # noqa: ARG002 - click's signature
        ctx: click.Context | None,  # noqa: ARG002 - likewise
    ) -> str | int:
        """Take digits for a number."""
        text = str(value)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text


def service_names() -> list[str]:
    """Return the names of the services that have lists, as far as that is known.

    Those whose code only their name asks for may have some; nothing of them is imported here.
    """
    return [name for name in catalog.names() if catalog.foreign(name) or _has_lists(name)]


def _has_lists(name: str) -> bool:
    service = catalog.find(name)
    return service is not None and catalog.lists_of(service) is not None


def no_service(name: str) -> click.UsageError:
    """Return the error of a service that is not there, with those that are."""
    known = service_names()
    listed = ", ".join(known)
    msg = f"There is no service {name!r} with lists; there are {listed}.{meant(name, known)}"
    return click.UsageError(msg)


def flag_of(name: str) -> str:
    """Return a name as an option."""
    return f"--{name.replace('_', '-')}"


def input_option(service: Service, known: Input) -> click.Option:
    """Return the option of an input that a document declares."""
    types: dict[str, Any] = {"integer": click.INT, "number": click.FLOAT, "boolean": click.BOOL}
    kind: Any = types.get(known.type, click.STRING)
    if known.values:
        kind = click.Choice([str(value) for value in known.values])
    needed = ", ".join((*known.needed, *known.identifiers))
    notes = [known.description.rstrip("."), f"needed to {needed}" if needed else ""]
    return click.Option(
        [flag_of(known.name), f"{INPUT}{known.name}"],
        type=kind,
        default=known.default,
        envvar=f"ADLISTS_{service.name}_{known.name}".upper() if known.env else None,
        show_envvar=known.env,
        show_default=known.default is not None,
        help="; ".join(note for note in notes if note).capitalize() + ".",
    )


def job_options(command: str) -> list[click.Option]:
    """Return the options that a job has, by their types and notes."""
    from inspect import signature

    from adlists.lists import JobOptions

    defaults = signature(JobOptions).parameters
    return [
        _option(name, hint, note_of(hint), defaults[name].default)
        for name, hint in option_types().items()
        if note_of(hint).only in {None, command} and (command != "diff" or name in _READING)
    ]


def _option(name: str, hint: Any, note: Option, default: Any) -> click.Option:
    plain = get_args(hint)[0]
    kinds = get_args(plain) if get_origin(plain) in {Union, UnionType} else (plain,)
    kinds = tuple(kind for kind in kinds if kind is not NoneType)
    more: dict[str, Any] = {"help": note.help, "metavar": note.metavar}
    if note.env:
        more |= {"envvar": note.env, "show_envvar": True}
    flag = flag_of(note.flag or name)
    if bool in kinds:
        if default is None:
            return click.Option([f"{flag}/--no-{name}", name], default=None, help=note.help)
        if default:
            return click.Option([flag, name], flag_value=False, default=True, help=note.help)
        return click.Option([flag, name], is_flag=True, help=note.help)
    if default is not None:
        more |= {"default": default, "show_default": True}
    return click.Option([flag, name], type=_type(kinds, note), **more)


def _type(kinds: tuple[Any, ...], note: Option) -> Any:
    for kind in kinds:
        if get_origin(kind) is Literal:
            return click.Choice(get_args(kind))
    if Path in kinds:  # a text stays one: it may be an address
        return click.Path() if str in kinds else click.Path(path_type=Path)
    if Rate in kinds:
        return RateType()
    if int in kinds:
        return (
            ColumnType()
            if str in kinds
            else click.IntRange(None if note.least is None else int(note.least))
        )
    return click.FloatRange(note.least) if float in kinds else click.STRING


def session_options() -> list[click.Option]:
    """Return the options of the session and of the report."""
    return [
        profile_option(),
        base_url_option(),
        transport_option(),
        plugin_option("--plugin", "plugins"),
        click.Option(["--json", "as_json"], is_flag=True, help="Print the report as JSON."),
        click.Option(
            ["--report", "report_file"],
            type=click.Path(dir_okay=False, path_type=Path),
            metavar="FILE",
            help="Write the report there, with a picture of the run: .md, .html or .json.",
        ),
        click.Option(
            ["--notify"],
            metavar="URL",
            envvar="ADLISTS_NOTIFY",
            show_envvar=True,
            help="Post the report there, as JSON without members, when the job ends badly.",
        ),
    ]
