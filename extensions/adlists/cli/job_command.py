"""What `adlists upload` and `adlists sync` have in common: options, running, the end."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from adlists.cli import progress, results
from adlists.errors import ArgumentError
from adlists.lists import JobStoppedError, Pace, Rate, Report
from adlists.lists.report import Watch

C = TypeVar("C", bound=Callable[..., Any])

_ONCE: Final = ("--restart", "--again")


class JobCommand(click.Command):
    """A command that can tell how it was called, so that it can be called again."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep the arguments before they are taken apart."""
        ctx.meta[__name__] = [one for one in args if one not in _ONCE]
        return super().parse_args(ctx, args)


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


def command_line() -> str:
    """Return the command as it was given, for a shell."""
    ctx = click.get_current_context()
    return shlex.join([*ctx.command_path.split(), *ctx.meta[__name__]])


def sources(given: tuple[str, ...]) -> Any:
    """Return a source: one name, which may be a glob or `-`, or several files."""
    return given[0] if len(given) == 1 else [Path(one) for one in given]


def run(job: Callable[[Watch], Report], *, as_json: bool) -> int:
    """Run a job with its progress on the screen; return the exit code."""
    screen = progress.show(silent=as_json)
    problem: str | None = None
    try:
        with screen.open():
            report = job(screen)
    except JobStoppedError as stopped:
        report, problem = stopped.report, str(stopped)
    except KeyboardInterrupt:
        if click.get_current_context().params["dry_run"]:
            note = "Interrupted. Nothing was sent."
        else:
            kept = "What was done is kept; this command goes on from there:"
            note = f"Interrupted. {kept}\n  {command_line()}"
        click.echo(note, err=True)
        raise
    if as_json:
        more = {} if report.ok else {"problem": problem, "finish": command_line()}
        results.dump({**report.to_dict(), **more})
    else:
        progress.conclude(report, command_line())
    if problem is not None:
        click.echo(f"{results.styled('Error:', fg='red', bold=True)} {problem}", err=True)
    return 0 if report.ok else 1


def pace(parallel: int, rate: Rate | None) -> Pace:
    """Return how fast to go."""
    return Pace(parallel=parallel, rate=rate)


def common(function: C) -> C:
    """Add the options that both commands have."""
    for option in reversed(_COMMON):
        function = option(function)
    return function


_COMMON: Final = (
    click.option("--column", metavar="NAME", help="The column; found if only one can be it."),
    click.option(
        "--format",
        "format_",
        type=click.Choice(["csv", "tsv", "parquet", "jsonl", "lines"]),
        help="What the files are.  [default: told from their names]",
    ),
    click.option(
        "--rejects",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Write rows that cannot be identifiers there.",
    ),
    click.option(
        "--parallel",
        type=click.IntRange(1, 64),
        default=4,
        show_default=True,
        help="Requests on their way at once.",
    ),
    click.option(
        "--rate", type=RateType(), metavar="N/min", help="At most so many requests: 250/min, 5/s."
    ),
    click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing."),
    click.option(
        "--state",
        type=click.Path(file_okay=False, path_type=Path),
        envvar="ADLISTS_STATE",
        show_envvar=True,
        help="The folder of journals and snapshots.  [default: the platform's own]",
    ),
    click.option("--base-url", metavar="URL", help="Where the service is, if elsewhere."),
    click.option(
        "--transport",
        type=click.Choice(["httpx2", "pyreqwest"]),
        help="The HTTP library.  [default: httpx2]",
    ),
    click.option(
        "--plugin", "plugins", multiple=True, metavar="NAME", help="Load a plugin. Repeatable."
    ),
    click.option("--json", "as_json", is_flag=True, help="Print the report as JSON."),
)
