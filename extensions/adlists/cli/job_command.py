"""What `adlists upload` and `adlists sync` have in common: options, running, the end.

The options are those of `JobOptions`, with its notes. Once `--service` is given, the inputs that
its document declares are options, too, and what it calls a list is another name of `--list`.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

import click
from click.core import ParameterSource

from adlists import catalog
from adlists.catalog import ListDeclaration
from adlists.cli import progress, results, voice
from adlists.cli.keeping import Keeping
from adlists.cli.operation import profile_option
from adlists.cli.signals import ended_by_signals
from adlists.contract import Client, Service
from adlists.contract.list_steps import Input
from adlists.errors import AdlistsError, ArgumentError
from adlists.lists import JobStoppedError, Rate, Report
from adlists.lists.options import Option, note_of, option_types
from adlists.lists.reading.remote import RemoteFile, safe, scheme_of
from adlists.lists.report import Watch
from adlists.session import Session, connect

_ONCE: Final = ("--restart",)
_INPUT: Final = "input_"
Run = Callable[[Session[Client], str, Any, dict[str, Any]], Report]
Conclude = Callable[..., int]

# What a command that changes nothing needs of a job's options.
_READING: Final = frozenset({
    "identifier", "hash", "prehashed", "column", "header", "format", "sheet", "query",
    "accept_urls", "memory", "threads", "rejects", "max_wait", "rate",
})  # fmt: skip


class RateType(click.ParamType[Rate]):
    """So many requests in so much time."""

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


class JobCommand(click.Command):
    """A job's command: it knows how it was called, and grows the options of its service."""

    def __init__(
        self,
        name: Literal["upload", "sync", "diff"],
        job: Run,
        text: str,
        conclude: Conclude | None = None,
    ) -> None:
        super().__init__(
            name=name,
            help=text,
            params=[
                click.Argument(["files"], nargs=-1, metavar="FILE..."),
                click.Option(
                    ["--from", "database"],
                    metavar="DATABASE",
                    help="What --query is asked of: a file of DuckDB or SQLite, or an address.",
                ),
                click.Option(
                    ["--service"],
                    required=True,
                    metavar="NAME",
                    envvar="ADLISTS_SERVICE",
                    show_envvar=True,
                    help=f"Whose list it is: {', '.join(service_names())}.",
                ),
                *_job_options(name),
                *_session_options(),
                *voice.options(),
            ],
            callback=self._called,
        )
        self._job = job
        self._conclude = conclude

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Add the options of the service that the arguments name."""
        name = _service_in(args)
        service = None if name is None else catalog.find(name)
        lists = None if service is None else catalog.lists_of(service)
        if name is not None and lists is None:
            raise no_service(name)
        if name is None and not {"-h", "--help"} & {*args}:
            with suppress(click.UsageError):  # read all the same: how to speak is among it
                super().make_context(info_name, list(args), parent, **extra)
            msg = f"Say by --service whose list it is, one of {', '.join(service_names())}."
            raise click.UsageError(msg)
        grown = self if service is None or lists is None else self._grown(service, lists)
        context = click.Command.make_context(grown, info_name, list(args), parent, **extra)
        context.meta[__name__] = [text for text in args if text not in _ONCE]
        return context

    def _grown(self, service: Service, lists: ListDeclaration) -> JobCommand:
        secrets = [
            f"ADLISTS_{service.name}_{known.name}".upper()
            for known in lists.inputs
            if known.sensitive
        ]
        help_ = (self.help or "").replace("SERVICE", service.name)
        if secrets:
            help_ += f"\nFrom the environment only, as it is secret: {', '.join(secrets)}.\n"
        grown = JobCommand(self.name, self._job, help_, self._conclude)  # type: ignore[arg-type]  # the name it was made with
        noun = lists.noun
        names = ["--list"] if noun == "list" else ["--list", f"--{noun}"]
        target = click.Option(
            [*names, "list_"], required=True, metavar="ID|NAME", help=f"Which {noun}."
        )
        taken = {flag for parameter in grown.params for flag in parameter.opts}
        # A secret comes from the environment: options end up in histories.
        more = [
            input_option(service, known)
            for known in lists.inputs
            if _flag(known.name) not in taken and not known.sensitive
        ]
        grown.params[2:2] = [target, *more]
        kinds = lists.identifiers
        for parameter in grown.params:
            if parameter.name == "identifier":
                parameter.type = click.Choice([kind.name for kind in kinds])
                parameter.required = len(kinds) > 1
            elif parameter.name == "hash":
                modes = dict.fromkeys(mode for kind in kinds for mode in kind.hash)
                parameter.type = click.Choice(list(modes))
                parameter.metavar = None
        return grown

    def _called(self, **given: Any) -> int:
        name, target = given.pop("service"), given.pop("list_", None)
        files = _named(given.pop("files"), given.pop("database"), given.get("query"))
        service = catalog.find(name)
        if service is None or target is None:
            raise no_service(name)
        as_json = given.pop("as_json")
        base_url, transport = given.pop("base_url"), given.pop("transport")
        plugins, profile = given.pop("plugins"), given.pop("profile")
        keeping = Keeping(given.pop("report_file"), given.pop("notify"))
        options = {
            key.removeprefix(_INPUT): value
            for key, value in given.items()
            if not key.startswith(_INPUT) or _is_given(key)
        }
        _choose_hash(service, options)
        api = type("Api", (Client,), {"SERVICE": service})

        def job(watch: Watch) -> Report:
            session: Session[Client] = connect(
                api,
                base_url=base_url,
                transport=transport,
                profile=profile,
                plugins=[voice.Narrator(voice.current()), *plugins],
            )
            with session:
                return self._job(session, target, _sources(files), {**options, "watch": watch})

        return _run(job, self._conclude, keeping, as_json=as_json)


def _is_given(name: str) -> bool:
    """Tell whether an option stands in the command; settings and defaults are the job's affair."""
    return click.get_current_context().get_parameter_source(name) is ParameterSource.COMMANDLINE


def service_names() -> list[str]:
    """Return the names of the services that have lists."""
    found = ((name, catalog.find(name)) for name in catalog.names())
    return [name for name, known in found if known and catalog.lists_of(known) is not None]


def _service_in(args: Sequence[str]) -> str | None:
    """Return the name of the service that the arguments, or the environment, name."""
    name = os.environ.get("ADLISTS_SERVICE")
    for at, text in enumerate(args):
        if text == "--":
            break
        if text == "--service" and at + 1 < len(args):
            name = args[at + 1]
        elif text.startswith("--service="):
            name = text.partition("=")[2]
    return name or None


def no_service(name: str) -> click.UsageError:
    """Return the error of a service that is not there, with those that are."""
    from difflib import get_close_matches

    known = service_names()
    close = get_close_matches(name.replace("-", "_"), known, 1)
    meant = f" Meant: {close[0]}?" if close else ""
    msg = f"There is no service {name!r} with lists; there are {', '.join(known)}.{meant}"
    return click.UsageError(msg)


def _flag(name: str) -> str:
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
        [_flag(known.name), f"{_INPUT}{known.name}"],
        type=kind,
        default=known.default,
        envvar=f"ADLISTS_{service.name}_{known.name}".upper() if known.env else None,
        show_envvar=known.env,
        show_default=known.default is not None,
        help="; ".join(note for note in notes if note).capitalize() + ".",
    )


def _job_options(command: str) -> list[click.Option]:
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
    flag = _flag(note.flag or name)
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


def _session_options() -> list[click.Option]:
    return [
        profile_option(),
        click.Option(["--base-url"], metavar="URL", help="Where the service is, if elsewhere."),
        click.Option(
            ["--transport"],
            type=click.Choice(["default", "fast", "httpx2", "pyreqwest"]),
            help="The HTTP library; fast is what the extra brings.  [default: httpx2]",
        ),
        click.Option(
            ["--plugin", "plugins"],
            multiple=True,
            metavar="NAME",
            help="Load a plugin. Repeatable.",
        ),
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


def command_line() -> str:
    """Return the command as it was given, for a shell; of an address without what is secret."""
    ctx = click.get_current_context()
    given = (safe(text) if scheme_of(text) else text for text in ctx.meta[__name__])
    return shlex.join([*ctx.command_path.split(), *given])


def _sources(given: tuple[str, ...]) -> Any:
    """Return a source: one name, which may be a glob or `-`, or several files."""
    if len(given) == 1:
        return given[0]
    return [RemoteFile(name) if scheme_of(name) else Path(name) for name in given]


def _named(files: tuple[str, ...], database: str | None, query: str | None) -> tuple[str, ...]:
    """Return what is to be read: files, or the database of a query."""
    if database is not None and query is None:
        msg = "--from is a database: say by --query 'select …' what it is to be asked."
        raise click.UsageError(msg)
    if database is None and not files:
        msg = "Missing argument 'FILE...': what is to be read? A file, a URL, - or --query."
        raise click.UsageError(msg)
    if files and database is not None:
        msg = "Name files, or a database by --from; not both."
        raise click.UsageError(msg)
    if query is not None and len(files) > 1:
        msg = "A query is asked of one database."
        raise click.UsageError(msg)
    return files if database is None else (database,)


def _choose_hash(service: Service, options: dict[str, Any]) -> None:
    """Ask a person how personal identifiers leave; refuse where nobody is there to answer."""
    lists = catalog.lists_of(service)
    kinds = () if lists is None else lists.identifiers
    asked = options.get("identifier") or (kinds[0].name if len(kinds) == 1 else None)
    modes = next((kind.hash for kind in kinds if kind.name == asked), ())
    if options.get("hash") or options.get("prehashed") or len(modes) < 2:
        return
    if not (sys.stdin.isatty() and results.terminal()):
        msg = (
            f"Identifiers of the type {asked} are personal data: say by --hash how they leave, one "
            f"of {', '.join(modes)}, or by --prehashed that they are hashed already."
        )
        raise click.UsageError(msg)
    options["hash"] = click.prompt("How do they leave?", type=click.Choice(modes), err=True)


def _run(
    job: Callable[[Watch], Report],
    conclude: Conclude | None,
    keeping: Keeping,
    *,
    as_json: bool,
) -> int:
    """Run a job with its progress on the screen; return the exit code."""
    speaking = voice.current()
    screen = progress.show(speaking, silent=as_json)
    stopped: JobStoppedError | None = None
    try:
        with ended_by_signals(), screen.open():
            report = job(keeping.watching(screen))
    except JobStoppedError as error:
        report, stopped = error.report, error
    except AdlistsError as error:
        keeping.failed(error)
        raise
    except KeyboardInterrupt:
        if click.get_current_context().params.get("dry_run", True):
            note = "Interrupted. Nothing was sent."
        else:
            kept = "What was done is kept; this command goes on from there:"
            note = f"Interrupted. {kept}\n  {command_line()}"
        speaking.say(note, level="warning")
        raise
    keeping.ended(report, stopped)
    try:
        if conclude is not None:
            return conclude(report, as_json=as_json)
        _conclude(report, stopped, as_json=as_json)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read has seen enough, and the job is done all the same
        voice.silence(sys.stdout)
    return 2 if report.refusal else 0 if report.ok else 1  # 2, as the job itself would


def _conclude(report: Report, stopped: JobStoppedError | None, *, as_json: bool) -> None:
    """Print the report; say why the job stopped, and the command that goes on, if one can."""
    speaking = voice.current()
    if as_json:
        told = report.to_dict()
        if stopped is not None:
            told["problem"] = str(stopped)
        if not report.ok and not report.refusal:
            told["finish"] = command_line()
        results.dump(told)
    else:
        progress.conclude(report)
    if stopped is not None:
        speaking.error(str(stopped))
    if report.refusal:
        speaking.error(f"The job itself would be refused: {report.refusal} Here: --max-removals.")
    elif not report.ok and not as_json:
        speaking.say(f"{_way_on(report, stopped)}\n  {command_line()}", event="finish")


def _way_on(report: Report, stopped: JobStoppedError | None) -> str:
    """Introduce the command that goes on: it may need something else first."""
    if click.get_current_context().params["files"] == ("-",):
        return "With the same on standard input once more, this command finishes the job:"
    hopeless = [failure for failure in report.failures if not failure.again]
    if hopeless or (stopped is not None and not stopped.again):
        return "As it is, it would fail again. Once that is mended, this command finishes the job:"
    return "This command finishes the job:"
