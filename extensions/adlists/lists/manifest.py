"""A manifest: many jobs in one file, told apart by accounts, written once for a whole table.

    [defaults]                        what every job has, unless it says otherwise
    service = "…"
    identifier = "email"
    hash = "sha256"

    [tables.advertisers]              rows that a job can be made for: a file, or `rows = [{…}]`
    file = "advertisers.csv"

    [[jobs]]
    name = "buyers of {id}"           {column} stands for a value of the job's row
    over = "advertisers"              one such job for each row
    profile = "{market}"
    list = "Buyers"
    source = "exports/{id}.csv"
    advertiser = "{id}"

A job's keys are those below, the options of `upload()`, and the inputs that its service's
document declares. Everything is checked before the first job runs.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Self, TypeAlias

import attrs

from adlists import catalog
from adlists._runtime.misspellings import meant
from adlists.contract import Service, is_dict, is_list
from adlists.errors import ArgumentError, ConfigurationError
from adlists.lists.manifest_files import ManifestError, parsed
from adlists.lists.options import JobOptions, option_types

_OWN: Final = frozenset(
    {"name", "over", "service", "profile", "base_url", "list", "source", "schedule"}
)
_LEFT: Final = frozenset(
    {"watch", "of_run", "delivery", "dry_run", "state", "engine", "partition_by", "partitions"}
)  # of a whole run, or of code
_SYNC: Final = "sync"  # an operation of manifests: `sync()` in place of `upload()`
_PATHS: Final = frozenset({"exclude", "rejects"})
_HOLE: Final = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")


#: What jobs of one account, and of one budget, have in common.
AccountKey: TypeAlias = tuple[str, str, str]


@attrs.frozen(kw_only=True)
class ManifestJob:
    """One job of a manifest, ready to run: `sync` says that it is one of `sync()`.

    `schedule` is a hint to whatever runs the manifest; nothing here reads it.
    """

    name: str
    service: Service
    profile: str | None
    base_url: str | None
    target: str | int
    source: Any = attrs.field(repr=False)  # an address may hold a password
    options: Mapping[str, Any] = attrs.field(repr=False)  # an input may be secret
    sync: bool = False
    schedule: str | None = None

    @property
    def account(self) -> AccountKey:
        """Return a key: equal for jobs that share an account and its budget."""
        return self.service.name, self.profile or "", self.base_url or ""

    @property
    def digest(self) -> str:
        """Return what stands for all that the job is told."""
        told = (self.account, self.target, str(self.source), sorted(self.options.items()))
        return sha256(json.dumps((*told, self.sync), default=str).encode()).hexdigest()[:32]


@attrs.frozen
class Manifest:
    """The jobs of a file, in its order."""

    path: Path
    jobs: tuple[ManifestJob, ...]

    @classmethod
    def read(cls, path: Path | str) -> Self:
        """Read and check a manifest: TOML, YAML or JSON. Raises `ManifestError`."""
        place = Path(path)
        content = parsed(place)
        _known(content, {"defaults", "tables", "jobs"}, f"{place}")
        tables = {
            name: _table(place, name, node) for name, node in _objects(place, content, "tables")
        }
        defaults = content.get("defaults", {})
        if not is_dict(defaults):
            msg = f"{place}: defaults is a table of options."
            raise ManifestError(msg)
        nodes = content.get("jobs")
        if not is_list(nodes) or not nodes:
            msg = f"{place} has no jobs; write each as [[jobs]]."
            raise ManifestError(msg)
        services: dict[str, Service] = {}
        jobs: list[ManifestJob] = []
        for number, node in enumerate(nodes, 1):
            if not is_dict(node):
                msg = f"{place}: job {number} is no table; write it as [[jobs]]."
                raise ManifestError(msg)
            jobs.extend(_jobs({**defaults, **node}, place, number, tables, services))
        _named_once(place, jobs)
        return cls(place, tuple(jobs))

    def select(self, patterns: Iterable[str]) -> Self:
        """Return the jobs whose names fit one of some patterns; all, where there is none."""
        wanted = tuple(patterns)
        if not wanted:
            return self
        for pattern in wanted:
            if not any(fnmatchcase(job.name, pattern) for job in self.jobs):
                close = meant(pattern, [job.name for job in self.jobs])
                msg = f"No job of {self.path} is called {pattern!r}.{close}"
                raise ManifestError(msg)
        kept = (job for job in self.jobs if any(fnmatchcase(job.name, p) for p in wanted))
        return attrs.evolve(self, jobs=tuple(kept))


def _known(node: Mapping[str, Any], names: Iterable[str], where: str) -> None:
    known = sorted(names)
    for name in node:
        if name not in known:
            close = meant(name, known) or f" There are {', '.join(known)}."
            msg = f"{where} has an unknown key {name[:40]!r}.{close}"
            raise ManifestError(msg)


def _objects(
    place: Path, content: Mapping[str, Any], key: str
) -> Iterable[tuple[str, dict[str, Any]]]:
    nodes = content.get(key, {})
    if not is_dict(nodes) or not all(is_dict(node) for node in nodes.values()):
        msg = f"{place}: {key} holds tables, each written as [{key}.NAME]."
        raise ManifestError(msg)
    return nodes.items()


def _table(place: Path, name: str, node: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the rows of a table: texts by the names of its columns."""
    where = f"{place}: table {name}"
    _known(node, {"file", "rows"}, where)
    if ("file" in node) == ("rows" in node):
        msg = f"{where} has either a file or rows."
        raise ManifestError(msg)
    if "rows" in node:
        rows = node["rows"]
        if not is_list(rows) or not all(is_dict(row) for row in rows):
            msg = f"{where}: rows is a list of tables, such as [{{id = 1}}]."
            raise ManifestError(msg)
        return [{column: str(value) for column, value in row.items()} for row in rows]
    file = place.parent / str(node["file"])
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            header, *rows = csv.reader(lines, strict=True)
    except OSError as error:
        msg = f"{where}: {file} cannot be read: {error.strerror}."
        raise ManifestError(msg) from None
    except (csv.Error, UnicodeError, ValueError):
        msg = f"{where}: {file} is no CSV in UTF-8 with the names of its columns first."
        raise ManifestError(msg) from None
    columns = [column.strip() for column in header]
    if len(set(columns)) < len(columns) or not all(columns):
        msg = f"{where}: each column of {file} needs a name of its own in the first row."
        raise ManifestError(msg)
    for line, row in enumerate(rows, 2):
        if row and len(row) != len(columns):
            msg = f"{where}: row {line} of {file} has {len(row)} cells for {len(columns)} columns."
            raise ManifestError(msg)
    return [dict(zip(columns, row, strict=True)) for row in rows if row]


def _jobs(
    node: dict[str, Any],
    place: Path,
    number: int,
    tables: Mapping[str, list[dict[str, str]]],
    services: dict[str, Service],
) -> Iterable[ManifestJob]:
    """Make the jobs of one entry: one, or one for each row of a table."""
    where = f"{place}: job {number}" + (f" ({node['name']})" if "name" in node else "")
    over = node.pop("over", None)
    if over is None:
        yield _job(node, place, where, number, services)
        return
    if over not in tables:
        msg = f"{where}: there is no table {over!r}.{meant(str(over), tables)}"
        raise ManifestError(msg)
    for count, row in enumerate(tables[over], 1):
        at = f"{where}, row {count} of {over}"
        filled = {key: _filled(value, row, at) for key, value in node.items()}
        yield _job(filled, place, at, number, services)


def _filled(value: Any, row: Mapping[str, str], where: str) -> Any:
    """Put the values of a row where `{column}` stands, however deep."""
    if is_list(value):
        return [_filled(item, row, where) for item in value]
    if not isinstance(value, str):
        return value

    def put(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0][0]
        column = found[1].strip()
        if column not in row:
            close = meant(column, row) or f" There are {', '.join(row)}."
            msg = f"{where} has no column {column[:40]!r}.{close}"
            raise ManifestError(msg)
        return row[column].strip()

    return _HOLE.sub(put, value)


def _job(
    node: Mapping[str, Any], place: Path, where: str, number: int, services: dict[str, Service]
) -> ManifestJob:
    service = _service(node, where, services)
    inputs = [known.name for known in catalog.inputs_of(service)]
    told = {key.replace("-", "_"): value for key, value in node.items()}
    _known(told, {*_OWN, *inputs, *(set(option_types()) - _LEFT)}, where)
    target, source = told.get("list"), told.get("source")
    if isinstance(target, bool) or not isinstance(target, str | int) or target == "":
        msg = f"{where} has no list; name one, by its name or its id."
        raise ManifestError(msg)
    options = {key: value for key, value in told.items() if key not in _OWN}
    for key in _PATHS & set(options):
        if "://" not in str(options[key]):
            options[key] = place.parent / str(options[key])
    sync = options.get("operation") == _SYNC
    if sync:
        del options["operation"]
    try:
        JobOptions(**options)
    except (ArgumentError, ConfigurationError) as error:
        msg = f"{where}: {error}"
        raise ManifestError(msg) from None
    return ManifestJob(
        name=str(told.get("name", f"{number}: {target}")),
        service=service,
        profile=_text(told, "profile", where),
        base_url=_text(told, "base_url", where),
        target=target,
        source=_sources(source, place, where),
        options=options,
        sync=sync,
        schedule=_text(told, "schedule", where),
    )


def _service(node: Mapping[str, Any], where: str, services: dict[str, Service]) -> Service:
    name = str(node.get("service", ""))
    if not name:
        msg = f"{where} has no service; say whose list it is, here or under [defaults]."
        raise ManifestError(msg)
    if name not in services:
        found = catalog.find(name)
        if found is None:
            msg = f"{where}: there is no service {name!r}.{meant(name, catalog.names())}"
            raise ManifestError(msg)
        services[name] = found
    return services[name]


def _text(told: Mapping[str, Any], key: str, where: str) -> str | None:
    value = told.get(key)
    if value is not None and not (isinstance(value, str) and value):
        msg = f"{where}: {key} is a text."
        raise ManifestError(msg)
    return value


def _sources(source: Any, place: Path, where: str) -> Any:
    """Return files by the manifest's folder; an address (`s3://…`) stays as it is."""
    if isinstance(source, str) and source:
        return source if "://" in source else str(place.parent / source)
    if is_list(source) and source and all(isinstance(name, str) for name in source):
        return [name if "://" in name else place.parent / name for name in source]
    msg = f"{where} has no source; name a file, a pattern, or a list of files."
    raise ManifestError(msg)


def _named_once(place: Path, jobs: Iterable[ManifestJob]) -> None:
    names: set[str] = set()
    for job in jobs:
        if job.name in names:
            msg = f"{place}: two jobs are called {job.name!r}; let names tell them apart."
            raise ManifestError(msg)
        names.add(job.name)
