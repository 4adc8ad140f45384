"""`adlists export`: what is on a list, written down, where a service lets it be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from adlists.cli import private_file, progress, results, voice
from adlists.cli.service_options import ListCommand, ServiceCommand
from adlists.contract import Service
from adlists.errors import ConfigurationError
from adlists.lists import members

_HELP: Final = """Write down what is on a list, one identifier a line, where it can be read.

\b
Examples:
  adlists export SERVICE "Apps to leave out"
  adlists export SERVICE 7654 --output apps.txt
"""


class _Export(ListCommand):
    """The services whose lists can be read."""

    def of(self, service: Service) -> click.Command:
        """Make the command of one service."""
        params: list[click.Parameter] = [
            click.Argument(["target"], metavar="ID|NAME"),
            click.Option(
                ["--output"],
                type=click.Path(dir_okay=False, path_type=Path),
                metavar="FILE",
                help="Write there, whole or not at all.  [default: standard output]",
            ),
            click.Option(["--json", "as_json"], is_flag=True, help="As a list in JSON."),
        ]
        return ServiceCommand(service, "Write down one of its lists.", _HELP, params, _export)


def _export(
    session: Any, inputs: dict[str, Any], *, target: str, output: Path | None, as_json: bool
) -> None:
    speaking = voice.current()
    watch = progress.show(speaking, silent=output is None)
    with watch.open():
        held = members(session, target, watch=watch, **inputs)
    if output is not None:
        _write(output, held, as_json=as_json)
        speaking.say(f"{len(held):,} written to {output}.")
    elif as_json:
        results.dump(held)
    else:
        for member in held:
            click.echo(results.plain(member))


def _write(path: Path, held: list[str], *, as_json: bool) -> None:
    import json

    text = (
        json.dumps(held, ensure_ascii=False) + "\n"
        if as_json
        else "".join(f"{member}\n" for member in held)
    )
    try:
        private_file.write(path, text)
    except OSError as error:
        msg = f"{path} cannot be written: {error.strerror}."
        raise ConfigurationError(msg) from None


command: Final = _Export(
    name="export", help=_HELP, options_metavar=None, subcommand_metavar="SERVICE ID|NAME [OPTIONS]"
)
