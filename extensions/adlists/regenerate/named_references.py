"""Files on other machines that a `$ref` may lead to: those that somebody named, and no others.

They are fetched before anything is read, so that a document is read without network.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Final
from urllib.parse import urldefrag, urljoin

_FILES: Final[ContextVar[Mapping[str, Path] | None]] = ContextVar("named", default=None)


@contextmanager
def known(files: Mapping[str, Path]) -> Generator[None]:
    """Let documents that are read meanwhile refer to addresses, each with where its file is."""
    token = _FILES.set({urldefrag(address).url: path.resolve() for address, path in files.items()})
    try:
        yield
    finally:
        _FILES.reset(token)


def file_of(address: str, home: Path) -> Path | None:
    """Return the file of an address that stands in another file; None where nobody named it.

    In a file that was itself fetched, an address may be relative to that file's own.
    """
    files = _FILES.get()
    if not files:
        return None
    own = next((known for known, path in files.items() if path == home), "")
    return files.get(urljoin(own, address))
