"""Drives openapi-python-client with our templates.

Only this module and those that plan code import the generator; it is imported when
something is regenerated, never before. Neither custom templates nor programmatic use are
public API of the generator, hence the exact pin in the extra `regenerate`.
"""

from __future__ import annotations

import contextlib
import io
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import attrs
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.openapi import EndpointCollection
from openapi_python_client.schema.untrusted_string import UntrustedString
from openapi_python_client.strings import PythonIdentifier
from ruff import find_ruff_bin  # type: ignore[import-untyped]  # it has no marker of types

from adlists.contract import Scheme
from adlists.errors import ConfigurationError
from adlists.regenerate import body_code, imports, locations, methods, models, sensitivity, x_lists
from adlists.regenerate.documents import SETTINGS, Document, Node, mapping, sequence
from adlists.regenerate.endpoints import Endpoint, endpoints
from adlists.regenerate.methods import OperationCode
from adlists.regenerate.models import ModelCode
from adlists.regenerate.names import Names, class_name, identifier
from adlists.regenerate.packages import MARK
from adlists.regenerate.prepare import schemes, servers
from adlists.regenerate.properties import Properties, Property
from adlists.regenerate.template_cache import TemplateCache
from adlists.regenerate.texts import docstring, one_line

TEMPLATES: Final = Path(__file__).parent / "templates"
_RUFF: Final = (
    ("check", "--isolated", "--no-cache", "--quiet", "--fix", "--select", "I,F401"),
    ("format", "--isolated", "--no-cache", "--quiet", "--line-length", "100"),
)
_OWN_ATTRIBUTES: Final = frozenset({"send", "SERVICE", "raw", "with_options"})


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
    servers: str
    description: str
    docstring: str
    schemes: tuple[str, ...]
    tags: tuple[TagCode, ...]
    security: str
    elsewhere: str


def settings(folder: Path) -> ConfigFile:
    """Read the generator's settings in a folder, on top of our own."""
    path = folder / SETTINGS
    if not path.is_file():
        path = locations.PROJECT
    try:
        if path.name == SETTINGS:
            given = ConfigFile.load_from_path(path)
        else:
            given = ConfigFile(**mapping(locations.settings(path).get("generator")))
    except (ValueError, TypeError) as error:
        msg = f"{path} does not hold settings of openapi-python-client: {error}"
        raise ConfigurationError(msg) from error
    return given.model_copy(update={"literal_enums": True, "post_hooks": []})


def generate(document: Document, output: Path) -> None:
    """Write the package of a prepared document into a folder that does not exist yet."""
    config = Config.from_sources(
        settings(document.path.parent),
        MetaType.NONE,
        document.path,
        file_encoding="utf-8",
        overwrite=True,
        output_path=output,
    )
    properties = Properties(document, config, document.modules)
    collections = dict(_collections(endpoints(document, properties, methods.OWN_NAMES)))
    info = document.root["info"]
    parsed = GeneratorData(
        title=UntrustedString(info["title"]),
        description=UntrustedString(info["description"]),
        version=UntrustedString(info["version"]),
        models=properties.models,
        errors=[],
        endpoint_collections_by_tag=collections,
        enums=properties.enums,
    )
    project = Project(openapi=parsed, config=config, custom_template_path=TEMPLATES)
    project.env.bytecode_cache = TemplateCache(TEMPLATES)
    filters: dict[str, Any] = project.env.filters
    filters.update({"pyrepr": repr, "docstring": docstring, "tidy": imports.tidy})
    names: dict[str, Any] = project.env.globals
    names.update(_vocabulary(document, parsed))
    with contextlib.redirect_stdout(io.StringIO()):
        project.build()
    (project.package_dir / "errors.py").unlink()
    _write_tags(project)
    x_lists.write(document, output)
    _format(output)


def _write_tags(project: Project) -> None:
    """Write a module for each tag: the generator itself knows of operations and models alone."""
    folder = project.package_dir / "tags"
    folder.mkdir()
    template = project.env.get_template("tag_module.py.jinja")
    service: Any = project.env.globals["service"]
    header: Any = project.env.globals["header"]
    said = f'{header}\n"""The methods of a client, a module for each tag."""\n'
    (folder / "__init__.py").write_text(said, "utf-8")
    for tag in service.tags:
        (folder / f"{tag.module}.py").write_text(template.render(tag=tag), "utf-8")


def _collections(found: list[Endpoint]) -> Iterator[tuple[PythonIdentifier, EndpointCollection]]:
    """Yield the endpoints of each tag, in the document's order."""
    by_tag: dict[str, list[Any]] = {}
    for endpoint in found:
        by_tag.setdefault(endpoint.tag, []).append(endpoint)
    for tag, held in by_tag.items():
        yield PythonIdentifier(tag, "tag"), EndpointCollection(tag=tag, endpoints=held)


def _vocabulary(document: Document, parsed: GeneratorData) -> dict[str, Any]:
    """Return what our templates may speak of, beside the generator's own names."""
    nodes = mapping(document.root["components"]["schemas"])
    tags = {
        identifier(str(tag["name"]), "tag"): str(tag.get("description") or "")
        for tag in sequence(document.root.get("tags"))
    }

    hiding = sensitivity.hiding(document)

    def plan_model(prop: Property) -> ModelCode:
        return models.model(prop, nodes[str(prop.class_info.name)], document, hiding)

    service, planned = _service(document, parsed, tags)

    def plan_operation(endpoint: Endpoint) -> OperationCode:
        return planned[endpoint]

    return {
        "header": f"{MARK} from {one_line(document.path.name)}. Do not edit.",
        "service": service,
        "has_lists": x_lists.KEY in document.root,
        "class_imports": imports.class_imports,
        "tag_imports": _tag_imports,
        "module_imports": imports.module_imports,
        "operation_modules": {
            tag.module: sorted(code.module for code in tag.operations) for tag in service.tags
        },
        "plan_model": plan_model,
        "plan_operation": plan_operation,
        "tag_texts": tags,
        "title_line": one_line(document.root["info"]["title"]),
        "model_modules": sorted(
            (str(prop.class_info.name), str(prop.class_info.module_name))
            for prop in [*parsed.models, *parsed.enums]
        ),
    }


def _service(
    document: Document, parsed: GeneratorData, tags: dict[str, str]
) -> tuple[ServiceCode, dict[Endpoint, OperationCode]]:
    """Plan the client, and each of its operations once."""
    root = document.root
    info: Node = root["info"]
    title, version, described = info["title"], info["version"], info["description"]
    planned: dict[Endpoint, OperationCode] = {}
    classes, made = Names(), list[TagCode]()
    for tag, collection in parsed.endpoint_collections_by_tag.items():
        held: list[Any] = collection.endpoints
        codes = {endpoint: methods.operation(endpoint, document) for endpoint in held}
        planned |= codes
        made.append(_tag(str(tag), tuple(codes.values()), tags.get(str(tag), ""), classes))
    service = ServiceCode(
        name=document.name,
        title=title,
        version=version,
        server=next(servers.servers(root["servers"])).address(),
        servers=methods.servers_code(root["servers"] if root["servers"][0]["url"] else []),
        description=described,
        docstring=docstring(f"{title}, version {version}.", described),
        schemes=tuple(map(_scheme, schemes.described(root["components"]["securitySchemes"]))),
        tags=tuple(made),
        security=_each_once(code.security for code in planned.values()),
        elsewhere=_each_once(code.servers for code in planned.values() if code.servers),
    )
    return service, planned


def _each_once(codes: Iterable[str]) -> str:
    return body_code.listed(dict.fromkeys(codes))


def _tag(tag: str, planned: tuple[OperationCode, ...], text: str, classes: Names) -> TagCode:
    name = class_name(tag)
    # AsyncXApi is the name of the other class of a tag X, and AsyncApi that of the client.
    name = classes.take(f"Tag{name}" if name.startswith("Async") else name, "")
    return TagCode(
        attribute=f"{tag}_" if tag in _OWN_ATTRIBUTES else tag,
        module=tag,
        class_name=name,
        docstring=docstring(text or f"The operations tagged {tag}."),
        operations=planned,
    )


def _tag_imports(tags: Iterable[TagCode]) -> str:
    """Import the classes of tags for type checkers alone."""
    classes = (
        (f"{prefix}{tag.class_name}Api", f"tags.{tag.module}")
        for tag in tags
        for prefix in ("", "Async")
    )
    return imports.class_imports(classes)


def _scheme(scheme: Scheme) -> str:
    words = ("scheme", "place", "parameter", "token_url", "scopes", "refresh_url", "discovery_url")
    given = ((word, getattr(scheme, word)) for word in words)
    more = [f"{word}={value!r}" for word, value in given if value]
    return ", ".join([repr(scheme.name), repr(scheme.kind), *more])


def _format(output: Path) -> None:
    for arguments in _RUFF:
        command = [find_ruff_bin(), *arguments, output.name]
        done = subprocess.run(  # noqa: S603 - our own words
            command, cwd=output.parent, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            msg = f"ruff could not format the generated code: {done.stderr or done.stdout}"
            raise ConfigurationError(msg)
