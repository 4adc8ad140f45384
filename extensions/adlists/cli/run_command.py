"""`adlists run`: the jobs of a manifest, side by side, each account within its budget."""

from __future__ import annotations

import shlex
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click

from adlists.cli import results, voice
from adlists.cli.connection_options import state_option
from adlists.cli.signals import ended_by_signals
from adlists.lists.fleet import run
from adlists.lists.fleet_report import FleetReport, JobResult
from adlists.lists.manifest import Manifest, ManifestJob
from adlists.lists.report import Progress
from adlists.lists.sending.throttle import spoken

_HELP: Final = """Run the jobs of a manifest: TOML, YAML or JSON.

Every job is checked before the first one runs. Jobs of one account share its limits, accounts
take turns, and a job that fails takes none with it. A job that was broken off goes on where it
was; --continue passes over those that the latest run has done.

\b
A manifest:
  [defaults]
  service = "SERVICE"
  identifier = "email"
  hash = "sha256"
  [tables.advertisers]
  file = "advertisers.csv"
  [[jobs]]
  name = "buyers of {id}"
  over = "advertisers"
  profile = "{market}"
  list = "Buyers"
  source = "exports/{id}.csv"
  advertiser = "{id}"

\b
Examples:
  adlists run jobs.toml --dry-run
  adlists run jobs.toml --select 'buyers of 7*' --at-once 16
  adlists run jobs.toml --continue --json
  adlists run jobs.toml --engine dask://scheduler:8786
"""


class _RunCommand(click.Command):
    """The command, which knows how it was called."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Keep the arguments."""
        given = list(args)
        context = super().make_context(info_name, args, parent, **extra)
        context.meta[__name__] = given
        return context


@click.command(name="run", help=_HELP, cls=_RunCommand)
@click.argument("manifest", type=click.Path(path_type=Path))
@click.option(
    "--select", multiple=True, metavar="PATTERN", help="Only jobs of such names. Repeatable."
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing.")
@click.option("--continue", "resume", is_flag=True, help="Pass over what the latest run has done.")
@click.option(
    "--at-once",
    type=click.IntRange(1),
    metavar="N",
    help="Jobs side by side.  [default: 8, or what an engine has room for]",
)
@click.option(
    "--engine",
    metavar="ADDRESS",
    help="What runs the jobs: local, or the scheduler of a cluster, such as dask://host:8786.",
)
@state_option("journals and snapshots")
@click.option("--plugin", "plugins", multiple=True, metavar="NAME", help="Load a plugin.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def command(
    *,
    manifest: Path,
    select: tuple[str, ...],
    dry_run: bool,
    resume: bool,
    at_once: int | None,
    engine: str | None,
    state: str | None,
    plugins: tuple[str, ...],
    as_json: bool,
) -> int:
    """Run the jobs; 1 where one of them is not done."""
    plan = Manifest.read(manifest).select(select)
    speaking = voice.current()
    lively = sys.stderr.isatty() and not (as_json or speaking.quiet or speaking.as_json)
    screen = _Table(plan) if lively else _Lines(len(plan.jobs), speaking)
    here = engine in {None, "local"}  # elsewhere nobody would hear what is said
    try:
        with ended_by_signals(), screen.open():
            report = run(
                plan,
                at_once=at_once,
                engine=engine,
                resume=resume,
                dry_run=dry_run,
                state=state,
                plugins=[voice.Narrator(speaking), *plugins] if here else plugins,
                watch=screen,
            )
    except KeyboardInterrupt:
        speaking.say(f"Interrupted. {_how_to_go_on(dry_run=dry_run)}", level="warning")
        raise
    if as_json:
        results.dump(report.to_dict())
    else:
        _print(report)
    return 0 if report.ok else 1


def _how_to_go_on(*, dry_run: bool) -> str:
    if dry_run:
        return "Nothing was sent."
    context = click.get_current_context()
    given = [text for text in context.meta[__name__] if text != "--continue"]
    command = shlex.join([*context.command_path.split(), *given, "--continue"])
    return f"What was done is kept; this command goes on from there:\n  {command}"


class _Lines:
    """A line for each job that has ended, and for each wait."""

    def __init__(self, total: int, speaking: voice.Voice) -> None:
        self._total = total
        self._speaking = speaking
        self._ended = 0

    def __call__(self, job: ManifestJob, news: Progress | JobResult) -> None:
        if isinstance(news, JobResult):
            self._ended += 1
            why = f": {news.problem}" if news.problem else ""
            text = f"{self._ended}/{self._total} {job.name}: {news.outcome}{why}"
            told: dict[str, Any] = {"job": job.name, "outcome": news.outcome, "ok": news.ok}
            self._speaking.say(results.plain(text), event="job", **told)
        elif news.wait:
            text = f"{job.name}: waiting {spoken(news.wait)}: {news.why}"
            facts: dict[str, Any] = {"job": job.name, "seconds": round(news.wait, 1)}
            self._speaking.say(results.plain(text), event="wait", **facts)

    @contextmanager
    def open(self) -> Generator[None]:
        """Do nothing: lines need no closing."""
        yield


class _Table:
    """A live table of the jobs under way, and how many have ended."""

    def __init__(self, plan: Manifest) -> None:
        self._total = len(plan.jobs)
        self._under_way: dict[str, Progress] = {}
        self._ended: dict[str, int] = {}
        self._mutex = threading.Lock()

    def __call__(self, job: ManifestJob, news: Progress | JobResult) -> None:
        with self._mutex:
            if isinstance(news, JobResult):
                self._under_way.pop(job.name, None)
                self._ended[news.outcome] = self._ended.get(news.outcome, 0) + 1
            else:
                self._under_way[job.name] = news

    def __rich__(self) -> Any:
        from rich.table import Table

        with self._mutex:
            ended = sum(self._ended.values())
            told = ", ".join(f"{count} {outcome}" for outcome, count in self._ended.items())
            table = Table(
                title=f"{ended} of {self._total} jobs ended" + (f": {told}" if told else "")
            )
            for column in ("job", "step", "sent", "a second"):
                table.add_column(column, justify="left" if column in {"job", "step"} else "right")
            for name, news in list(self._under_way.items())[:20]:
                step = f"waiting {spoken(news.wait)}" if news.wait else news.step
                table.add_row(results.plain(name), step, f"{news.done:,}", f"{news.rate:,.0f}")
        return table

    @contextmanager
    def open(self) -> Generator[None]:
        """Show the table while the jobs run."""
        from rich.console import Console
        from rich.live import Live

        console = Console(stderr=True, highlight=False, markup=False)
        with Live(self, console=console, refresh_per_second=4, transient=True):
            yield


def _print(report: FleetReport) -> None:
    for result in report.results:
        colour = "green" if result.ok else "red"
        told = _told(result)
        click.echo(
            f"{results.styled(result.outcome, fg=colour)}  {results.plain(result.job.name)}{told}"
        )
    counts = ", ".join(f"{count} {outcome}" for outcome, count in report.count().items())
    click.echo(f"{len(report.results)} jobs in {spoken(report.seconds)}: {counts}")


def _told(result: JobResult) -> str:
    if result.skipped:
        return ": by an earlier run"
    if result.problem is not None:
        return f": {results.plain(result.problem)}"
    report = result.report
    return "" if report is None else f": {report.sent:,} sent of {report.unique:,}"
