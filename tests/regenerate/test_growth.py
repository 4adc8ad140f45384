"""What is done grows with a document, and not with its square: calls are counted, not seconds."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from generate import document

from adlists.regenerate import generator
from adlists.regenerate.changes import comparison, python
from adlists.regenerate.changes.places import places
from adlists.regenerate.packages import files
from adlists.regenerate.prepare import prepare

FEW, MANY = 40, 160


def counted(work: Any) -> int:
    """Return how many functions a piece of work calls."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


def written(folder: Path, operations: int, title: str = "Things") -> Path:
    path = folder / f"{title}-{operations}.json"
    root = document(operations)
    for schema in root["components"]["schemas"].values():
        schema["properties"][title] = {"type": "string"}
    path.write_text(json.dumps(root))
    return path


@pytest.fixture(autouse=True)
def _unformatted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generator, "_format", lambda _output: None)


def test_generating_takes_as_much_for_an_operation_of_many_as_for_one_of_few(
    tmp_path: Path,
) -> None:
    def work(operations: int) -> int:
        path, output = written(tmp_path, operations), tmp_path / f"made_{operations}"
        return counted(lambda: generator.generate(prepare(path), output))

    generator.generate(prepare(written(tmp_path, 2)), tmp_path / "made_2")  # what is done once

    assert work(MANY) / MANY < 1.1 * work(FEW) / FEW


def test_so_does_telling_what_changed(tmp_path: Path) -> None:
    def work(operations: int) -> int:
        old, new = (written(tmp_path, operations, title) for title in ("Old", "New"))
        made = []
        for path in (old, new):
            generator.generate(prepare(path), tmp_path / path.stem)
            made.append(files(tmp_path / path.stem))
        texts = [path.read_text() for path in (old, new)]

        def compare() -> None:
            before, after = (places(new, text) for text in texts)
            assert before is not None
            assert after is not None
            assert comparison.compare(before.tree, after.tree, before, after)
            assert python.compare("things", *made)

        return counted(compare)

    work(2)

    assert work(MANY) / MANY < 1.1 * work(FEW) / FEW


def test_so_does_a_chain_of_models_each_of_which_needs_the_next(tmp_path: Path) -> None:
    def work(models: int) -> int:
        path = tmp_path / f"chain-{models}.json"
        root = document(1)
        chain = root["components"]["schemas"]
        for number in range(models):
            reference = {"$ref": f"#/components/schemas/Link{number + 1}"}
            node = {"type": "object", "required": ["next"], "properties": {"next": reference}}
            chain[f"Link{number}"] = node
        chain[f"Link{models}"] = {"type": "object", "properties": {}}
        path.write_text(json.dumps(root))
        return counted(lambda: prepare(path))

    work(MANY)  # what is done once, for all of the names too

    assert work(MANY) / MANY < 1.1 * work(FEW) / FEW
