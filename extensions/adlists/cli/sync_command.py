"""`adlists sync`: a file of app identifiers and an app list, made equal."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from adlists.cli import job_command
from adlists.lists import Rate, Report, sync
from adlists.lists.report import Watch
from adlists.session import connect

_HELP: Final = """Append to an app list what a file has and the list lacks.

With --prune, what the file has not is deleted from the list too. The list is read before
and after, so that the report names the apps that the service did not take.

\b
Examples:
  adlists sync apps.txt --list "Apps to leave out" --create
  adlists sync apps.txt --list "Apps to leave out" --prune --dry-run
"""


@click.command(name="sync", help=_HELP, cls=job_command.JobCommand)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--service",
    type=click.Choice(["applovin_v1"]),
    default="applovin_v1",
    show_default=True,
    help="Whose list it is.",
)
@click.option("--list", "app_list", required=True, metavar="ID|NAME", help="Which one.")
@click.option("--create", is_flag=True, help="Make the list if there is none of that name.")
@click.option("--prune", is_flag=True, help="Delete what the file has not.")
@click.option(
    "--batch",
    type=click.IntRange(1),
    default=1000,
    show_default=True,
    help="Apps in one request; no limit is documented.",
)
@job_command.common
def command(
    *,
    files: tuple[str, ...],
    service: str,  # noqa: ARG001 - one today; named so that scripts need no change
    app_list: str,
    rate: Rate | None,
    parallel: int,
    format_: Any,
    base_url: str | None,
    transport: Any,
    plugins: tuple[str, ...],
    as_json: bool,
    state: Path | None,
    **given: Any,
) -> int:
    """Sync; 1 where the two are not equal in the end."""
    from adlists_api import applovin_v1

    def job(watch: Watch) -> Report:
        with connect(
            applovin_v1.Api, base_url=base_url, transport=transport, plugins=plugins
        ) as applovin:
            return sync(
                applovin,
                app_list,
                job_command.sources(files),
                watch=watch,
                format=format_,
                pace=job_command.pace(parallel, rate),
                state=state,
                **given,
            )

    return job_command.run(job, as_json=as_json)
