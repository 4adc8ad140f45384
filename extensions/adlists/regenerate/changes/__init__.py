"""Tells what changed in a service since an earlier state, and what that breaks for callers.

The document is compared with the earlier document (`contract`), and the package with the
earlier package (`python`). Every change has a rule, and the rule a severity by direction:
what narrows a request breaks its callers, and so does what widens a reply.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import attrs

from adlists.regenerate.changes import comparison, python
from adlists.regenerate.changes.baseline import Baseline, known
from adlists.regenerate.changes.change import Change, Severity, verdict
from adlists.regenerate.changes.places import places
from adlists.regenerate.changes.rules import RULES

__all__ = ["Change", "ServiceChanges", "Severity", "compare", "missing", "verdict"]


@attrs.frozen
class ServiceChanges:
    """What changed, the gravest first, and the state that it is compared with, in words."""

    changes: tuple[Change, ...]
    said: str


def compare(
    name: str,
    document: Path,
    earlier: Baseline,
    old: Mapping[str, str],
    new: Mapping[str, str],
) -> ServiceChanges:
    """Compare a document and the files made of it with an earlier state.

    *old* are the files of the package in place, for where the earlier state has none. Without
    an earlier document only the Python is compared, and the report says so.
    """
    text = document.read_text(encoding="utf-8")
    found: list[Change] = []
    said = earlier.said
    if earlier.text is not None and earlier.text != text:
        before, after = places(document, earlier.text), places(document, text)
        if before is None or after is None:
            said = f"the document {earlier.said} cannot be read, so only Python is compared"
        else:
            found += comparison.compare(before.tree, after.tree, before, after)
    files = old if earlier.files is None else earlier.files
    if files:
        found += python.compare(name, files, new)
        if earlier.text is None:
            said = f"{earlier.said}, so only Python is compared"
    else:
        kind = RULES["document-added"]
        found.append(Change("document-added", kind.area, kind.request, name, "is new"))
        said = "new" if earlier.text is None else said
    if any(document.parent.glob(f"{document.stem}.overlay.*")):
        said = f"{said}; its overlay is compared by the Python that it makes"
    return ServiceChanges(tuple(sorted(found, key=lambda change: -change.severity)), said)


def missing(
    folder: Path, documents: Iterable[Path], leftover: Mapping[str, str], against: str | None
) -> tuple[Change, ...]:
    """Tell of documents that are gone from a folder; *leftover* is package to document."""
    kind = RULES["document-removed"]
    there = {path.name for path in documents}
    found = [
        Change(
            "document-removed", kind.area, kind.request, package,
            f"its document {document} is gone from {folder}; bring it back or remove the package",
        )
        for package, document in leftover.items()
    ]  # fmt: skip
    told = set(leftover.values())
    found += [
        Change(
            "document-removed", kind.area, kind.request, path.name, f"is gone from {folder}"
        )
        for path in known(folder, against)
        if path.name not in there | told
    ]  # fmt: skip
    return tuple(found)
