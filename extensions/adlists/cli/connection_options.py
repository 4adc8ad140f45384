"""The options that commands share: for whom, where to, over what, with which plugins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from adlists.cli.schema_options import Seconds


def connection_options() -> list[click.Option]:
    """Return the options that say where a call goes, and through which plugins."""
    return [
        profile_option(),
        base_url_option(),
        click.Option(
            ["--timeout"],
            type=Seconds(),
            help="For each phase: connecting, writing, waiting.  [default: 10 to connect, 60]",
        ),
        transport_option(),
        plugin_option("--plugin"),
    ]


def profile_option() -> click.Option:
    """Return the option that chooses one of several accounts."""
    return click.Option(
        ["--profile"],
        metavar="NAME",
        envvar="ADLISTS_PROFILE",
        show_envvar=True,
        help="The account to use, of those in the profiles.",
    )


def base_url_option() -> click.Option:
    """Return the option that says where the service is."""
    return click.Option(["--base-url"], metavar="URL", help="Where the service is, if elsewhere.")


def transport_option() -> click.Option:
    """Return the option that chooses an HTTP library."""
    return click.Option(
        ["--transport"],
        type=click.Choice(["default", "fast", "httpx2", "pyreqwest"]),
        help="The HTTP library; fast is what the extra brings.  [default: httpx2]",
    )


def plugin_option(*names: str, load: str = "Load an installed plugin", **more: Any) -> click.Option:
    """Return the option that loads plugins; *names* are click's, *load* says what for."""
    return click.Option(
        [*names], multiple=True, metavar="NAME", help=f"{load}. Repeatable.", **more
    )


def state_option(kept: str = "journals") -> Callable[[Any], Any]:
    """Return the decorator of a command that says where what is *kept* lies."""
    return click.option(
        "--state",
        type=click.Path(),
        envvar="ADLISTS_STATE",
        show_envvar=True,
        metavar="FOLDER",
        help=f"The folder of {kept}.  [default: the platform's own]",
    )
