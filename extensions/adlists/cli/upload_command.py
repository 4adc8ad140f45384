"""`adlists upload`: a file of identifiers into an audience."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Final

import click

from adlists.cli import job_command, results
from adlists.lists import Rate, Report, upload
from adlists.lists.reading.identifiers import HASH_MODES
from adlists.lists.report import Watch
from adlists.session import connect

_HELP: Final = """Put a file of identifiers on an audience, or take them off, or replace it by them.

FILE is CSV, TSV, Parquet, JSON lines or plain lines, also compressed by gzip or zstd; a
glob, several files, or - for standard input. Duplicates go once, what cannot be an
identifier is counted by its reason, and nothing of it is ever printed.

The job keeps a journal: after a crash, Ctrl-C or a lost network, the same command goes on
where it was. What was sent already is not sent again.

\b
Examples:
  adlists upload people.csv --audience 7654 --schema email --hash sha256
  adlists upload people.csv --audience VIP --create --advertiser 1 --schema email \\
      --hash sha256 --rate 250/min
  adlists upload people.csv --audience 7654 --schema email --hash sha256 --dry-run

\b
Operations:
  add       the identifiers join the audience
  remove    they leave it
  replace   the audience holds exactly the file's: what is new is added first, then what is
            gone since the last upload is removed, so that it is never empty. This takes a
            snapshot, kept by an earlier replace or by --snapshot; --replace-all does
            without, by emptying the audience first.
"""


@click.command(name="upload", help=_HELP, cls=job_command.JobCommand)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--service",
    type=click.Choice(["criteo_v1"]),
    default="criteo_v1",
    show_default=True,
    help="Whose audience it is.",
)
@click.option("--audience", required=True, metavar="ID|NAME", help="Which one.")
@click.option(
    "--schema",
    required=True,
    type=click.Choice(["email", "madid", "identityLink", "gum"]),
    help="What the identifiers are.",
)
@click.option(
    "--operation",
    type=click.Choice(["add", "remove", "replace"]),
    default="add",
    show_default=True,
    help="What to do with them.",
)
@click.option(
    "--hash",
    "mode",
    type=click.Choice(HASH_MODES),
    envvar="ADLISTS_HASH",
    show_envvar=True,
    help="How email addresses leave. There is no default: it is yours to say.",
)
@click.option("--prehashed", is_flag=True, help="They are hashed already: 32 or 64 hex digits.")
@click.option("--advertiser", type=int, metavar="ID", help="Whose audiences a name is one of.")
@click.option("--create", is_flag=True, help="Make the audience if there is none of that name.")
@click.option("--gum-caller", type=int, metavar="ID", help="The caller's id, with schema gum.")
@click.option("--keep-duplicates", is_flag=True, help="Stream the rows as they are.")
@click.option(
    "--max-bytes",
    type=click.IntRange(1000),
    default=10_000_000,
    show_default=True,
    help="The longest request.",
)
@click.option(
    "--encoding",
    type=click.Choice(["json", "xml"]),
    default="json",
    show_default=True,
    help="How requests are written.",
)
@click.option(
    "--memory",
    default="300MB",
    show_default=True,
    help="What reading may take before it spills to disk.",
)
@click.option("--threads", type=click.IntRange(1), help="Cores for reading.  [default: all]")
@click.option("--snapshot", is_flag=True, help="Keep what was sent, hashed, for a later replace.")
@click.option("--replace-all", is_flag=True, help="Replace without a snapshot: empty it first.")
@click.option("--restart", is_flag=True, help="Forget an unfinished job, and begin anew.")
@click.option("--again", is_flag=True, help="Send even what was sent already.")
@job_command.common
def command(
    *,
    files: tuple[str, ...],
    service: str,  # noqa: ARG001 - one today; named so that scripts need no change
    mode: Any,
    rate: Rate | None,
    parallel: int,
    keep_duplicates: bool,
    format_: Any,
    base_url: str | None,
    transport: Any,
    plugins: tuple[str, ...],
    as_json: bool,
    state: Path | None,
    **given: Any,
) -> int:
    """Upload; 1 where something is left to do."""
    from adlists_api import criteo_v1

    if given["schema"] == "email" and mode is None and not given["prehashed"]:
        mode = _chosen()

    def job(watch: Watch) -> Report:
        with connect(
            criteo_v1.Api, base_url=base_url, transport=transport, plugins=plugins
        ) as criteo:
            return upload(
                criteo,
                given.pop("audience"),
                job_command.sources(files),
                watch=watch,
                hash=mode,
                format=format_,
                deduplicate=not keep_duplicates,
                pace=job_command.pace(parallel, rate),
                state=state,
                **given,
            )

    return job_command.run(job, as_json=as_json)


def _chosen() -> Any:
    """Ask a person how addresses leave; refuse where nobody is there to answer."""
    if not (sys.stdin.isatty() and results.terminal()):
        msg = (
            "Email addresses are personal data: say by --hash how they leave, one of "
            f"{', '.join(HASH_MODES)}, or by --prehashed that they are hashed already."
        )
        raise click.UsageError(msg)
    return click.prompt("How do the addresses leave?", type=click.Choice(HASH_MODES))
