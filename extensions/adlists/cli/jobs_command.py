"""`adlists jobs`: what ran on which list, what came of it, and what can still be confirmed."""

from __future__ import annotations

import time
from typing import Any, Final

import click

from adlists import catalog
from adlists.cli import results, voice
from adlists.cli.connection_options import state_option
from adlists.contract import Client
from adlists.lists.report import moment
from adlists.lists.sending.history import Past, confirm, past_jobs, prune_journals
from adlists.session import Session, connect

_HELP: Final = """Show the latest job on each list, by the journals in the state folder.

With --verify, services that tell the size of a list are asked again where a job could not be
confirmed when it ended: sizes may lag behind by hours.

With --prune, journals of lists whose jobs all ended well, so many days ago or earlier, are
removed, and their snapshots: a later replace needs an upload with --snapshot first.

\b
Examples:
  adlists jobs
  adlists jobs --verify
  adlists jobs --prune 90
"""


@click.command(name="jobs", help=_HELP)
@click.option("--verify", is_flag=True, help="Ask for sizes that were not confirmed yet.")
@state_option()
@click.option(
    "--prune",
    type=click.IntRange(0),
    metavar="DAYS",
    help="Remove journals and snapshots of jobs that ended well so many days ago.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the jobs as JSON.")
def command(*, verify: bool, state: str | None, prune: int | None, as_json: bool) -> int:
    """Show the jobs; 1 where one of them is unfinished or does not agree."""
    if prune is not None:
        removed = prune_journals(time.time() - prune * 86_400, state)
        voice.current().say(f"{removed} journals removed.")
    found = past_jobs(state)
    if verify:
        found = [_confirmed(job) if job.outcome == "not yet confirmed" else job for job in found]
    if as_json:
        results.dump([job.to_dict() for job in found])
    elif not found:
        voice.current().say("There are no jobs in this folder.")
    else:
        results.show([_row(job) for job in found])
    return 1 if any(job.outcome == "unfinished" for job in found) else 0


def _confirmed(job: Past) -> Past:
    service = catalog.find(job.service)
    if service is None:
        return job
    api = type("Api", (Client,), {"SERVICE": service})
    session: Session[Client] = connect(api, base_url=job.address)
    with session as opened:
        return confirm(opened, job)


def _row(job: Past) -> dict[str, Any]:
    when = moment(job.ended or job.started)
    row: dict[str, Any] = {
        "when": when,
        "list": f"{job.service} {job.list_id}",
        "job": f"{job.operation} {job.identifier}",
        "outcome": job.outcome,
        "sent": f"{job.sent:,}",
    }
    if job.size is not None and job.expected is not None:
        least, most = job.expected
        expected = f"{least:,}" if least == most else f"{least:,} to {most:,}"
        row["size"] = f"{job.size:,}, expected {expected}"
    return row
