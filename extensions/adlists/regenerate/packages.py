"""Compares a generated package with the one in place, and puts it there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import attrs

from adlists.errors import ConfigurationError
from adlists.regenerate.changes.change import Change, Severity

MARK: Final = "# Written by `adlists regenerate`"
_INIT: Final = '"""Clients generated from OpenAPI documents, one package each."""\n'


@attrs.frozen
class Package:
    """What regenerating one package did, or would do: file names relative to its folder.

    `written` are new or changed, `removed` are no longer generated; `changes` tells what
    that means for callers, and `said` what it is compared with. `missing` is what of the
    document is left out and why, `notes` is what else of it nobody reads. `settings` tells
    what each security scheme asks for, and the variables of the environment that may hold it.
    """

    name: str
    document: Path
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    said: str = ""
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()

    @property
    def breaking(self) -> tuple[str, ...]:
        """What breaks for callers, one readable line each."""
        broken = (change for change in self.changes if change.severity is Severity.BREAKING)
        return tuple(dict.fromkeys(map(str, broken)))

    @property
    def drifted(self) -> tuple[str, ...]:
        """The files that differ from what the document says."""
        return tuple(sorted([*self.written, *self.removed]))


def files(folder: Path) -> dict[str, str]:
    """Return the Python files below a folder, by relative name."""
    found = sorted(folder.rglob("*.py")) if folder.is_dir() else []
    return {item.relative_to(folder).as_posix(): item.read_text(encoding="utf-8") for item in found}


def compare(name: str, document: Path, old: Mapping[str, str], new: Mapping[str, str]) -> Package:
    """Tell how two versions of a package differ."""
    return Package(
        name,
        document,
        written=tuple(item for item in new if old.get(item) != new[item]),
        removed=tuple(item for item in old if item not in new),
        unchanged=tuple(item for item in new if old.get(item) == new[item]),
    )


def leftover(output: Path, names: Iterable[str]) -> dict[str, str]:
    """Return the packages in a folder that are none of *names*, each with its document's name."""
    found: dict[str, str] = {}
    known = set(names)
    for init in sorted(output.glob("*/__init__.py")):
        name = init.parent.name
        said = init.read_text(encoding="utf-8").partition("\n")[0]
        if name not in known and said.startswith(MARK):
            found[name] = said.removeprefix(f"{MARK} from ").removesuffix(". Do not edit.")
    return found


def check_ours(folder: Path) -> None:
    """Refuse to replace a folder that was not generated."""
    if not folder.exists():
        return
    init = folder / "__init__.py"
    if not (init.is_file() and init.read_text(encoding="utf-8").startswith(MARK)):
        msg = f"{folder} was not generated, so it stays. Move it away or choose another output."
        raise ConfigurationError(msg)


def prepare(output: Path) -> None:
    """Make the folder of all packages, importable and typed."""
    output.mkdir(parents=True, exist_ok=True)
    for name, content in (("__init__.py", _INIT), ("py.typed", "")):
        if not (output / name).exists():
            (output / name).write_text(content, encoding="utf-8")
