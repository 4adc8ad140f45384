"""Drives openapi-python-client with our templates.

Only this module and those that plan code import the generator; it is imported when
something is regenerated, never before. Neither custom templates nor programmatic use are
public API of the generator, hence the exact pin in the extra `regenerate`.
"""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import attrs
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.parser.openapi import EndpointCollection
from openapi_python_client.schema import OpenAPI
from openapi_python_client.strings import ClassName, PythonIdentifier
from pydantic import ValidationError

from adlists.errors import ConfigurationError
from adlists.regenerate import models, operations
from adlists.regenerate.documents import SETTINGS, Document, Node, Problem, SpecError
from adlists.regenerate.expressions import Property
from adlists.regenerate.operations import OperationCode
from adlists.regenerate.texts import docstring

TEMPLATES: Final = Path(__file__).parent / "templates"
# The generator drops bodies of media types that it does not know. Our templates only need
# the label, so an override lets a type through; a codec gives it meaning later.
OVERRIDES: Final = dict.fromkeys(
    ("text/json", "application/xml", "text/xml", "text/html", "text/plain"), "application/json"
)
_RUFF: Final = (
    ("check", "--isolated", "--no-cache", "--quiet", "--fix", "--select", "I,F401"),
    ("format", "--isolated", "--no-cache", "--quiet", "--line-length", "100"),
)
_OWN_ATTRIBUTES: Final = frozenset({"send", "SERVICE"})


@attrs.frozen
class TagCode:
    """One attribute of a client and the class behind it."""

    attribute: str
    module: str
    class_name: str
    docstring: str
    operations: tuple[OperationCode, ...]


@attrs.frozen
class ServiceCode:
    """One client, ready to be written."""

    name: str
    title: str
    version: str
    server: str
    description: str
    docstring: str
    schemes: tuple[str, ...]
    tags: tuple[TagCode, ...]


def settings(folder: Path) -> ConfigFile:
    """Read the generator's settings in a folder, on top of our own."""
    path = folder / SETTINGS
    try:
        given = ConfigFile.load_from_path(path) if path.is_file() else ConfigFile()
    except (ValueError, TypeError) as error:
        msg = f"{path} does not hold settings of openapi-python-client: {error}"
        raise ConfigurationError(msg) from error
    overrides = {**OVERRIDES, **(given.content_type_overrides or {})}
    return given.model_copy(
        update={"content_type_overrides": overrides, "literal_enums": True, "post_hooks": []}
    )


def generate(document: Document, output: Path) -> None:
    """Write the package of one document into a folder that does not exist yet."""
    config = Config.from_sources(
        settings(document.path.parent), MetaType.NONE, document.path, "utf-8", True, output
    )
    try:
        OpenAPI.model_validate(document.root)
    except ValidationError as error:
        problems = [_invalid(document, one["loc"], one["msg"]) for one in error.errors()]
        raise SpecError(document.path, dict.fromkeys(problems)) from error
    parsed = GeneratorData.from_dict(document.root, config=config)
    if isinstance(parsed, GeneratorError):
        raise SpecError(document.path, [_dropped(document, parsed)])
    refused = [*parsed.errors]
    for collection in parsed.endpoint_collections_by_tag.values():
        refused += collection.parse_errors
    if refused:
        problems = [_dropped(document, one) for one in refused]
        raise SpecError(document.path, dict.fromkeys(problems))
    _build(document, parsed, config)
    _format(output)


def _build(document: Document, parsed: GeneratorData, config: Config) -> None:
    by_name: dict[str, Property] = {one.class_info.name: one for one in parsed.models}
    components = document.root.get("components", {}).get("schemas", {})
    named = {
        name: by_name[made]
        for name in components
        if (made := ClassName(name, config.field_prefix)) in by_name
    }
    for collection in parsed.endpoint_collections_by_tag.values():
        collection.endpoints = [
            made
            for endpoint in collection.endpoints
            for made in operations.split(endpoint, document, named)
        ]
    project = Project(openapi=parsed, config=config, custom_template_path=TEMPLATES)
    project.env.filters["pyrepr"] = repr
    project.env.filters["docstring"] = docstring
    nodes = {id(by_name[made.class_info.name]): components[name] for name, made in named.items()}
    tags = {
        PythonIdentifier(one["name"], "tag"): one.get("description", "")
        for one in document.root.get("tags", [])
    }
    project.env.globals.update(
        header=f"# Written by `adlists regenerate` from {document.path.name}. Do not edit.",
        service=_service(document, parsed, tags),
        plan_model=lambda one: models.model(one, nodes.get(id(one)) or _node(one), document),
        plan_operation=lambda one: operations.operation(one, document),
        tag_text=lambda tag: tags.get(tag) or f"The operations tagged {tag}.",
        model_modules=lambda: sorted(
            (str(one.class_info.name), str(one.class_info.module_name))
            for one in [*parsed.models, *parsed.enums]
        ),
    )
    with contextlib.redirect_stdout(io.StringIO()):
        project.build()
    (project.package_dir / "errors.py").unlink()


def _node(model: Property) -> Node:
    """Return the schema of a model that stands inside another, as the document has it."""
    node: Node = model.data.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return node


def _service(document: Document, parsed: GeneratorData, tags: dict[Any, str]) -> ServiceCode:
    root = document.root
    info: Node = root["info"]
    title, version = str(info["title"]), str(info["version"])
    described = info.get("description", "")
    return ServiceCode(
        name=document.name,
        title=title,
        version=version,
        server=str(root["servers"][0]["url"]).rstrip("/"),
        description=described,
        docstring=docstring(f"{title}, version {version}.", described),
        schemes=tuple(_schemes(root.get("components", {}).get("securitySchemes", {}))),
        tags=tuple(
            _tag(str(tag), collection, document, tags.get(tag, ""))
            for tag, collection in parsed.endpoint_collections_by_tag.items()
        ),
    )


def _tag(tag: str, collection: EndpointCollection, document: Document, text: str) -> TagCode:
    return TagCode(
        attribute=f"{tag}_" if tag in _OWN_ATTRIBUTES else tag,
        module=tag,
        class_name=ClassName(tag, "Tag"),
        docstring=docstring(text or f"The operations tagged {tag}."),
        operations=tuple(operations.operation(one, document) for one in collection.endpoints),
    )


def _schemes(nodes: Node) -> Iterator[str]:
    for name, node in nodes.items():
        arguments = [repr(name), repr(node["type"])]
        if node["type"] == "http":
            arguments.append(f"scheme={node['scheme'].lower()!r}")
        if node["type"] == "apiKey":
            arguments.append(f"place={node['in']!r}, parameter={node['name']!r}")
        flow = node.get("flows", {}).get("clientCredentials")
        if flow is not None:
            arguments.append(f"token_url={flow['tokenUrl']!r}")
            if flow.get("scopes"):
                arguments.append(f"scopes={tuple(flow['scopes'])!r}")
        yield ", ".join(arguments)


def _format(output: Path) -> None:
    for arguments in _RUFF:
        # -P: a generated types.py must not stand in for the standard library's.
        command = [sys.executable, "-P", "-m", "ruff", *arguments, output.name]
        done = subprocess.run(  # noqa: S603 - our own words
            command, cwd=output.parent, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            msg = f"ruff could not format the generated code: {done.stderr or done.stdout}"
            raise ConfigurationError(msg)


def _invalid(document: Document, location: Iterable[object], message: str) -> Problem:
    """Describe what the generator's schema refuses, at the deepest place that exists."""
    steps: list[object] = []
    node: Any = document.root
    missing = ""
    for step in location:
        if isinstance(node, dict) and step in node:
            node = node[step]
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
        else:
            missing = str(step)
            continue
        missing = ""
        steps.append(step)
    return document.problem(f"{message}: {missing}" if missing else message, *steps)


def _dropped(document: Document, error: Any) -> Problem:
    """Describe what the generator would leave out."""
    message = " ".join(f"{error.detail or error.header}".split("\n\n")[0].split())
    steps = tuple(_place(document, error))
    return document.problem(f"the generator would drop this: {message}", *steps)


def _place(document: Document, error: Any) -> Iterator[object]:
    if found := re.match(r"WARNING parsing (\w+) (\S+) within", error.header):
        yield from ("paths", found[2], found[1].lower())
    elif found := re.search(r"Unable to process schema (\S+):", error.header):
        yield from ("components", "schemas", found[1].rpartition("/")[2])
