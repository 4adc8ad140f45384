"""`adlists plugins`: what is in use, in calling order, and what is installed beside it."""

from __future__ import annotations

from typing import Any, Final

import attrs
import click

from adlists._runtime.registry import Registry
from adlists.cli import results
from adlists.plugins import builtins

_HELP: Final = """Show the plugins in use, in calling order, and those installed but not loaded.

An installed plugin runs only where it is named: --plugin NAME, plugins=["NAME"], or
ADLISTS_PLUGINS=NAME,OTHER in the environment; ADLISTS_NO_PLUGINS=1 keeps all of them out.

\b
Examples:
  adlists plugins
  ADLISTS_PLUGINS=my-plugin adlists plugins --json
"""


@click.command(name="plugins", help=_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("--plugin", "names", multiple=True, metavar="NAME", help="Load this one too.")
def command(*, as_json: bool, names: tuple[str, ...]) -> None:
    """Print the plugins."""
    registry = Registry(builtins(), names)
    rows: list[dict[str, Any]] = [attrs.asdict(plugin) for plugin in registry.installed()]
    for row in rows:
        row["hooks"] = list(row["hooks"])
    hooks = dict.fromkeys(hook for row in rows for hook in row["hooks"])
    order = {hook: registry.order(hook) for hook in hooks}
    if as_json:
        results.dump({"plugins": rows, "order": order})
        return
    results.show(
        [
            {
                "name": row["name"],
                "version": row["version"] or "-",
                "source": row["source"],
                "hooks": ", ".join(row["hooks"]) or "-",
                "loaded": "yes" if row["loaded"] else "no: name it to load it",
            }
            for row in rows
        ]
    )
    click.echo()
    for hook, called in order.items():
        click.echo(f"{hook}: {' → '.join(called)}")
