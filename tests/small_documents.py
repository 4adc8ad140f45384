"""What tests of regeneration share: a document's head, and a look into what is prepared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from adlists.regenerate.documents import Document

HEAD: Final = 'openapi: 3.1.0\ninfo: {title: T, version: "1"}\n'
Prepare = Callable[[str], Document]
Make = Callable[[str], Any]


def schemas(document: Document) -> dict[str, Any]:
    """Return the classes of a prepared document."""
    found: dict[str, Any] = document.root["components"]["schemas"]
    return found


def reply(document: Document, path: str = "/a", status: str = "200") -> Any:
    """Return the schema of the first media type of a reply."""
    content = document.root["paths"][path]["get"]["responses"][status]["content"]
    return next(iter(content.values()))["schema"]
