"""`adlists regenerate`: the typed clients, anew from their documents."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from adlists.cli import results
from adlists.regenerate import OUTPUT, SPEC, Report, documents, regenerate
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

Takes the documents named, or all of --spec-dir. A broken document leaves everything as it
was, and the message names the place in it. Then tells what changed since the last commit,
and what of it breaks callers. Needs the extra: pip install 'adlists[regenerate]'

\b
Examples:
  adlists regenerate
  adlists regenerate --check                 exit code 1 where a file has drifted, 3 where
                                             that breaks callers
  adlists regenerate --against v1.2 --report changes.md
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
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def command(
    *,
    specs: tuple[Path, ...],
    spec_dir: Path,
    output: Path,
    check: bool,
    against: str | None,
    report_file: Path | None,
    as_json: bool,
) -> int:
    """Regenerate; with --check, 1 where a file has drifted, 3 where that breaks callers."""
    chosen = list(specs) or documents(spec_dir)
    if not chosen:
        msg = f"There is no OpenAPI document in {spec_dir}; name one, or another --spec-dir."
        raise click.UsageError(msg)
    if report_file is not None and report_file.suffix not in WRITERS:
        msg = f"--report takes a file that ends in {', '.join(WRITERS)}."
        raise click.UsageError(msg)
    folder = None if specs else spec_dir
    report = regenerate(chosen, output, check=check, against=against, folder=folder)
    if report_file is not None:
        write(report_file, _sections(report))
    if as_json:
        results.dump(_plain(report))
    else:
        _print(report)
    if not (check and report.drifted):
        return 0
    return BREAKS if verdict(report.changes) is Severity.BREAKING else DRIFTED


def _sections(report: Report) -> list[Section]:
    sections = [
        Section(one.name, str(one.document), one.said, one.changes) for one in report.packages
    ]
    if report.gone:
        sections.append(Section("documents", "the folder of documents", "now", report.gone))
    return sections


def _plain(report: Report) -> dict[str, object]:
    return {
        "checked": report.checked,
        "drifted": list(report.drifted),
        "breaking": list(report.breaking),
        "changes": plain(_sections(report)),
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
    for part in _sections(report):
        _print_changes(part)
    if report.checked and report.drifted:
        click.echo("Run `adlists regenerate`, and look at what changed.", err=True)


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
