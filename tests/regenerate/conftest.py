"""Small documents: prepared in memory, or generated whole and imported."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from small_documents import HEAD, Make, Prepare

from adlists.regenerate import regenerate
from adlists.regenerate.documents import Document
from adlists.regenerate.prepare import prepare


@pytest.fixture
def prepared(tmp_path: Path) -> Prepare:
    """Bring a document into form; what it does not say of its version and title is added."""

    def make(text: str) -> Document:
        path = tmp_path / "small.yaml"
        path.write_text(text if "openapi:" in text else HEAD + text, encoding="utf-8")
        return prepare(path)

    return make


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Make]:
    """Generate the package of a document, and import it."""
    sys.path.insert(0, str(tmp_path))

    def make(text: str) -> Any:
        path = tmp_path / "small.yaml"
        path.write_text(text if "openapi:" in text else HEAD + text, encoding="utf-8")
        regenerate([path], tmp_path / "small_clients")
        return importlib.import_module("small_clients.small")

    yield make
    sys.path.remove(str(tmp_path))
    for name in [name for name in sys.modules if name.startswith("small_clients")]:
        del sys.modules[name]
