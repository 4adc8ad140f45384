"""`adlists regenerate`: the typed clients, anew from their documents."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from adlists.cli import results
from adlists.regenerate import OUTPUT, SPEC, Report, documents, regenerate

PARTIAL: Final = 3
_HELP: Final = """Write the typed clients anew from their OpenAPI documents.

Takes the documents named, or all of --spec-dir. A broken document leaves everything as it
was, and the message names the place in it; so does one with an operation that cannot be
made, unless --allow-partial makes the others. Then tells what breaks for callers. Needs the
extra: pip install 'adlists[regenerate]'

\b
Examples:
  adlists regenerate
  adlists regenerate --check                 exit code 1 where a file has drifted
  adlists regenerate spec/criteo-v1.yaml
  adlists regenerate --allow-partial         exit code 3 where something is missing
"""


@click.command(name="regenerate", help=_HELP)
@click.argument("specs", metavar="[SPEC]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--spec-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=SPEC,
    show_default=True,
    help="Where the documents are, if none is named.",
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=OUTPUT,
    show_default=True,
    help="Where the packages go.",
)
@click.option("--check", is_flag=True, help="Change nothing; list the files that have drifted.")
@click.option(
    "--allow-partial",
    is_flag=True,
    help="Leave out what cannot be made, list it with its reason and place, and exit with 3.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def command(
    *,
    specs: tuple[Path, ...],
    spec_dir: Path,
    output: Path,
    check: bool,
    allow_partial: bool,
    as_json: bool,
) -> int:
    """Regenerate; with --check, 1 where a file has drifted; 3 where something is missing."""
    chosen = list(specs) or documents(spec_dir)
    if not chosen:
        msg = f"There is no OpenAPI document in {spec_dir}; name one, or another --spec-dir."
        raise click.UsageError(msg)
    report = regenerate(chosen, output, check=check, allow_partial=allow_partial)
    if as_json:
        results.dump(_plain(report))
    else:
        _print(report)
    if check and report.drifted:
        return 1
    return PARTIAL if report.missing else 0


def _plain(report: Report) -> dict[str, object]:
    return {
        "checked": report.checked,
        "drifted": list(report.drifted),
        "breaking": list(report.breaking),
        "missing": list(report.missing),
        "packages": [
            {
                "name": one.name,
                "document": str(one.document),
                "written": list(one.written),
                "removed": list(one.removed),
                "unchanged": len(one.unchanged),
                "breaking": list(one.breaking),
                "missing": list(one.missing),
                "notes": list(one.notes),
            }
            for one in report.packages
        ],
    }


def _print(report: Report) -> None:
    verbs = ("differs", "is left over") if report.checked else ("written", "removed")
    for one in report.packages:
        state = (
            f"{len(one.written)} changed, {len(one.removed)} removed"
            if one.drifted
            else "up to date"
        )
        click.echo(
            f"{results.styled(one.name, bold=True)}: {state}, {len(one.unchanged)} unchanged"
        )
        known = one.unchanged or one.removed  # of a new package, the count tells enough
        for names, verb in zip((one.written, one.removed), verbs, strict=True):
            for file in names if known else ():
                click.echo(f"  {one.name}/{file} {verb}")
        for line in one.notes:
            click.echo(f"{one.document}: {line}", err=True)
        if one.missing:
            click.echo(results.styled("Left out:", fg="yellow", bold=True), err=True)
        for line in one.missing:
            click.echo(f"  {one.document}: {line}", err=True)
    if report.breaking:
        click.echo(results.styled("For callers this breaks:", fg="yellow", bold=True))
        for line in report.breaking:
            click.echo(f"  {line}")
    if report.checked and report.drifted:
        click.echo("Run `adlists regenerate`, and look at what changed.", err=True)
