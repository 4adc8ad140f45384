"""`adlists regenerate`: the typed clients, anew from their documents."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

import click

from adlists.cli import results
from adlists.regenerate import Package, Report, regenerate, sources

PARTIAL: Final = 3
_HELP: Final = """Write the typed clients anew from their OpenAPI documents.

Takes the documents named, files or addresses, or those that [tool.adlists.regenerate] in
pyproject.toml names, or all of --spec-dir. A broken document leaves everything as it
was, and the message names the place in it; so does one with an operation that cannot be
made, unless --allow-partial makes the others. Then tells what breaks for callers. Needs the
extra: pip install 'adlists[regenerate]'

\b
Examples:
  adlists regenerate
  adlists regenerate --check                 exit code 1 where a file has drifted
  adlists regenerate spec/criteo-v1.yaml
  adlists regenerate my-api.yaml --output src/my_clients
  adlists regenerate --allow-partial         exit code 3 where something is missing
"""


@click.command(name="regenerate", help=_HELP)
@click.argument("specs", metavar="[SPEC]...", nargs=-1)
@click.option(
    "--spec-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the documents are, if none is named.  [default: spec]",
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the packages go, such as src/my_clients.",
)
@click.option("--check", is_flag=True, help="Change nothing; list the files that have drifted.")
@click.option(
    "--allow-partial",
    is_flag=True,
    help="Leave out what cannot be made, list it with its reason and place, and exit with 3.",
)
@click.option("--prune", is_flag=True, help="Remove packages that none of the documents makes.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def command(
    *,
    specs: tuple[str, ...],
    spec_dir: Path | None,
    output: Path | None,
    check: bool,
    allow_partial: bool,
    prune: bool,
    as_json: bool,
) -> int:
    """Regenerate; with --check, 1 where a file has drifted; 3 where something is missing."""
    with tempfile.TemporaryDirectory(prefix="adlists-") as downloads:
        chosen = sources.plan(specs, spec_dir, output, Path(downloads))
        report = regenerate(
            chosen.documents, chosen.output, check=check, allow_partial=allow_partial, prune=prune
        )
    if as_json:
        results.dump(_plain(report))
    else:
        _print(report, whole=not specs)
    if check and report.drifted:
        return 1
    return PARTIAL if report.missing else 0


def _plain(report: Report) -> dict[str, object]:
    return {
        "checked": report.checked,
        "drifted": list(report.drifted),
        "breaking": list(report.breaking),
        "missing": list(report.missing),
        "left_over": list(report.left_over),
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


def _print(report: Report, *, whole: bool) -> None:
    for package in report.packages:
        _print_package(package, checked=report.checked)
    told = "removed" if report.pruned else "no document makes it; --prune removes it"
    for name in report.left_over if whole or report.pruned else ():
        click.echo(f"{results.styled(name, bold=True)}: {told}")
    if report.breaking:
        click.echo(results.styled("For callers this breaks:", fg="yellow", bold=True))
        for line in report.breaking:
            click.echo(f"  {line}")
    if report.checked and report.drifted:
        click.echo("Run `adlists regenerate`, and look at what changed.", err=True)


def _print_package(package: Package, *, checked: bool) -> None:
    verbs = ("differs", "is left over") if checked else ("written", "removed")
    state = (
        f"{len(package.written)} changed, {len(package.removed)} removed"
        if package.drifted
        else "up to date"
    )
    name = results.styled(package.name, bold=True)
    click.echo(f"{name}: {state}, {len(package.unchanged)} unchanged")
    if package.unchanged or package.removed:  # of a new package, the count tells enough
        for files, verb in zip((package.written, package.removed), verbs, strict=True):
            for file in files:
                click.echo(f"  {package.name}/{file} {verb}")
    for line in package.notes:
        click.echo(f"{package.document}: {line}", err=True)
    if package.missing:
        click.echo(results.styled("Left out:", fg="yellow", bold=True), err=True)
    for line in package.missing:
        click.echo(f"  {package.document}: {line}", err=True)
