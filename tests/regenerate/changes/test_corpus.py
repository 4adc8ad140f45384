"""Single edits of documents, labelled by hand: the report says of each what it means."""

from __future__ import annotations

import copy
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, Final

import attrs
import pytest
from ruamel.yaml import YAML

from adlists.regenerate.changes import Severity, verdict
from adlists.regenerate.changes.change import Change
from adlists.regenerate.changes.comparison import compare
from adlists.regenerate.changes.rules import RULES
from adlists.regenerate.problems import pointer, steps_of

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parents[2]
LABELS: Final = {
    "B": Severity.BREAKING,
    "P": Severity.POSSIBLY_BREAKING,
    "C": Severity.COMPATIBLE,
    "N": None,
}


@attrs.frozen(eq=False)
class Edit:
    """One edit of one document: what it does, where, and how a person judges it."""

    document: str
    verb: str
    place: str
    to: Any
    label: str

    def __str__(self) -> str:
        return f"{self.document}: {self.verb} {self.place} {self.to!r}"

    def apply(self, root: dict[str, Any]) -> dict[str, Any]:
        """Return the document as edited; the edit has to change it."""
        edited = copy.deepcopy(root)
        *around, last = steps_of(self.place)
        node: Any = edited
        for step in around:
            node = node[int(step)] if isinstance(node, list) else node[step]
        key: Any = int(last) if isinstance(node, list) else last
        if self.verb == "set":
            node[key] = self.to
        elif self.verb == "drop":
            del node[key]
        elif self.verb == "append":
            node[key].append(self.to)
        elif self.verb == "last":
            node[key] = node.pop(key)
        else:
            items = [(self.to if name == key else name, value) for name, value in node.items()]
            node.clear()
            node.update(items)
        assert repr(edited) != repr(root), self
        return edited


def load(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


def documents() -> dict[str, dict[str, Any]]:
    """Return the documents that the edits are of, by name."""
    found = [*(HERE / "documents").glob("*.yaml"), *(ROOT / "spec").glob("*.yaml")]
    return {path.stem: load(path) for path in found if (HERE / "edits" / path.name).is_file()}


def edits() -> list[Edit]:
    """Return all edits, as the files have them."""
    found: list[Edit] = []
    for path in sorted((HERE / "edits").glob("*.yaml")):
        for entry in load(path):
            (verb,) = entry.keys() - {"to", "is", "why"}
            found.append(Edit(path.stem, verb, entry[verb], entry.get("to"), entry["is"]))
    return found


DOCUMENTS: Final = documents()
EDITS: Final = edits()


@cache
def told(edit: Edit) -> tuple[dict[str, Any], tuple[Change, ...]]:
    """Return a document as edited, and what is told of it; each edit is made once."""
    root = DOCUMENTS[edit.document]
    edited = edit.apply(root)
    return edited, compare(root, edited)


def judged(edit: Edit) -> Severity | None:
    changes = told(edit)[1]
    return verdict(changes) if changes else None


def test_the_corpus_is_large_enough_to_say_something() -> None:
    labels = Counter(edit.label for edit in EDITS)

    assert len(EDITS) >= 120
    assert len(DOCUMENTS) >= 6
    assert len({(edit.document, edit.verb, edit.place, repr(edit.to)) for edit in EDITS}) == len(
        EDITS
    )
    assert all(labels[label] >= 10 for label in LABELS)


def test_a_breaking_edit_is_never_called_compatible() -> None:
    breaking = [edit for edit in EDITS if LABELS[edit.label] is Severity.BREAKING]
    told_of = {Severity.BREAKING, Severity.POSSIBLY_BREAKING}

    assert [str(edit) for edit in breaking if judged(edit) not in told_of] == []


def test_nearly_every_edit_is_judged_as_it_is_labelled() -> None:
    wrong = [f"{edit}: {edit.label}, not {said}" for edit in EDITS
             if (said := judged(edit)) is not LABELS[edit.label]]  # fmt: skip

    assert len(wrong) <= len(EDITS) * 0.02, "\n".join(wrong)


def test_every_rule_about_documents_is_met_by_an_edit() -> None:
    met: set[str] = set()
    for edit in EDITS:
        met |= {change.rule for change in told(edit)[1]}
    ours = {name for name, rule in RULES.items() if rule.area != "python"}

    assert ours - met == {"document-added", "document-removed"}  # these need no document


def test_one_contract_in_the_words_of_3_0_and_of_3_1_is_no_change() -> None:
    early = DOCUMENTS["early"]
    late = copy.deepcopy(early)
    late["openapi"] = "3.1.0"
    limit = late["paths"]["/pets"]["get"]["parameters"][0]["schema"]
    limit["exclusiveMinimum"] = limit.pop("minimum")
    nick = late["components"]["schemas"]["NewPet"]["properties"]["nick"]
    del nick["nullable"]
    nick["type"] = ["string", "null"]

    assert compare(early, late) == ()
    assert compare(late, early) == ()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_no_change_from_itself(name: str) -> None:
    assert compare(DOCUMENTS[name], copy.deepcopy(DOCUMENTS[name])) == ()


def test_every_change_has_a_place_in_the_document_it_speaks_of() -> None:
    for edit in EDITS:
        after, changes = told(edit)
        for change in changes:
            steps = steps_of(change.place)
            node: Any = DOCUMENTS[edit.document] if change.gone else after
            for step in steps[: len(steps) - 1]:
                try:
                    node = node[int(step)] if isinstance(node, list) else node[step]
                except (KeyError, IndexError, TypeError):
                    pytest.fail(f"{edit}: {change.rule} at {change.place}")
            assert pointer(*steps) == change.place
