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
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import attrs
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.parser.openapi import EndpointCollection
from openapi_python_client.schema import OpenAPI
from openapi_python_client.strings import ClassName, PythonIdentifier, get_content_type
from pydantic import ValidationError

from adlists.errors import ConfigurationError
from adlists.regenerate import lists, models, operations
from adlists.regenerate.documents import (
    SETTINGS,
    Document,
    Node,
    Problem,
    SpecError,
    mapping,
    pointer,
    sequence,
    walk,
)
from adlists.regenerate.expressions import Property
from adlists.regenerate.models import ModelCode
from adlists.regenerate.operations import OperationCode
from adlists.regenerate.packages import MARK
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
_LET_THROUGH: Final = frozenset(
    {
        "application/json",
        "application/octet-stream",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    }
)
_ADVICE: Final = (
    "the generator would drop the media type {0}; let it through by a line "
    '"{0}: application/json" under content_type_overrides in {1} beside the document'
)
_UNREADABLE: Final = re.compile(r"\s*<openapi_python_client\S+ object at \w+>")
_MODEL_NOT_FOUND: Final = "Could not find reference in parsed models"
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
        settings(document.path.parent),
        MetaType.NONE,
        document.path,
        file_encoding="utf-8",
        overwrite=True,
        output_path=output,
    )
    _check(document, config)
    parsed = GeneratorData.from_dict(document.root, config=config)
    if isinstance(parsed, GeneratorError):
        raise SpecError(document.path, [_dropped(document, parsed)])
    refused = [*parsed.errors]
    for collection in parsed.endpoint_collections_by_tag.values():
        refused += collection.parse_errors
    if refused:
        # Every reference resolves, so a model not found is one that was refused above.
        first = [one for one in refused if _MODEL_NOT_FOUND not in f"{one.detail}"] or refused
        raise SpecError(document.path, [_dropped(document, one) for one in first])
    _build(document, parsed, config)
    lists.write(document, output)
    _format(output)


def _check(document: Document, config: Config) -> None:
    """Refuse what the generator refuses or would drop, where we can name the place better."""
    try:
        OpenAPI.model_validate(document.root)
    except ValidationError as error:
        found = [_invalid(document, one) for one in error.errors()]
        by_place = {one.place: one for one in reversed(found)}
        raise SpecError(document.path, reversed(by_place.values())) from error
    dropped = [
        document.problem(_ADVICE.format(name, SETTINGS), *place, name)
        for place, content in document.contents()
        for name in content
        if get_content_type(name, config) not in _LET_THROUGH and not name.endswith("+json")
    ]
    if dropped:
        raise SpecError(document.path, dict.fromkeys(dropped))


def _build(document: Document, parsed: GeneratorData, config: Config) -> None:
    models_by_class = {str(one.class_info.name): one for one in parsed.models}
    named: dict[str, Property] = {
        name: models_by_class[made]
        for name in _schemas(document)
        if (made := ClassName(name, config.field_prefix)) in models_by_class
    }
    for collection in parsed.endpoint_collections_by_tag.values():
        collection.endpoints = [
            made
            for endpoint in collection.endpoints
            for made in operations.split(endpoint, document, named)
        ]
    _check_names(document, parsed)
    project = Project(openapi=parsed, config=config, custom_template_path=TEMPLATES)
    project.env.filters.update({"pyrepr": repr, "docstring": docstring})
    names: dict[str, Any] = project.env.globals
    names.update(_vocabulary(document, parsed, named))
    with contextlib.redirect_stdout(io.StringIO()):
        project.build()
    (project.package_dir / "errors.py").unlink()


def _schemas(document: Document) -> Node:
    return mapping(mapping(document.root.get("components")).get("schemas"))


def _check_names(document: Document, parsed: GeneratorData) -> None:
    """Refuse two operations whose names become one in Python, such as getUser and get_user."""
    taken: dict[str, str] = {}
    for collection in parsed.endpoint_collections_by_tag.values():
        for endpoint in collection.endpoints:
            path, method, _ = operations.locate(endpoint, document)
            if endpoint.name in taken:
                message = f"becomes {endpoint.name}() in Python, as {taken[endpoint.name]} does"
                problem = document.problem(message, "paths", path, method, "operationId")
                raise SpecError(document.path, [problem])
            taken[endpoint.name] = f"{method.upper()} {path}"


def _vocabulary(
    document: Document, parsed: GeneratorData, named: dict[str, Property]
) -> dict[str, Any]:
    """Return what our templates may speak of, beside the generator's own names."""
    nodes = {id(prop): mapping(_schemas(document)[name]) for name, prop in named.items()}
    tags = {
        str(PythonIdentifier(one["name"], "tag")): str(one.get("description", ""))
        for one in sequence(document.root.get("tags"))
    }

    def plan_model(one: Property) -> ModelCode:
        return models.model(one, nodes.get(id(one)) or _node(one), document)

    def plan_operation(one: Any) -> OperationCode:
        return operations.operation(one, document)

    return {
        "header": f"{MARK} from {document.path.name}. Do not edit.",
        "service": _service(document, parsed, tags),
        "has_lists": lists.KEY in document.root,
        "plan_model": plan_model,
        "plan_operation": plan_operation,
        "tag_texts": tags,
        "model_modules": sorted(
            (str(one.class_info.name), str(one.class_info.module_name))
            for one in [*parsed.models, *parsed.enums]
        ),
    }


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
        schemes=tuple(_schemes(mapping(root.get("components")).get("securitySchemes"))),
        tags=tuple(
            _tag(str(tag), collection, document, tags.get(tag, ""))
            for tag, collection in parsed.endpoint_collections_by_tag.items()
        ),
    )


def _tag(tag: str, collection: EndpointCollection, document: Document, text: str) -> TagCode:
    name = ClassName(tag, "Tag")
    return TagCode(
        attribute=f"{tag}_" if tag in _OWN_ATTRIBUTES else tag,
        module=tag,
        # AsyncXApi is the name of the other class of a tag X, and AsyncApi that of the client.
        class_name=f"{name}Tag" if name.startswith("Async") else name,
        docstring=docstring(text or f"The operations tagged {tag}."),
        operations=tuple(operations.operation(one, document) for one in collection.endpoints),
    )


def _schemes(nodes: Any) -> Iterator[str]:
    for name, node in mapping(nodes).items():
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


def _invalid(document: Document, error: Any) -> Problem:
    """Describe what the generator's schema refuses, at the deepest place that exists.

    Its locations name branches of its own unions as well, which are no steps of ours.
    """
    steps: list[str] = []
    for step in error["loc"]:
        with contextlib.suppress(KeyError):
            document.find(pointer(*steps, step))
            steps.append(str(step))
    message = f"{error['loc'][-1]} is missing" if error["type"] == "missing" else error["msg"]
    return document.problem(message, *steps)


def _dropped(document: Document, error: Any) -> Problem:
    """Describe what the generator would leave out."""
    said = _UNREADABLE.sub("", f"{error.detail or error.header}".split("\n\n")[0])
    message = f"the generator would drop this: {' '.join(said.split())}"
    return document.problem(message, *_place(document, error))


def _place(document: Document, error: Any) -> tuple[object, ...]:
    """Find the node that the generator complains of, or else the operation or schema."""
    around: tuple[object, ...] = ()
    if found := re.match(r"WARNING parsing (\w+) (\S+) within", error.header):
        around = ("paths", found[2], found[1].lower())
    elif found := re.search(r"Unable to process schema (\S+):", error.header):
        around = ("components", "schemas", found[1].rpartition("/")[2])
    if error.data is not None:
        data = error.data.model_dump(mode="json", by_alias=True, exclude_unset=True)
        for place, node in walk(document.root):
            if place[: len(around)] == around and node == data:
                return place
    return around
