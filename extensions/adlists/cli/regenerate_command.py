"""`adlists regenerate`: the typed clients, anew from their documents."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

import click

from adlists.cli import results
from adlists.regenerate import Package, RegenerationReport, locations, regenerate
from adlists.regenerate.changes.change import Severity, verdict
from adlists.regenerate.changes.writing import WRITERS, Section, plain, summary, where, write

DRIFTED: Final = 1
BREAKS: Final = 3
_COLOURS: Final = {
    Severity.BREAKING: "red",
    Severity.POSSIBLY_BREAKING: "yellow",
    Severity.COMPATIBLE: "green",
}
_HELP: Final = """Write the typed clients anew from their OpenAPI documents.

Takes the documents named, files or addresses, or those that [tool.adlists.regenerate] in
pyproject.toml names, or all of --spec-dir. A broken document leaves everything as it was, and
the message names the place in it; so does one with an operation that cannot be made, unless
--allow-partial makes the others. Then tells what changed since the last commit, and what of
it breaks callers. Needs the extra: pip install 'adlists[regenerate]'

\b
Examples:
  adlists regenerate
  adlists regenerate --check                 exit code 1 where a file has drifted, 3 where
                                             that breaks callers
  adlists regenerate --against v1.2 --report changes.md
  adlists regenerate spec/my-api.yaml
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
@click.option(
    "--reference",
    "references",
    metavar="ADDRESS",
    multiple=True,
    help="Fetch this address too, as a $ref leads there; may be given several times.",
)
@click.option("--check", is_flag=True, help="Change nothing; list the files that have drifted.")
@click.option(
    "--against",
    metavar="REV",
    help="Tell what changed since this revision of git, and not since the last commit.",
)
@click.option(
    "--report",
    "report_file",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write what changed to a file: .md, .json or .html.",
)
@click.option(
    "--allow-partial",
    is_flag=True,
    help="Leave out what cannot be made, list it with its reason and place, and exit with 3.",
)
@click.option(
    "--type-check",
    is_flag=True,
    help="Put nothing in place that does not pass strict type checks (mypy).",
)
@click.option("--prune", is_flag=True, help="Remove packages that none of the documents makes.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def command(
    *,
    specs: tuple[str, ...],
    spec_dir: Path | None,
    output: Path | None,
    references: tuple[str, ...],
    check: bool,
    against: str | None,
    report_file: Path | None,
    allow_partial: bool,
    type_check: bool,
    prune: bool,
    as_json: bool,
) -> int:
    """Regenerate; 1 where a file has drifted, 3 where that breaks or something is missing."""
    if report_file is not None and report_file.suffix not in WRITERS:
        msg = f"--report takes a file that ends in {', '.join(WRITERS)}."
        raise click.UsageError(msg)
    with tempfile.TemporaryDirectory(prefix="adlists-") as downloads:
        plan = locations.plan(specs, spec_dir, output, Path(downloads), references)
        report = regenerate(
            plan.documents,
            plan.output,
            check=check,
            against=against,
            folder=plan.folder,
            allow_partial=allow_partial,
            prune=prune,
            type_check=type_check or plan.type_check,
            references=plan.references,
        )
    if report_file is not None:
        write(report_file, _sections(report))
    if as_json:
        results.dump(_plain(report))
    else:
        _print(report)
    if check and report.drifted and verdict(report.changes) is not Severity.BREAKING:
        return DRIFTED
    if report.missing or (check and report.drifted):
        return BREAKS
    return 0


def _sections(report: RegenerationReport) -> list[Section]:
    sections = [
        Section(package.name, str(package.document), package.said, package.changes)
        for package in report.packages
    ]
    if report.gone:
        sections.append(Section("documents", "the folder of documents", "now", report.gone))
    return sections


def _plain(report: RegenerationReport) -> dict[str, object]:
    return {
        "checked": report.checked,
        "drifted": list(report.drifted),
        "breaking": list(report.breaking),
        "missing": list(report.missing),
        "left_over": list(report.leftover),
        "changes": plain(_sections(report)),
        "packages": [
            {
                "name": package.name,
                "document": str(package.document),
                "written": list(package.written),
                "removed": list(package.removed),
                "unchanged": len(package.unchanged),
                "breaking": list(package.breaking),
                "credentials": list(package.settings),
            }
            for package in report.packages
        ],
    }


def _print(report: RegenerationReport) -> None:
    for package in report.packages:
        _print_package(package, checked=report.checked)
    told = "removed" if report.pruned else "no document makes it; --prune removes it"
    for name in report.leftover:
        click.echo(f"{results.styled(name, bold=True)}: {told}")
    for part in _sections(report):
        _print_changes(part)
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
    if package.drifted:
        for line in package.settings:
            click.echo(f"  credential {line}")
    for line in package.notes:
        click.echo(f"{package.document}: {line}", err=True)
    if package.missing:
        click.echo(results.styled("Left out:", fg="yellow", bold=True), err=True)
    for line in package.missing:
        click.echo(f"  {package.document}: {line}", err=True)


def _print_changes(part: Section) -> None:
    if not part.changes:
        return
    click.echo(f"{results.styled(part.name, bold=True)}, {part.said}: {summary(part.changes)}")
    for severity, colour in _COLOURS.items():
        told = dict.fromkeys(
            f"  {change}{f' [{where(change)}]' if where(change) else ''}"
            for change in part.changes
            if change.severity is severity
        )
        if told:
            click.echo(results.styled(f" {severity.words}:", fg=colour))
        for line in told:
            click.echo(results.plain(line))
