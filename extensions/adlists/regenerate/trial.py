"""Tries packages that were made, in a process of its own, before anyone else imports them.

Every module is imported, the types of every model resolve, and every schema of every
operation is looked into. A call of each operation is written in each media type, and the
examples that the document has of its replies are read. The process has no network, and what
it prints is read by nobody but whoever is told that it failed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

import attrs

from adlists._runtime import child_process
from adlists.errors import ConfigurationError
from adlists.regenerate.documents import Document, Node, mapping
from adlists.regenerate.problems import Missing, Problem

_SECONDS: Final = 600
_PROCESS: Final = Path(__file__).with_name("trial_process.py")
_HOME: Final = "adlists_trial"
_MOST: Final = 20  # notes of one package that are told one by one


Spare: TypeAlias = tuple[str, str, str]


@attrs.frozen
class TrialResult:
    """What a trial found out about a package.

    `broken` has what cannot be used by its operationId; `spare` the parameters that an operation
    works without, by operationId, place and name. `notes` are what else does not work, with no
    harm to an operation.
    """

    broken: Mapping[str, Problem] = attrs.field(factory=dict[str, Problem])
    spare: Mapping[Spare, Problem] = attrs.field(factory=dict[Spare, Problem])
    notes: tuple[Problem, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether all can be used."""
        return not self.broken and not self.spare


def run(folder: Path, documents: Iterable[Document]) -> dict[str, TrialResult]:
    """Try the packages of documents in a folder; ConfigurationError where one fails as a whole."""
    by_name = {document.name: document for document in documents}
    if not by_name:
        return {}
    examples = {name: _examples(document) for name, document in by_name.items()}
    found = imported(folder, list(by_name), examples)
    return {name: _verdict(document, found[name]) for name, document in by_name.items()}


def imported(folder: Path, names: list[str], examples: Mapping[str, Any]) -> dict[str, Any]:
    """Import packages of a folder in a process of their own; return what it says of each."""
    # -B: nothing is written beside what is imported.
    command = ["-B", str(_PROCESS), str(folder.absolute()), *names]
    told = json.dumps(examples, default=str)
    what = "What was generated could not be tried"
    done = child_process.run(command, _SECONDS, what, given=told)
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
        place = next(
            (line.strip() for line in reversed(lines) if _HOME in line or "File" in line), ""
        )
        msg = (
            "What was generated cannot be imported, so nothing changed. That is our mistake, "
            f"not the document's: {lines[-1].strip()} {place}".rstrip()
        )
        raise ConfigurationError(msg)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def missing(document: Document, verdict: TrialResult) -> Iterator[Missing]:
    """Yield the operations and the parameters of a prepared document that cannot be used."""
    for path, method, node in document.operations():
        name, title = node["operationId"], f"{method.upper()} {path}"
        if name in verdict.broken:
            yield Missing(title, verdict.broken[name])
            continue
        for parameter in node["parameters"]:
            problem = verdict.spare.get((name, parameter["in"], parameter["name"]))
            if problem is not None:
                yield Missing.parameter(parameter["name"], title, problem)


def leave_out(document: Document, verdict: TrialResult) -> None:
    """Take what cannot be used out of a prepared document, and list it."""
    document.missing += missing(document, verdict)
    for path, item in list(document.root["paths"].items()):
        for method, node in list(item.items()):
            name = node["operationId"]
            if name in verdict.broken:
                del item[method]
            node["parameters"] = [
                parameter
                for parameter in node["parameters"]
                if (name, parameter["in"], parameter["name"]) not in verdict.spare
            ]
        if not item:
            del document.root["paths"][path]


def _examples(document: Document) -> dict[str, Any]:
    """Return the examples of each operation: by status, or "body", and media type."""
    found: dict[str, Any] = {}
    for _, _, node in document.operations():
        parts = {**node["responses"], "body": mapping(node.get("requestBody"))}
        by_part = {
            part: {
                label: [(key, value) for key, (value, _) in media["x-examples"].items()]
                for label, media in mapping(owner.get("content")).items()
                if media.get("x-examples")
            }
            for part, owner in parts.items()
        }
        if any(by_part.values()):
            found[node["operationId"]] = by_part
    return found


def _verdict(document: Document, found: list[Node]) -> TrialResult:
    nodes = {node["operationId"]: node for _, _, node in document.operations()}
    broken: dict[str, Problem] = {}
    spare: dict[Spare, Problem] = {}
    notes: list[Problem] = []
    for item in found:
        problem = _problem(document, nodes[item["operation"]], item["place"], item["reason"])
        if item["minor"]:
            notes.append(problem)
        elif item["spare"]:
            spare[item["operation"], *item["place"][1:]] = problem
        else:
            broken.setdefault(item["operation"], problem)
    notes = list(dict.fromkeys(notes))
    if len(notes) > _MOST:
        rest = Problem(f"{len(notes) - _MOST} more examples and media types are like these")
        notes = [*notes[:_MOST], rest]
    return TrialResult(broken, spare, tuple(notes))


def _problem(document: Document, node: Node, place: list[str], reason: str) -> Problem:
    """Describe what does not work where the document has it."""
    if place[:1] == ["parameters"] and len(place) == 3:
        for parameter in node["parameters"]:
            if [parameter["in"], parameter["name"]] == place[1:]:
                return document.at(reason, parameter)
    if place[:1] in (["responses"], ["requestBody"]):
        at = place.index("content") + 1
        owner = node["requestBody"] if at == 2 else node["responses"][place[1]]
        media = owner["content"][place[at]]
        _, steps = media["x-examples"].get(place[-1], (None, ()))
        return document.at(reason, media, *steps)
    return document.at(reason, node)
