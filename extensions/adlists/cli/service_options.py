"""The service that a command is for, as its first argument, and the inputs of its lists."""

from __future__ import annotations

from typing import Any, ClassVar, Final

import click

from adlists import catalog
from adlists.cli import voice
from adlists.cli.connection_options import base_url_option, plugin_option, profile_option
from adlists.cli.job_options import INPUT, input_option, no_service, service_names
from adlists.cli.operation import api_of
from adlists.cli.voice import Narrator
from adlists.contract import Client, Service
from adlists.session import Session, connect


class ListCommand(click.Group):
    """A command whose first argument is a service: each service is a command of its own."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the services that have lists."""
        return service_names()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Return the command of a service."""
        service = catalog.find(cmd_name)
        if service is None or catalog.lists_of(service) is None:
            raise no_service(cmd_name)
        return self.of(service)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the services by name and title."""
        with formatter.section("Services"):
            formatter.write_dl([(name, _title(name)) for name in self.list_commands(ctx)])

    def of(self, service: Service) -> click.Command:
        """Make the command of one service."""
        raise NotImplementedError


def _title(name: str) -> str:
    if catalog.foreign(name):  # naming it is what imports it
        return "Installed by another package."
    service = catalog.find(name)
    return "" if service is None else service.title


class ServiceCommand(click.Command):
    """A command for one service: its own parameters, the inputs, the connection."""

    shown: ClassVar[str] = ""

    def __init__(
        self, service: Service, name: str, help_: str, params: list[click.Parameter], run: Any
    ) -> None:
        self.service: Final = service
        inputs = [known for known in catalog.inputs_of(service) if not known.sensitive]
        super().__init__(
            name=service.name,
            help=help_.replace("SERVICE", service.name),
            short_help=name,
            params=[
                *params,
                *(input_option(service, known) for known in inputs),
                profile_option(),
                base_url_option(),
                plugin_option("--plugin", expose_value=False),
                *voice.options(),
            ],
            callback=self._called,
        )
        self._run = run

    def _called(self, **given: Any) -> int | None:
        api = api_of(self.service)
        inputs = {
            key.removeprefix(INPUT): given.pop(key) for key in [*given] if key.startswith(INPUT)
        }
        inputs = {name: value for name, value in inputs.items() if value is not None}
        speaking = voice.current()
        session: Session[Client] = connect(
            api,
            base_url=given.pop("base_url"),
            profile=given.pop("profile"),
            plugins=[Narrator(speaking), *catalog.named()],
        )
        with session:
            code: int | None = self._run(session, inputs, **given)
        return code
