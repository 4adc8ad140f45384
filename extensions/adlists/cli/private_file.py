"""A file that only its owner may read: written beside its place, and put there once it is whole."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from pathlib import Path


def write(path: Path, content: str | Iterable[bytes]) -> None:
    """Write a file anew, of a text or of pieces.

    Raises `OSError`: what was there then stays, and nothing lies beside.
    """
    beside = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    pieces = [content.encode()] if isinstance(content, str) else content
    try:
        descriptor = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(pieces)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
