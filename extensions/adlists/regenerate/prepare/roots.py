"""The root of a document: its version, its title, and what it must say at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from adlists.contract import is_dict
from adlists.regenerate.documents import Document, mapping, sequence
from adlists.regenerate.problems import Problem, SpecError

VERSIONS: Final = ("3.0.", "3.1.", "3.2.")
# The dialects of JSON Schema that OpenAPI itself names, and the one that they are made of.
_DIALECTS: Final = ("https://spec.openapis.org/oas/3.", "https://json-schema.org/draft/2020-12/")


def check(document: Document) -> None:
    """Refuse what is no OpenAPI document; say what of its root is not followed."""
    problems = list(_problems(document))
    if problems:
        raise SpecError(document.path, problems)
    root = document.root
    info = root["info"]
    if "version" not in info:
        document.notes.append(document.problem("version is missing, and is told as 0", "info"))
    info["title"], info["version"] = str(info["title"]), str(info.get("version", 0))
    info["description"] = str(info.get("description") or "")
    root["tags"] = [tag for tag in sequence(root.get("tags")) if "name" in mapping(tag)]
    if not is_dict(root.get("components")):
        root["components"] = {}
    dialect = str(root.get("jsonSchemaDialect", _DIALECTS[0]))
    if not dialect.startswith(_DIALECTS):
        message = f"names {dialect!r}, and schemas are read as OpenAPI's own dialect all the same"
        document.notes.append(document.problem(message, "jsonSchemaDialect"))
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
    info = mapping(root.get("info"))
    if is_dict(root.get("info")) and not isinstance(info.get("title"), str | int | float):
        yield document.problem("title is missing", "info")
    if not isinstance(info.get("version", 0), str | int | float):  # whoever leaves it out has none
        yield document.problem("version has to be a text", "info")
    if "paths" in root and not is_dict(root["paths"]) and root["paths"] is not None:
        yield document.problem("has to be an object", "paths")
    if not root.keys() & {"paths", "components", "webhooks"}:
        yield document.problem("has no paths", "paths")
