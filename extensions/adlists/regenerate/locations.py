"""Where documents come from, and where packages go: what is said, or what a project says.

A project says it in its `pyproject.toml`:

    [tool.adlists.regenerate]
    documents = ["my-api.yaml"]
    output = "src/my_clients"
    type-check = true
    references = ["https://host/common.yaml"]

    [tool.adlists.regenerate.generator]
    field_prefix = "attr_"

The last table is for openapi-python-client; a `generator.yaml` beside a document counts
before it. A document may be an address (https://…) where it is named; it is fetched for
the moment, and so are the addresses in `references`, to which a `$ref` may lead.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import attrs

from adlists.contract import is_dict, is_list
from adlists.errors import ConfigurationError
from adlists.regenerate.documents import documents, mapping, sequence

SPEC: Final = Path("spec")
OUTPUT: Final = Path("generated/adlists_api")
PROJECT: Final = Path("pyproject.toml")
_LARGEST: Final = 100_000_000  # bytes of one document
_SECONDS: Final = 60
_KEYS: Final = frozenset(
    {"documents", "output", "spec-dir", "generator", "type-check", "references"}
)


@attrs.frozen
class Plan:
    """The documents to regenerate, and the folder of their packages.

    `folder` is given where the documents are all of one; `type_check` is what the project says.
    `references` has the addresses that a `$ref` may lead to, each with its file.
    """

    documents: tuple[Path, ...]
    output: Path
    folder: Path | None = None
    type_check: bool = False
    references: Mapping[str, Path] = attrs.field(factory=dict[str, Path])


class UnsaidError(ConfigurationError):
    """Nothing says where documents are, or where packages go; `argument` would."""

    def __init__(self, message: str, argument: str) -> None:
        super().__init__(message, argument)
        self.message, self.argument = message, argument

    def __str__(self) -> str:
        return self.message


def plan(
    named: Iterable[str],
    spec_dir: Path | None,
    output: Path | None,
    downloads: Path,
    references: Iterable[str] = (),
) -> Plan:
    """Decide what is regenerated; `ConfigurationError` where nothing says so.

    What is *named* on the command line counts before `pyproject.toml`, and that before
    `spec/` and `generated/adlists_api`, which only a checkout of this project has. What is
    fetched goes to *downloads*.
    """
    said = settings(PROJECT)
    listed = [] if spec_dir else [str(name) for name in sequence(said.get("documents"))]
    given = list(named) or listed
    if spec_dir is None and len(given) == 1 and Path(given[0]).is_dir():
        spec_dir, given = Path(given[0]), []  # a folder stands for all that is in it
    folder = spec_dir or Path(str(said.get("spec-dir", SPEC)))
    found = [_local(name, downloads) for name in given] or documents(folder)
    if not found:
        msg = f"There is no OpenAPI document in {folder}; name one, or another folder."
        raise UnsaidError(msg, "spec_dir")
    where = output or (Path(str(said["output"])) if "output" in said else None)
    if where is None:
        if not (OUTPUT / "__init__.py").is_file():
            msg = "Where do the packages go? Name a folder, such as src/my_clients."
            raise UnsaidError(msg, "output")
        where = OUTPUT
    _check_name(where)
    others = _references([*references, *map(str, sequence(said.get("references")))], downloads)
    others |= {name: path for name, path in zip(given, found, strict=False) if _is_address(name)}
    checked = said.get("type-check", False)
    return Plan(tuple(found), where, None if given else folder, checked, others)


def settings(project: Path) -> dict[str, Any]:
    """Return the table `tool.adlists.regenerate` of a project; empty where it has none."""
    try:
        held = tomllib.loads(project.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"{project} cannot be read: {error}"
        raise ConfigurationError(msg) from error
    found: Any = mapping(mapping(held.get("tool")).get("adlists")).get("regenerate", {})
    if not is_dict(found) or found.keys() - _KEYS:
        known = ", ".join(sorted(_KEYS))
        msg = f"{project}: [tool.adlists.regenerate] is a table of {known}, and of nothing else."
        raise ConfigurationError(msg)
    if not isinstance(found.get("type-check", False), bool):
        msg = f"{project}: type-check of [tool.adlists.regenerate] is true or false."
        raise ConfigurationError(msg)
    if not is_list(found.get("references", [])):
        msg = f"{project}: references of [tool.adlists.regenerate] is a list of addresses."
        raise ConfigurationError(msg)
    return found


def _check_name(output: Path) -> None:
    """Refuse a folder that would be imported in the place of our own packages."""
    name = output.absolute().name
    if name in {"adlists", "adlists_api"} and not (output / "__init__.py").is_file():
        msg = f"A package {name} would stand in for ours; call it otherwise than {output}."
        raise ConfigurationError(msg)


def _is_address(name: str) -> bool:
    return urlsplit(name).scheme in {"http", "https"}


def _references(addresses: Iterable[str], downloads: Path) -> dict[str, Path]:
    """Fetch what a `$ref` may lead to, each into a folder of its own."""
    found: dict[str, Path] = {}
    for number, address in enumerate(dict.fromkeys(addresses)):
        if not _is_address(address):
            msg = f"A reference that is named has to be an address (https://…), not {address!r}."
            raise ConfigurationError(msg)
        folder = downloads / f"reference-{number}"
        folder.mkdir()
        found[address] = _local(address, folder)
    return found


def _local(name: str, downloads: Path) -> Path:
    if not _is_address(name):
        return Path(name)
    target = downloads / (Path(unquote(urlsplit(name).path)).name or "document")
    from urllib.request import urlopen  # with TLS, which a file does not need

    try:
        with urlopen(name, timeout=_SECONDS) as reply:  # noqa: S310 - http alone
            content = reply.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        msg = f"{name} cannot be fetched: {error}"
        raise ConfigurationError(msg) from error
    if len(content) > _LARGEST:
        msg = f"{name} has more than {_LARGEST:,} bytes; fetch it yourself and name the file."
        raise ConfigurationError(msg)
    target.write_bytes(content)
    return target
