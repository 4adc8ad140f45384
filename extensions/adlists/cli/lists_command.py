"""`adlists lists`: which lists a service has, and how large they are."""

from __future__ import annotations

from typing import Any, Final

import attrs
import click

from adlists.cli import progress, results, voice
from adlists.cli.service_options import ListCommand, ServiceCommand
from adlists.contract import Service
from adlists.lists import find_lists

_HELP: Final = """Show which lists a service has: id, name and, on request, size.

\b
Examples:
  adlists lists SERVICE
  adlists lists SERVICE --find vip --sizes --json
"""


class _Lists(ListCommand):
    """The services whose lists can be shown."""

    def of(self, service: Service) -> click.Command:
        """Make the command of one service."""
        params: list[click.Parameter] = [
            click.Option(
                ["--find", "wanted"],
                metavar="TEXT",
                help="Those whose name or id holds this, alone.",
            ),
            click.Option(["--sizes"], is_flag=True, help="Ask for the size of each."),
            click.Option(["--json", "as_json"], is_flag=True, help="Print as JSON."),
        ]
        return ServiceCommand(service, "Show its lists.", _HELP, params, _show)


def _show(
    session: Any, inputs: dict[str, Any], *, wanted: str | None, sizes: bool, as_json: bool
) -> None:
    speaking = voice.current()
    watch = progress.show(speaking, silent=as_json or not sizes)
    with watch.open():
        found = find_lists(session, sizes=sizes and not wanted, watch=watch, **inputs)
        if wanted:
            text = wanted.casefold()
            found = [
                known for known in found if text in f"{known.id}\n{known.name or ''}".casefold()
            ]
            if sizes:
                kept = {known.id for known in found}
                every = find_lists(session, sizes=True, watch=watch, **inputs)
                found = [known for known in every if known.id in kept]
    rows = [attrs.asdict(known, filter=lambda _, value: value is not None) for known in found]
    if as_json:
        results.dump(rows)
    elif rows:
        results.show(rows)
    else:
        speaking.say("There are none." if not wanted else f"None is called {wanted!r}.")


command: Final = _Lists(
    name="lists", help=_HELP, options_metavar=None, subcommand_metavar="SERVICE [OPTIONS]"
)
