"""`adlists plugins`: what is in use, in calling order, and what is installed beside it."""

from __future__ import annotations

import os
from typing import Any, Final

import attrs
import click

from adlists import catalog
from adlists._runtime.pipeline import Pipeline
from adlists._runtime.registry import Registry
from adlists.cli import results
from adlists.cli.operation import api_of
from adlists.plugins import builtins
from adlists.plugins.credentials import from_environment
from adlists.session import connect

_HELP: Final = """Show the plugins in use, in calling order, and those installed but not loaded.

An installed plugin runs only where it is named: --plugin NAME, plugins=["NAME"], or
ADLISTS_PLUGINS=NAME,OTHER in the environment; ADLISTS_NO_PLUGINS=1 keeps all of them out.

\b
Each takes the settings that are shown, from the environment or the settings file:
  ADLISTS_PLUGIN_RETRY_ATTEMPTS=6

\b
Examples:
  adlists plugins
  ADLISTS_PLUGINS=my-plugin adlists plugins --json
  adlists plugins --order SERVICE OPERATION    the layers of one operation, outermost first
"""


@click.command(name="plugins", help=_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("--plugin", "names", multiple=True, metavar="NAME", help="Load this one too.")
@click.option(
    "--order",
    nargs=2,
    metavar="SERVICE OPERATION",
    help="Show the layers of this operation alone, in their order.",
)
def command(*, as_json: bool, names: tuple[str, ...], order: tuple[str, str] | None) -> int:
    """Print the plugins."""
    if order is not None:
        _show_order(*order, names, as_json=as_json)
        return 0
    registry = Registry(builtins(), names, lenient=True)
    rows: list[dict[str, Any]] = [attrs.asdict(plugin) for plugin in registry.installed()]
    hooks = dict.fromkeys(hook for row in rows for hook in row["hooks"])
    orders = {hook: registry.order(hook) for hook in hooks}
    if as_json:
        results.dump({"plugins": rows, "order": orders})
    else:
        _show(rows)
        for hook, called in orders.items():
            click.echo(f"{hook}: {' → '.join(called)}")
    for problem in registry.problems.values():
        said = results.lines_of(str(problem))
        click.echo(f"{results.styled('Error:', fg='red', bold=True)} {said}", err=True)
    return 2 if registry.problems else 0


def _show(rows: list[dict[str, Any]]) -> None:
    results.show(
        [
            {
                "name": row["name"],
                "version": row["version"] or "-",
                "source": row["source"] or "-",
                "hooks": ", ".join(row["hooks"]) or "-",
                "loaded": "yes" if row["loaded"] else _why_not(row),
            }
            for row in rows
        ]
    )
    click.echo()
    taken = [
        {
            "setting": setting["variable"],
            "value": setting["value"] or ("needed" if setting["required"] else "-"),
            "takes": setting["kind"],
        }
        for row in rows
        for setting in row["settings"]
    ]
    if taken:
        results.show(taken)
        click.echo()


def _why_not(row: dict[str, Any]) -> str:
    return "no: it cannot be" if row["problem"] else "no: name it to load it"


def _show_order(name: str, operation: str, names: tuple[str, ...], *, as_json: bool) -> None:
    service = catalog.find(name)
    if service is None:
        msg = f"There is no service {name!r}; there are {', '.join(catalog.names())}."
        raise click.UsageError(msg)
    try:
        wanted = service.operation(operation.replace("-", "_"))
    except KeyError:
        there = ", ".join(service.operations.known)
        msg = f"{service.name} has no operation {operation!r}; there are {there}."
        raise click.UsageError(msg) from None
    if from_environment(service, os.environ).credentials:
        session = connect(api_of(service), plugins=names)
        around, layers = session.pipeline.layers(wanted)
        session.close()
    else:
        around, layers = Pipeline(service, Registry(builtins(), names)).layers(wanted)
    if as_json:
        told = [{"name": layer.name, "place": layer.place} for layer in layers]
        results.dump({"around": around, "layers": told})
        return
    rows = [{"layer": plugin, "place": "around the call"} for plugin in around]
    rows += [{"layer": layer.name, "place": layer.place} for layer in layers]
    rows += [{"layer": "(transport)", "place": "innermost"}]
    if not any(layer.credential for layer in layers) and wanted.security:
        click.echo("No credential is set, so none is in the order.", err=True)
    results.show(rows)
