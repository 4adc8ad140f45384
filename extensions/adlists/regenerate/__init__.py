"""Turns OpenAPI documents into the typed clients of `generated/`.

    from adlists.regenerate import documents, regenerate

    report = regenerate(documents(Path("spec")), Path("generated/adlists_api"), check=True)
    print(report.drifted)

An overlay beside a document (`NAME.overlay.yaml`) is applied first, in memory. Everything is
generated into a temporary folder, and put in place only when every document has passed: a
broken one leaves the output as it was. Whatever the generator would drop is an error that
names the place in the document.
"""

from __future__ import annotations

import contextlib
import gc
import shutil
import sys
import tempfile
from collections.abc import Generator, Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path

import attrs

from adlists._runtime import type_checks
from adlists.contract import Service
from adlists.errors import ConfigurationError
from adlists.regenerate import document_files, exchange, named_references, packages, trial
from adlists.regenerate.changes.change import Change
from adlists.regenerate.documents import Document, documents, mapping, sequence
from adlists.regenerate.locations import OUTPUT, SPEC
from adlists.regenerate.overlays import owned
from adlists.regenerate.packages import Package
from adlists.regenerate.postponed import postpone
from adlists.regenerate.problems import Problem, SpecError

__all__ = [
    "OUTPUT",
    "SPEC",
    "Package",
    "Problem",
    "RegenerationReport",
    "SpecError",
    "documents",
    "regenerate",
]


@attrs.frozen
class RegenerationReport:
    """What a regeneration did, or would do where it only checked."""

    packages: tuple[Package, ...]
    checked: bool
    gone: tuple[Change, ...] = ()
    leftover: tuple[str, ...] = ()
    pruned: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """What of the documents no code was made of, one readable line each."""
        return tuple(line for package in self.packages for line in package.missing)

    @property
    def drifted(self) -> tuple[str, ...]:
        """The files that differed, as `package/file`; `package/` where its document is gone."""
        return (
            *(f"{package.name}/{name}" for package in self.packages for name in package.drifted),
            *(f"{name}/" for name in self.leftover),
        )

    @property
    def changes(self) -> tuple[Change, ...]:
        """What changed since the earlier state, for all services."""
        return (*self.gone, *(change for package in self.packages for change in package.changes))

    @property
    def breaking(self) -> tuple[str, ...]:
        """What breaks for callers, one readable line each."""
        gone = tuple(map(str, self.gone))
        return (*gone, *(line for package in self.packages for line in package.breaking))


@contextlib.contextmanager
def _seldom_collected() -> Generator[None, None, None]:
    """Look seldom for what nobody holds any more: next to nothing is let go before the end."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@_seldom_collected()
def regenerate(
    specs: Iterable[Path],
    output: Path,
    *,
    check: bool = False,
    against: str | None = None,
    folder: Path | None = None,
    allow_partial: bool = False,
    prune: bool = False,
    type_check: bool = False,
    references: Mapping[str, Path] | None = None,
) -> RegenerationReport:
    """Write one package below *output* for each document; with *check*, write nothing.

    The report compares with what is committed, or with the revision *against*. A *folder* is
    one whose documents *specs* are, all of them: what is gone from there is told. With
    *prune*, packages that none of the documents makes are removed. With *type_check*, what
    changed has to pass mypy's strict checks before it is put in place. *references* has files
    for addresses on other machines, to which a `$ref` may lead then.

    Raises `SpecError` for a document of which an operation or a model cannot be made, unless
    *allow_partial* has the rest of it made; and `ConfigurationError` where the generator is
    not installed, a folder in the way was not generated, or types do not check.
    """
    _installed()
    if type_check:
        type_checks.demand()
    postpone("httpx", "httpcore")
    from adlists.regenerate import changes
    from adlists.regenerate.changes.baseline import baseline
    from adlists.regenerate.generator import generate
    from adlists.regenerate.prepare import prepare

    reports: list[Package] = []
    with _deep(), named_references.known(references or {}), _workshop(output, check=check) as fresh:
        found = [prepare(path) for path in owned(specs)]
        _distinct(found)
        for document in found:
            if document.missing and not allow_partial:
                raise SpecError(document.path, (), document.missing)
            packages.check_ours(output / document.name)
            generate(document, fresh / document.name)
        found = _tried(found, fresh, output, allow_partial=allow_partial)
        if type_check:
            type_checks.check(fresh, (document.name for document in _changed(found, fresh, output)))
        for document in found:
            old = packages.files(output / document.name)
            new = packages.files(fresh / document.name)
            report = packages.compare(document.name, document.path, old, new)
            earlier = baseline(document.path, output / document.name, against)
            told = changes.compare(document.name, document.path, earlier, old, new)
            reports.append(
                attrs.evolve(
                    report,
                    changes=told.changes,
                    said=told.said,
                    missing=tuple(map(str, document.missing)),
                    notes=tuple(map(str, document.notes)),
                    settings=tuple(_settings(document)),
                )
            )
        over: Mapping[str, str] = {}
        if folder is not None or prune:
            over = packages.leftover(output, (document.name for document in found))
        if not check:
            _put(reports, fresh, output)
            for name in over if prune else ():
                (output / name).rename(fresh / f"{name}.gone")
    gone: tuple[Change, ...] = ()
    if folder is not None:
        gone = changes.missing(folder, (document.path for document in found), over, against)
    return RegenerationReport(tuple(reports), check, gone, tuple(over), pruned=prune and not check)


def _settings(document: Document) -> Iterator[str]:
    """Yield what each security scheme of a document asks of a caller."""
    from adlists.plugins.credentials import requirements
    from adlists.regenerate.prepare import schemes

    service = Service(
        document.name,
        document.root["info"]["title"],
        document.root["info"]["version"],
        "",
        (),
        tuple(schemes.described(document.root["components"]["securitySchemes"])),
    )
    alternatives = (
        tuple(mapping(part))
        for owner in (document.root, *(node for _, _, node in document.operations()))
        for part in sequence(owner.get("security"))
    )
    yield from map(str, requirements(service, alternatives))


def _tried(
    found: list[Document], fresh: Path, output: Path, *, allow_partial: bool
) -> list[Document]:
    """Try the packages that changed; return their documents, without what cannot be used."""
    verdicts = trial.run(fresh, _changed(found, fresh, output))
    kept: list[Document] = []
    again: list[Document] = []
    for document in found:
        verdict = verdicts.get(document.name, trial.TrialResult())
        made = document
        if not verdict.whole:
            if not allow_partial:
                raise SpecError(document.path, (), trial.missing(document, verdict))
            made = _without(document, verdict, fresh)
            again.append(made)
        made.notes += verdict.notes
        kept.append(made)
    for name, verdict in trial.run(fresh, again).items():
        if not verdict.whole:  # what was left out changed what others are
            told = "; ".join(map(str, [*verdict.broken.values(), *verdict.spare.values()]))
            msg = f"What was generated for {name} still cannot be used, so nothing changed: {told}"
            raise ConfigurationError(msg)
    return kept


def _changed(found: list[Document], fresh: Path, output: Path) -> list[Document]:
    """Return the documents whose packages are not in place as they are now."""
    return [
        document
        for document in found
        if packages.files(output / document.name) != packages.files(fresh / document.name)
    ]


def _without(document: Document, verdict: trial.TrialResult, fresh: Path) -> Document:
    """Make a package again without what cannot be used."""
    from adlists.regenerate.generator import generate
    from adlists.regenerate.prepare import prepare

    made = prepare(document.path)
    trial.leave_out(made, verdict)
    shutil.rmtree(fresh / document.name)
    generate(made, fresh / document.name)
    return made


def _put(reports: list[Package], fresh: Path, output: Path) -> None:
    """Put the packages that changed in place, one after another."""
    from adlists.regenerate.changes.baseline import keep

    packages.prepare(output)
    for report in reports:
        if report.drifted:
            keep(report.document, fresh / report.name)
            exchange.put(fresh / report.name, output / report.name)
        else:
            keep(report.document, output / report.name)


def _workshop(output: Path, *, check: bool) -> contextlib.AbstractContextManager[Path]:
    """Return the folder that packages are made in: where they go, unless they only compare."""
    return _elsewhere() if check else exchange.staging(output)


@contextlib.contextmanager
def _elsewhere() -> Generator[Path, None, None]:
    with tempfile.TemporaryDirectory(prefix="adlists-") as made:
        yield Path(made)


@contextlib.contextmanager
def _deep() -> Generator[None, None, None]:
    """Let documents be nested deeper than Python's own limit; `files.DEPTH` is ours."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, 10 * document_files.DEPTH))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def _installed() -> None:
    """Demand the generator and the formatter, in the versions that our templates are made for."""
    for requirement in metadata.requires("adlists") or ():
        pin, _, condition = requirement.partition(";")
        if "regenerate" not in condition or "==" not in pin:
            continue
        name, _, wanted = pin.strip().partition("==")
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            found = None
        if found != wanted:
            state = "not installed" if found is None else f"here in version {found}"
            msg = (
                f"Regeneration needs {name} {wanted}, which is {state}. "
                "Run: pip install 'adlists[regenerate]'"
            )
            raise ConfigurationError(msg)


def _distinct(found: list[Document]) -> None:
    names: dict[str, Document] = {}
    for item in found:
        if item.name in names:
            message = f"makes the package {item.name}, as {names[item.name].path} does; rename one"
            raise SpecError(item.path, [Problem(message)])
        names[item.name] = item
