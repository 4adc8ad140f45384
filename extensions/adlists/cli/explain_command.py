"""`adlists explain`: the request that a call would send, with nothing sent."""

from __future__ import annotations

from typing import Any, Final

import attrs
import click

from adlists import catalog
from adlists.cli import results
from adlists.cli.call_command import Services
from adlists.cli.connection_options import connection_options
from adlists.cli.operation import OperationCommand, api_of, credentials_for, sensitive_option
from adlists.contract import Call
from adlists.session import connect


class ExplainCommand(OperationCommand):
    """One operation, as `adlists call` takes it."""

    @staticmethod
    def own_options() -> list[click.Option]:
        """Return the options of the connection, and how to print the request."""
        wanted = ("profile", "base_url", "plugin")
        return [
            *(option for option in connection_options() if option.name in wanted),
            click.Option(["--json"], is_flag=True, help="Print the request as JSON."),
            click.Option(["--curl"], is_flag=True, help="Print a curl command."),
            sensitive_option(),
        ]

    def perform(self, call: Call[Any], given: dict[str, Any]) -> None:
        """Print what would be sent."""
        session = connect(
            api_of(self.service),
            *credentials_for(self.service, self.operation, given["profile"]),
            base_url=given["base_url"],
            profile=given["profile"],
            plugins=catalog.named(),
        )
        found = session.explain(call, show_sensitive=given["show_sensitive"])
        session.close()
        if given["json"]:
            results.dump(attrs.asdict(found))
        else:
            text = found.curl() if given["curl"] else found.text()
            # A pipe gets the line to the letter, so that it can be run.
            exact = given["curl"] and not results.terminal()
            click.echo(text if exact else results.lines_of(text))


class _Explained(Services):
    command_of = ExplainCommand


_HELP: Final = """Show the request that a call would send, and send nothing.

Address, headers, the body in the chosen media type, and the layers in their order, each with
what it changes. Credentials and sensitive values are printed as [secure].

\b
Examples:
  adlists explain SERVICE OPERATION --help
  adlists explain SERVICE OPERATION --curl     as a command to paste and fill in

Credentials and base URLs are found as `adlists call` finds them.
"""

command: Final = _Explained(
    name="explain",
    help=_HELP,
    options_metavar=None,
    subcommand_metavar="SERVICE OPERATION [OPTIONS]",
)
