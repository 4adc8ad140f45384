"""`adlists ui`: the jobs of this machine as pages, for this machine alone."""

from __future__ import annotations

import signal
import sys
from typing import Final

import click

from adlists.cli.connection_options import state_option
from adlists.sandbox.asgi import pages_alone
from adlists.sandbox.server import is_free, serve_responses
from adlists.ui import job_site

#: Beside the sandbox's own.
PORT: Final = 8471

_HELP: Final = """Show the jobs of this machine in a browser.

What `adlists jobs` tells, and each job batch by batch, by the journals in the state folder. It
changes nothing, and listens on loopback only. Stops on Ctrl-C.

\b
Examples:
  adlists ui
  adlists ui --port 8080 --state nightly/
"""


@click.command(name="ui", help=_HELP)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    help=f"0 is any free one.  [default: {PORT}, or a free one where that is taken]",
)
@state_option()
def command(*, port: int | None, state: str | None) -> None:
    """Serve until Ctrl-C or SIGTERM."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    host = "127.0.0.1"
    if port is None:
        port = PORT if is_free(host, PORT) else 0
    serve_responses(pages_alone(job_site(state)), port=port, host=host, announce=_announce)


def _announce(address: str) -> None:
    click.echo(f"Open {address}/ in a browser; Ctrl-C stops it.")
    sys.stdout.flush()
