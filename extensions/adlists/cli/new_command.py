"""`adlists new`: begin a package of your own."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Final

import click

from adlists._runtime import loading
from adlists.cli import results
from adlists.cli.plugin_outline import Outline, outline
from adlists.cli.suggestions import SuggestingGroup
from adlists.errors import ConfigurationError
from adlists.plugins import builtins

_HELP: Final = """Begin a package of your own: a plugin, with tests that pass.

\b
Example:
  adlists new plugin team-header
"""

_PLUGIN_HELP: Final = """Write a package that holds a plugin: one hook, its tests, its entry point.

The package is called adlists-NAME, and lies in a new folder of that name; nothing that is there
is overwritten. NAME is that of a package: letters, digits, hyphens.

\b
Example:
  adlists new plugin team-header
  cd adlists-team-header
  pip install -e '.[test]'
  pytest
  adlists plugins --plugin team-header
"""


class _Kinds(SuggestingGroup):
    noun = "kind of package"


@click.group(name="new", cls=_Kinds, help=_HELP)
def command() -> None:
    """Begin a package."""


@command.command(name="plugin", help=_PLUGIN_HELP)
@click.argument("name", metavar="NAME")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="DIR",
    help="Where its folder is to lie; here, unless told.",
)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def plugin_command(*, name: str, output: Path, as_json: bool) -> None:
    """Write a package."""
    new = outline(name)
    _check_free(new.name)
    folder = output / new.distribution
    paths = _written(new, folder)
    if as_json:
        told = {"plugin": new.name, "class": f"{new.module}:{new.kind}", "folder": str(folder)}
        results.dump({**told, "files": paths})
        return
    for path in paths:
        click.echo(str(folder / path))
    click.echo(f"\nThe plugin {new.name!r} is begun. Go on with:\n")
    for line in (f"cd {shlex.quote(str(folder))}", "pip install -e '.[test]'", "pytest"):
        click.echo(f"  {line}")
    click.echo(f"  adlists plugins --plugin {new.name}")


def _check_free(name: str) -> None:
    """Refuse a name by which another plugin is called."""
    if name in builtins():
        msg = f"There is a built-in plugin {name!r}; take another name."
        raise ConfigurationError(msg)
    for point in loading.entry_points():
        if point.name == name:
            owner = loading.origin(point)[0]
            msg = f"There is a plugin {name!r} already, of {owner}; take another name."
            raise ConfigurationError(msg)


def _written(new: Outline, folder: Path) -> list[str]:
    files = new.files()
    try:
        folder.mkdir(parents=True)
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            with (folder / path).open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except FileExistsError:
        msg = f"{folder} is there already, and nothing is overwritten; take another name or place."
        raise ConfigurationError(msg) from None
    except OSError as error:
        msg = f"{folder} cannot be written: {error.strerror}."
        raise ConfigurationError(msg) from None
    return list(files)
