"""Reads the text of a document: its tree, and the lines of all its places."""

from __future__ import annotations

from pathlib import Path

import attrs

from adlists.regenerate.document_files import DocumentFile, parsed
from adlists.regenerate.documents import Node
from adlists.regenerate.problems import SpecError, steps_of


@attrs.define
class Places:
    """One state of a document: its tree, and called with a JSON pointer, the line of a place."""

    tree: Node
    _file: DocumentFile

    def __call__(self, place: str) -> int | None:
        """Return the line of a JSON pointer, from 1, or of the nearest place around it."""
        return self._file.line(steps_of(place)) or 1


def places(document: Path, text: str) -> Places | None:
    """Read a state of a document; None where it holds no object, or cannot be read."""
    try:
        file = parsed(document, text)
        return Places(file.grow(), file)
    except SpecError:
        return None
