"""`adlists sandbox`: every service on this machine, with credentials that anyone may know."""

from __future__ import annotations

import json
import signal
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

import click

from adlists import catalog, sandbox
from adlists.contract import Service
from adlists.sandbox import server
from adlists.ui import sandbox_site

#: Where the pages are found again, day by day.
PORT: Final = 8470

_HELP: Final = """Serve all APIs on this machine, with state, to try things out.

Prints an address to open in a browser, and base URLs and credentials ready to paste; they
are no secrets. The pages show lists, calls, faults and documents, and try any operation. Each
call is a line on standard error. Stops on Ctrl-C. It listens on loopback only, unless --host
says otherwise, and never prints an identifier.

\b
A fault is KEY=VALUE pairs with commas between them. It befalls all requests, or those of one
operation (operation=ID), a share of them (rate=0.1), the first few (count=2).
  status=503,rate=0.1            a tenth of all requests fails
  status=429,count=2,retry_after=3600
  delay=0.5                      every reply takes half a second longer
  drop=after,operation=create    done, but the reply is lost
  expire,count=1                 the next request's token has ended
  limit=250 or limit=100/3600    so many requests a minute, or in so many seconds
  limits,reset=milliseconds      the documents' own rates hold; when they end, in another unit
\b
Of lists:
  refuse=0.01                    a hundredth of the rows is refused, always the same
  reject=0.01                    likewise, but later, by the job that works through a batch
  valid=0                        no row of a batch is taken
  errors                         a reply is a 200 and says that nothing was done
  job=failed, never or lost      how such a job ends; asks=3: how often it runs before
  size=-5                        sizes are told wrong
  lag=3600                       sizes are computed once an hour; 0: as the document says

\b
Examples:
  adlists sandbox
  adlists sandbox --port 8080 --store lists.db
  adlists sandbox --json --fault status=503,rate=0.1
  adlists sandbox --fault refuse=0.01 --fault limits
  adlists sandbox --service src/my_clients.my_api
"""


@click.command(name="sandbox", help=_HELP)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    help=f"0 is any free one.  [default: {PORT}, or a free one where that is taken]",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--store",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Keep the lists in this SQLite file.  [default: in memory]",
)
@click.option("--fault", "faults", multiple=True, metavar="FAULT", help="Go wrong. Repeatable.")
@click.option("--seed", type=int, default=0, help="Decides what a fault with a rate befalls.")
@click.option(
    "--service",
    "services",
    multiple=True,
    metavar="SERVICE",
    help="Serve this one, such as src/my_clients.my_api, instead of all. Repeatable.",
)
@click.option(
    "--plugin",
    "plugins",
    multiple=True,
    metavar="NAME",
    help="Load an installed plugin, and serve its services. Repeatable.",
)
@click.option("--quiet", "-q", is_flag=True, help="Do not tell of the calls that come.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print one line of JSON once it serves, and no calls."
)
def command(
    *,
    port: int | None,
    host: str,
    store: Path | None,
    faults: tuple[str, ...],
    seed: int,
    services: tuple[str, ...],
    plugins: tuple[str, ...],
    quiet: bool,
    as_json: bool,
) -> None:
    """Serve until Ctrl-C or SIGTERM."""
    # uvicorn shuts down on SIGTERM and raises it again: as Ctrl-C it ends in a clean exit.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    kept = sandbox.Store(store)
    try:
        served = sandbox.Sandbox(
            _found(services) or None,
            store=kept,
            faults=[sandbox.Fault.parse(text) for text in faults],
            seed=seed,
            plugins=plugins,
        )
        accesses = sandbox.Accesses(served, None if as_json or quiet else _tell)
        sandbox.serve(
            served,
            port=_usual(host) if port is None else port,
            host=host,
            announce=_announce_json if as_json else _announce,
            site=sandbox_site(served, accesses),
            accesses=accesses,
        )
    finally:
        kept.close()


def _usual(host: str) -> int:
    """Return the usual port, or 0 where somebody else has it."""
    if server.is_free(host, PORT):
        return PORT
    click.echo(f"Port {PORT} is taken; this is another one. Name one with --port.", err=True)
    return 0


def _tell(line: str) -> None:
    """Write a line of the access log; a reader that has gone away misses it."""
    with suppress(OSError, ValueError):
        click.echo(f"{datetime.now():%H:%M:%S} {line}", err=True)  # noqa: DTZ005 - of a person's own clock


def _found(names: tuple[str, ...]) -> list[Service]:
    found: list[Service] = []
    for name in names:
        service = catalog.find(name)
        if service is None:
            msg = f"There is no service {name!r}; there are {', '.join(catalog.names())}."
            raise click.UsageError(msg)
        found.append(service)
    return found


def _announce_json(running: sandbox.Running) -> None:
    sys.stdout.write(json.dumps({"services": running.services}) + "\n")
    sys.stdout.flush()


def _announce(running: sandbox.Running) -> None:
    click.echo(f"# Open {running.address}/ in a browser; Ctrl-C stops the sandbox.")
    click.echo("# In another terminal:")
    for name, info in running.services.items():
        for key, value in info.items():
            click.echo(f"export ADLISTS_{name.upper()}_{key.upper()}={value}")
    click.echo("# Then, for instance:  adlists call")
    sys.stdout.flush()
