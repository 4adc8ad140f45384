"""Brings a document into the one form that the planners of code know.

Each module is a step, and works on the tree in memory; the file stays as it is. After them

- `paths` holds a Path Item per path, each with nothing but its operations; an operation has
  an `operationId`, one tag, all its parameters written out, and no `$ref` but to classes;
- `components.schemas` holds a schema for each class, under the name of the class: objects
  without `allOf`, and sets of values;
- any other schema is a reference to one of these, an array, a union (`anyOf`), one type
  with its format, or `{}`.

What cannot be brought into this form is left out and listed: `Document.missing`.
"""

from __future__ import annotations

from pathlib import Path

from adlists.regenerate.documents import Document, read
from adlists.regenerate.overlays import overlaid
from adlists.regenerate.prepare import (
    binary_formats,
    bundle,
    directions,
    endless,
    path_items,
    roots,
    schemes,
    servers,
    unread_keys,
)
from adlists.regenerate.prepare.shaper import Shaper

__all__ = ["prepare"]


def prepare(path: Path) -> Document:
    """Read a document and bring it into form; SpecError where there is none to bring."""
    document = overlaid(read(path))
    roots.check(document)
    bundle.files(document)
    unread_keys.settle(document)
    shaper = Shaper(document)
    servers.settle(document)
    schemes.settle(document)
    path_items.settle(document, shaper)
    shaper.finish()
    directions.settle(document)
    endless.settle(document)
    binary_formats.settle(document)
    return document
