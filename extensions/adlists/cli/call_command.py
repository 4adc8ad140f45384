"""`adlists call`: any operation of any service, found by its name."""

from __future__ import annotations

from typing import Final

import click

from adlists import catalog
from adlists.cli.connection_options import plugin_option
from adlists.cli.operation import OperationCommand
from adlists.cli.suggestions import SuggestingGroup
from adlists.contract import Service


class Services(SuggestingGroup):
    """The services, each a group of its operations."""

    noun = "service"
    #: What an operation becomes here.
    command_of: type[OperationCommand] = OperationCommand

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the options: a service may be a plugin's."""
        load = "Load an installed plugin, and offer its services"
        option = plugin_option("--plugin", load=load, expose_value=False)
        return [option, *super().get_params(ctx)]

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all services."""
        return catalog.names()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Return the group of a service."""
        service = catalog.find(cmd_name)
        return None if service is None else OperationCommands(service, self.command_of)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List every operation of every service: this is the page to look one up."""
        for name in self.list_commands(ctx):
            if catalog.foreign(name):  # naming it is what imports it
                with formatter.section(name):
                    formatter.write_text(f"Installed by another package: adlists call {name}")
                continue
            service = catalog.find(name)
            if service is not None and service.operations:
                with formatter.section(f"{name} ({service.title})"):
                    formatter.write_dl(
                        [(operation.id, operation.summary) for operation in service.operations]
                    )


class OperationCommands(SuggestingGroup):
    """The operations of one service."""

    noun = "operation"

    def __init__(self, service: Service, command_of: type[OperationCommand]) -> None:
        super().__init__(
            name=service.name,
            help=f"{service.title}\n\n{service.description}\n\n\b\nServer: {service.server}",
            short_help=service.title,
            options_metavar=None,
            subcommand_metavar="OPERATION [OPTIONS]",
        )
        self.service: Final = service
        self.command_of: Final = command_of

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the operations in the document's order."""
        return list(self.service.operations.known)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Build the command of an operation; `-` may stand for `_`."""
        try:
            operation = self.service.operation(cmd_name.replace("-", "_"))
        except KeyError:
            return None
        return self.command_of(self.service, operation)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """List the operations."""
        if self.service.operations:
            with formatter.section("Operations"):
                formatter.write_dl(
                    [(operation.id, operation.summary) for operation in self.service.operations]
                )


_EXAMPLE: Final = """Call any operation of any service, described by its OpenAPI document.

Names may be written with - or _. Sensitive values are printed as [secure].

\b
Examples:
  adlists call SERVICE                         what it offers
  adlists call SERVICE OPERATION --help        arguments, media types, replies
  adlists call SERVICE OPERATION --json | jq   the result for a program
  adlists call src/my_clients.my_api           a package of your own

Credentials and base URLs come from ADLISTS_<SERVICE>_… or from the settings file; the help
of an operation names them.
"""

command: Final = Services(
    name="call",
    help=_EXAMPLE,
    options_metavar=None,
    subcommand_metavar="SERVICE OPERATION [OPTIONS]",
)
