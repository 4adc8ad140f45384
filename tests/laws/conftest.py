"""A package that has every kind of value in every place, generated once for all laws."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adlists.regenerate import regenerate

KINDS = Path(__file__).parent / "kinds.yaml"


@pytest.fixture(scope="session")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Generate `kinds.yaml` and import it."""
    folder = tmp_path_factory.mktemp("kinds")
    regenerate([KINDS], folder / "kinds_clients")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("kinds_clients.kinds")
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.startswith("kinds_clients")]:
        del sys.modules[name]
