"""`adlists regenerate`: the typed clients, anew from their documents."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from adlists.cli import results
from adlists.regenerate import OUTPUT, SPEC, Report, documents, regenerate

_HELP: Final = """Write the typed clients anew from their OpenAPI documents.

Takes the documents named, or all of --spec-dir. A broken document leaves everything as it
was, and the message names the place in it. Then tells what breaks for callers. Needs the
extra: pip install 'adlists[regenerate]'

\b
Examples:
  adlists regenerate
  adlists regenerate --check                 exit code 1 where a file has drifted
  adlists regenerate spec/criteo-v1.yaml
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
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def command(
    *, specs: tuple[Path, ...], spec_dir: Path, output: Path, check: bool, as_json: bool
) -> int:
    """Regenerate; with --check, 1 where a file has drifted."""
    chosen = list(specs) or documents(spec_dir)
    if not chosen:
        msg = f"There is no OpenAPI document in {spec_dir}; name one, or another --spec-dir."
        raise click.UsageError(msg)
    report = regenerate(chosen, output, check=check)
    if as_json:
        results.dump(_plain(report))
    else:
        _print(report)
    return 1 if check and report.drifted else 0


def _plain(report: Report) -> dict[str, object]:
    return {
        "checked": report.checked,
        "drifted": list(report.drifted),
        "breaking": list(report.breaking),
        "packages": [
            {
                "name": one.name,
                "document": str(one.document),
                "written": list(one.written),
                "removed": list(one.removed),
                "unchanged": len(one.unchanged),
                "breaking": list(one.breaking),
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
        for names, verb in zip((one.written, one.removed), verbs, strict=True):
            for file in names:
                click.echo(f"  {one.name}/{file} {verb}")
    if report.breaking:
        click.echo(results.styled("For callers this breaks:", fg="yellow", bold=True))
        for line in report.breaking:
            click.echo(f"  {line}")
    if report.checked and report.drifted:
        click.echo("Run `adlists regenerate`, and look at what changed.", err=True)
