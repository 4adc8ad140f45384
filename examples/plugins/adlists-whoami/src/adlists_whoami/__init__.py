"""A command, and a setting: `ADLISTS_PLUGIN_WHOAMI_TEAM=growth adlists whoami`."""

import attrs
import click

import adlists
from adlists.hookspecs import Register


@attrs.frozen(eq=False)
class WhoAmI:
    name = "whoami"
    team: str = "nobody"

    @adlists.hookimpl
    def adlists_command(self, register: Register) -> None:
        @click.command(name="whoami", help="Say which team this machine works for.")
        def command() -> None:
            click.echo(self.team)

        register(command)
