"""`adlists diff`: how a file and a list differ, where the list can be read."""

from __future__ import annotations

from typing import Any, Final

import click

from adlists.cli import results, voice
from adlists.cli.job_command import JobCommand
from adlists.errors import ArgumentError
from adlists.lists import Report, sync
from adlists.lists.service.steps import lists_of

_HELP: Final = """Show how a file and a list differ, where the list can be read; nothing is changed.

What the file has and the list lacks is printed with +, what the list has beside with -. Personal
identifiers are counted and not named.

\b
Exit codes: 0 they are equal, 1 they differ, 2 wrong usage.

\b
Examples:
  adlists diff apps.txt --service SERVICE --list "Apps to leave out"
"""


def _job(session: Any, target: str, source: Any, options: dict[str, Any]) -> Report:
    service = session.pipeline.service
    lists = lists_of(session.pipeline)
    if lists is None or not lists.offers("members"):
        msg = (
            f"{service.name} has no way to read a list. `adlists upload --operation replace "
            "--dry-run` compares a file with the last snapshot."
        )
        raise ArgumentError(msg)
    return sync(session, target, source, **options, prune=True, max_removals=100.0, dry_run=True)


def _conclude(report: Report, *, as_json: bool) -> int:
    added, removed = report.to_add or 0, report.to_remove or 0
    if as_json:
        told = report.to_dict()
        results.dump({key: told[key] for key in ("to_add", "to_remove", "adding", "removing")})
    else:
        for sign, held in (("+", report.adding), ("-", report.removing)):
            for member in held:
                click.echo(f"{sign}{results.plain(member)}")
        voice.current().say(f"{added:,} would be added, {removed:,} removed.")
    return 1 if added or removed else 0


command: Final = JobCommand("diff", _job, _HELP, _conclude)
