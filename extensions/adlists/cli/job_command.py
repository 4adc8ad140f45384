"""What `adlists upload` and `adlists sync` have in common: running, and the end.

The options are those of `JobOptions`. Once `--service` is given, the inputs that
its document declares are options, too, and what it calls a list is another name of `--list`.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Literal

import click
from click.core import ParameterSource

from adlists import catalog
from adlists.catalog import ListDeclaration
from adlists.cli import progress, results, voice
from adlists.cli.job_options import (
    INPUT,
    flag_of,
    input_option,
    job_options,
    no_service,
    service_names,
    session_options,
)
from adlists.cli.keeping import Keeping
from adlists.cli.signals import ended_by_signals
from adlists.contract import Client, Service
from adlists.errors import AdlistsError
from adlists.lists import JobStoppedError, Report
from adlists.lists.reading.remote import RemoteFile, safe, scheme_of
from adlists.lists.report import Watch
from adlists.session import Session, connect

_ONCE: Final = ("--restart",)
Run = Callable[[Session[Client], str, Any, dict[str, Any]], Report]
Conclude = Callable[..., int]


class _ServiceOption(click.Option):
    """Names the services there are in its help, which no other line has to import."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return how it is written, and what it means."""
        self.help = f"Whose list it is: {', '.join(service_names())}."
        return super().get_help_record(ctx)


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
                _ServiceOption(
                    ["--service"],
                    required=True,
                    metavar="NAME",
                    envvar="ADLISTS_SERVICE",
                    show_envvar=True,
                ),
                *job_options(name),
                *session_options(),
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
            if flag_of(known.name) not in taken and not known.sensitive
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
        report_file = given.pop("report_file")
        _demand_apart(report_file, files, given.get("rejects"), given.get("exclude"))
        keeping = Keeping(report_file, given.pop("notify"))
        options = {
            key.removeprefix(INPUT): value
            for key, value in given.items()
            if not key.startswith(INPUT) or _is_given(key)
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


def _demand_apart(report: Path | None, files: tuple[str, ...], *beside: object) -> None:
    """Refuse a report that would take the place of what is read, or of what is written."""
    named = [*files, *(item for item in beside if isinstance(item, str | Path))]
    taken = [Path(item).resolve() for item in named if "\0" not in str(item)]
    if report is not None and report.resolve() in taken:
        msg = f"--report {report} is a source or the rejects file; name another file."
        raise click.UsageError(msg)


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
