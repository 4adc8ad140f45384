"""The root of a document: its version, its title, and what it must say at all."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Final

from adlists.contract import is_dict
from adlists.regenerate.documents import Document, mapping, sequence
from adlists.regenerate.problems import Problem, SpecError

VERSIONS: Final = ("3.0.", "3.1.", "3.2.")
_KEYS: Final = frozenset(
    {
        "openapi", "$self", "info", "jsonSchemaDialect", "servers", "paths", "webhooks",
        "components", "security", "tags", "externalDocs",
    }
)  # fmt: skip


def check(document: Document) -> None:
    """Refuse what is no OpenAPI document; say what its root holds that nobody reads."""
    problems = list(_problems(document))
    if problems:
        raise SpecError(document.path, problems)
    root = document.root
    info = root["info"]
    info["title"], info["version"] = str(info["title"]), str(info["version"])
    info["description"] = str(info.get("description") or "")
    root["tags"] = [tag for tag in sequence(root.get("tags")) if "name" in mapping(tag)]
    if not is_dict(root.get("components")):
        root["components"] = {}
    for key in root:
        if key not in _KEYS and not key.startswith("x-"):
            close = difflib.get_close_matches(key, _KEYS, 1)
            hint = f"; {close[0]!r}, perhaps" if close else ""
            document.notes.append(document.problem(f"is no key of OpenAPI{hint}", key))
    for name, item in mapping(root.get("webhooks")).items():
        if mapping(item):
            message = "is a webhook: a call to you, not by you, so it gets no method"
            document.notes.append(document.problem(message, "webhooks", name))


def _problems(document: Document) -> Iterator[Problem]:
    root = document.root
    version = root.get("openapi")
    if isinstance(version, float):  # openapi: 3.0, as YAML reads it
        version = f"{version}.0"
    if not (isinstance(version, str) and f"{version}.".startswith(VERSIONS)):
        said = "says nothing of its version" if version is None else f"says {version!r}"
        if "swagger" in root:
            said = f"is Swagger {root['swagger']}; convert it first"
        message = f"has to be OpenAPI 3.0, 3.1 or 3.2 (openapi: 3.1.0), but {said}"
        yield document.problem(message, "openapi")
    if not is_dict(root.get("info")):
        yield document.problem("has no info", "info")
    for key in ("title", "version"):
        if is_dict(root.get("info")) and not isinstance(root["info"].get(key), str | int | float):
            yield document.problem(f"{key} is missing", "info")
    if "paths" in root and not is_dict(root["paths"]) and root["paths"] is not None:
        yield document.problem("has to be an object", "paths")
    if not root.keys() & {"paths", "components", "webhooks"}:
        yield document.problem("has no paths", "paths")
