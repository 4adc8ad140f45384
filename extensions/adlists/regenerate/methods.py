"""Plans one method of a client, for `endpoint_module.py.jinja` and `client.py.jinja`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

import attrs

from adlists.contract import Server, ServerVariable
from adlists.errors import for_status
from adlists.regenerate import expressions, keywords
from adlists.regenerate.documents import Document, Node, mapping, sequence
from adlists.regenerate.endpoints import BodyNodes, Endpoint, ResponseNode
from adlists.regenerate.expressions import CodeContext
from adlists.regenerate.names import Names, identifier
from adlists.regenerate.prepare import schemes, servers
from adlists.regenerate.prepare.contents import essence, sequential
from adlists.regenerate.properties import Property
from adlists.regenerate.texts import arguments, docstring, raises

# Names that a method or a module has for itself.
OWN_NAMES: Final = frozenset({"self", "body", "content_type", "accept", "Call", "OPERATION"})
IDEMPOTENT: Final = frozenset({"get", "head", "put", "delete", "options", "trace"})
_MODELS: Final = "models."
# What is written as a tree by a codec of its own, whatever its schema is.
_TREES: Final = ("json", "xml", "x-www-form-urlencoded", "yaml")
# An object labelled so is JSON: no other way is known to write one as such.
_JSON_BY_ANOTHER_NAME: Final = frozenset(
    {"application/javascript", "text/html", "text/javascript", "text/plain"}
)
_BODILESS: Final = frozenset({204, 205, 304})  # RFC 9110, section 15


@attrs.frozen
class Argument:
    """One parameter: `name` in Python, `wire` in the request; the rest is Python source."""

    name: str
    wire: str
    place: str
    required: bool
    annotation: str
    schema: str
    description: str
    style: str = ""

    @property
    def signature(self) -> str:
        """Write the parameter as it stands in a signature."""
        tail = "" if self.required else " | None = None"
        return f"{self.name}: {self.annotation}{tail}"


@attrs.frozen
class BodyCode:
    """The body of a request, as Python source."""

    annotation: str
    required: bool
    media_types: str
    schema: str
    build: str
    description: str

    @property
    def signature(self) -> str:
        """Write the body as it stands in a signature."""
        return f"body: {self.annotation}{'' if self.required else ' | None = None'}"


@attrs.frozen
class HeaderCode:
    """One described header of a reply: its constant, its type, and the code that makes it."""

    name: str
    annotation: str
    code: str


@attrs.frozen
class ReplyCode:
    """One documented reply, as Python source; `build` is empty where it has no body."""

    low: int
    high: int
    media_types: str
    schema: str
    build: str
    description: str
    headers: tuple[HeaderCode, ...] = ()


@attrs.frozen
class OperationCode:
    """One method, ready to be written."""

    id: str
    document_id: str
    module: str
    tag: str
    method: str
    path: str
    security: str
    idempotent: bool
    max_reply: int | None
    summary: str
    description: str
    arguments: tuple[Argument, ...]
    body: BodyCode | None
    replies: tuple[ReplyCode, ...]
    result: str
    docstring: str
    alternatives: dict[str, str]
    servers: str = ""
    scopes: str = ""

    @property
    def constants(self) -> dict[str, str]:
        """Return what stands in front, or what several replies share: the code by its name."""
        media_types = _repeated(reply.media_types for reply in self.replies if reply.schema)
        schemas = _repeated(reply.schema for reply in self.replies if reply.schema)
        shared = _numbered("_MEDIA_TYPES", media_types) | _numbered("_SCHEMA", schemas)
        return self.alternatives | shared

    @property
    def headers(self) -> list[HeaderCode]:
        """Return the headers that replies describe, each once."""
        return list(dict.fromkeys(header for reply in self.replies for header in reply.headers))

    def shared(self, code: str) -> str:
        """Return the name of code that several replies share, or the code."""
        return next((name for name, value in self.constants.items() if value == code), code)

    @property
    def positional(self) -> list[Argument]:
        """Return the parameters that may be given by position: those of the path."""
        return [argument for argument in self.arguments if argument.place == "path"]

    @property
    def keywords(self) -> list[str]:
        """Return what must be given by name, as it stands in a signature."""
        others = [argument for argument in self.arguments if argument.place != "path"]
        return [
            *([] if self.body is None else [self.body.signature]),
            *(other.signature for other in others),
            "content_type: str | None = None",
            "accept: str | None = None",
        ]


def _repeated(codes: Iterable[str]) -> list[str]:
    return [code for code, times in Counter(codes).items() if times > 1]


def _numbered(name: str, codes: list[str]) -> dict[str, str]:
    return {f"{name}_{n}" if n > 1 else name: code for n, code in enumerate(codes, 1)}


def operation(endpoint: Endpoint, document: Document) -> OperationCode:
    """Plan one method."""
    node, entry = endpoint.node, endpoint.entry
    summary = entry.get("summary") or node.get("summary") or _first_line(endpoint)
    taken = _arguments(endpoint, document)
    scope = CodeContext(document, _MODELS, lenient=True)
    replies = list(_replies(endpoint, scope))
    body = _body(endpoint, attrs.evolve(scope, open_enums=False, sent=True, lenient=False))
    security = sequence(node.get("security", document.root.get("security")))
    return OperationCode(
        id=endpoint.name,
        document_id=node["operationId"],
        module=endpoint.name,
        tag=endpoint.tag,
        method=endpoint.method.upper(),
        path=endpoint.path,
        security=_tuple(_tuple(map(repr, item)) for item in security),
        idempotent=bool(node.get("x-idempotent", endpoint.method in IDEMPOTENT)),
        max_reply=node.get("x-max-reply"),
        summary=str(summary),
        description=str(entry.get("description") or node.get("description") or ""),
        arguments=tuple(taken),
        body=body,
        replies=tuple(reply for reply, _ in replies),
        result=_result(replies),
        docstring=_docstring(str(summary), entry or node, taken, body, replies),
        alternatives=scope.constants,
        servers=servers_code(node.get("servers")) if node.get("servers") else "",
        scopes=_scopes(security, document),
    )


def servers_code(nodes: Any) -> str:
    """Write the servers of a document or of an operation."""
    return _tuple(map(_server, servers.servers(nodes)))


def _scopes(security: list[Any], document: Document) -> str:
    """Write the scopes that an operation needs, by scheme; nothing where it needs none.

    Of those that flows do not declare a service may know nothing, and of other kinds of
    schemes these are roles, which nobody can ask for.
    """
    nodes = document.root["components"]["securitySchemes"]
    known = {scheme.name: scheme for scheme in schemes.described(nodes)}
    found: dict[str, tuple[str, ...]] = {}
    for alternative in security:
        for name, given in mapping(alternative).items():
            scheme, wanted = known[name], map(str, sequence(given))
            scopes = [
                item for item in wanted if item in scheme.scopes or scheme.kind == "openIdConnect"
            ]
            if scopes and scheme.kind in {"oauth2", "openIdConnect"}:
                found.setdefault(name, tuple(scopes))
    return repr(found) if found else ""


def _server(server: Server) -> str:
    arguments = [repr(server.url)]
    if server.variables:
        arguments.append(_tuple(map(_server_variable, server.variables)))
    if server.description:
        arguments.append(f"description={server.description!r}")
    return f"_Server({', '.join(arguments)})"


def _server_variable(variable: ServerVariable) -> str:
    given = (variable.default, variable.enum, variable.description)
    words = zip(("default", "enum", "description"), given, strict=True)
    parts = [repr(variable.name), *(f"{word}={value!r}" for word, value in words if value)]
    return f"_ServerVariable({', '.join(parts)})"


def _first_line(endpoint: Endpoint) -> str:
    return f"{endpoint.method.upper()} {endpoint.path}."


def _arguments(endpoint: Endpoint, document: Document) -> list[Argument]:
    scope = CodeContext(document, _MODELS, open_enums=False)
    found: list[Argument] = []
    for parameter in endpoint.parameters:
        marks = {key: parameter.node[key] for key in ("x-sensitive",) if key in parameter.node}
        schema = {**document.resolve(parameter.node["schema"]), **marks}
        found.append(
            Argument(
                name=parameter.name,
                wire=parameter.wire,
                place=parameter.place,
                required=parameter.required,
                annotation=expressions.annotation(parameter.prop, schema, scope),
                schema=expressions.schema(parameter.prop, schema, scope),
                description=str(parameter.node.get("description") or ""),
                style=_style(parameter.node),
            )
        )
    return found


def _style(node: Node) -> str:
    """Write how a parameter is put on the wire; nothing where it is as OpenAPI has it."""
    if media := mapping(node.get("content")):
        return f", media_type={essence(next(iter(media)))!r}"
    usual = "form" if node["in"] in {"query", "cookie"} else "simple"
    style = node.get("style", usual)
    exploded = style in {"form", "cookie"}
    parts = [
        f", style={style!r}" if style != usual else "",
        f", explode={node['explode']!r}" if node.get("explode", exploded) != exploded else "",
        ", reserved=True" if node.get("allowReserved") is True else "",
    ]
    return "".join(parts)


def _body(endpoint: Endpoint, scope: CodeContext) -> BodyCode | None:
    if endpoint.body is None:
        return None
    node = endpoint.node["requestBody"]
    prop, schema = endpoint.body.first
    return BodyCode(
        annotation=_annotation(endpoint.body, scope),
        required=bool(node.get("required")),
        media_types=_media_types(endpoint.body, scope),
        schema=expressions.schema(prop, schema, scope),
        build=_build(prop, schema, scope),
        description=str(node.get("description") or ""),
    )


def _replies(endpoint: Endpoint, scope: CodeContext) -> Iterator[tuple[ReplyCode, str]]:
    """Yield each reply with the type of what it holds."""
    names, known = (
        Names({name.casefold() for name in OWN_NAMES}),
        dict[tuple[str, str], HeaderCode](),
    )
    for reply in endpoint.replies:
        (low, high), described = reply.bounds, reply.node["description"]
        headers = tuple(_headers(reply, scope, names, known))
        empty = endpoint.method == "head" or (low == high and low in _BODILESS)
        if reply.content is None or empty:
            yield ReplyCode(low, high, "()", "", "", described, headers), "None"
            continue
        prop, schema = reply.content.first
        made = ReplyCode(
            low,
            high,
            _media_types(reply.content, scope),
            expressions.schema(prop, schema, scope),
            _build(prop, schema, scope, sequence=sequential(next(iter(reply.content.media)))),
            described,
            headers,
        )
        yield made, _annotation(reply.content, scope)


def _headers(
    reply: ResponseNode,
    scope: CodeContext,
    names: Names,
    known: dict[tuple[str, str], HeaderCode],
) -> Iterator[HeaderCode]:
    """Yield the described headers of a reply; equal ones of several replies are one."""
    strict = attrs.evolve(scope, lenient=False)  # an odd item makes the whole an odd one
    for wire, prop in reply.headers.items():
        node = reply.node["headers"][wire]
        marks = {key: node[key] for key in ("x-sensitive",) if key in node}
        schema = {**scope.document.resolve(node["schema"]), **marks}
        arguments = [
            repr(wire),
            expressions.schema(prop, schema, strict),
            _build(prop, schema, strict),
        ]
        if node.get("required") is True:
            arguments.append("required=True")
        if media := mapping(node.get("content")):
            arguments.append(f"media_type={essence(next(iter(media)))!r}")
        elif node.get("explode") is True:
            arguments.append("explode=True")
        if node.get("description"):
            arguments.append(f"description={str(node['description'])!r}")
        code = f"_ReplyHeader({', '.join(arguments)})"
        found = known.get((wire.lower(), code))
        if found is None:
            name = names.take(identifier(wire).upper())
            found = HeaderCode(name, expressions.annotation(prop, schema, strict), code)
            known[wire.lower(), code] = found
        yield found


def _annotation(content: BodyNodes, scope: CodeContext) -> str:
    """Write the type of a body: that of each media type, where they differ."""
    written: list[str] = []
    for name, media in content.media.items():
        prop = content.props[name]
        made = expressions.annotation(prop, media["schema"], scope)
        if sequential(name) and expressions.kind(prop) == "List" and not scope.sent:
            made = f"_Stream{made.removeprefix('list')}"
        written.append(made)
    return " | ".join(dict.fromkeys(written))


def _build(prop: Property, node: Node, scope: CodeContext, *, sequence: bool = False) -> str:
    """Write the function that builds a body; models are imported when it is first called."""
    if sequence and expressions.kind(prop) == "List" and not scope.sent:
        items = mapping(scope.document.resolve(node).get("items"))
        inner = expressions.build(prop.inner_property, items, scope) or "_same"
        return f"lambda _data: _streamed({inner}, _data)"
    made = expressions.build(prop, node, scope)
    if made is None:
        return "_same"
    return made if made.startswith("lambda") else f"lambda _data: {made}(_data)"


def _media_types(content: BodyNodes, scope: CodeContext) -> str:
    """Write the media types of a body; one with another schema than the first has its own."""
    first, shared = content.first
    streams = sequential(next(iter(content.media)))
    written: list[str] = []
    for number, (name, media) in enumerate(content.media.items()):
        form = str(media.get("x-encode-as") or _form(name, media, scope))
        _say_unwritten(form, media, scope.document)
        arguments = [repr(name), repr(form)]
        encoding = _encoding(media) if _is_form(name) else ""
        other = media["schema"] != shared or sequential(name) != streams
        if other or encoding:
            prop = content.props[name] if number else first
            given = expressions.schema(prop, media["schema"], scope)
            if encoding:
                given = f"{given[:-1]}, encoding={encoding})"
            arguments += [given, _build(prop, media["schema"], scope, sequence=sequential(name))]
        written.append(f"_MediaType({', '.join(arguments)})")
    return _tuple(written)


@cache
def _has_codec(form: str) -> bool:
    from adlists._runtime.registry import Registry
    from adlists.plugins import builtins

    return Registry(builtins(), environ={}).codec(form) is not None


def _say_unwritten(form: str, media: Node, document: Document) -> None:
    """Say that no codec of ours writes a media type; once for each of its places."""
    if form != "*/*" and not _has_codec(form):
        message = f"{form} has no codec here: pass a plugin that brings one, or x-encode-as"
        problem = document.at(message, media)
        if problem not in document.notes:
            document.notes.append(problem)


def _form(name: str, media: Node, scope: CodeContext) -> str:
    """Return the media type that writes what is labelled so: its own, or what its schema means.

    Bytes are bytes and text is text under any label; a range of anything else is JSON.
    """
    label = essence(name)
    schema = scope.document.resolve(media["schema"])
    if schema.get("type") == "string" and schema.get("format") == "binary":
        return "application/octet-stream"
    if label == "application/x-www-form-urlencoded" and schema.get("type") == "string":
        return "text/plain"  # a form that the caller has written
    if "*" in label and label.endswith("+json"):
        return "application/json"
    if label.endswith(_TREES) or label.startswith("multipart/") or sequential(label):
        return label
    if schema.get("type") == "string":
        return "text/plain"
    items = scope.document.resolve(schema.get("items"))
    if "*" not in label and "object" in {schema.get("type"), items.get("type")}:
        return "application/json" if label in _JSON_BY_ANOTHER_NAME else label
    if "*" not in label:
        return "text/plain" if label.startswith("text/") else label
    shaped = any(not keywords.light(key) for key in schema)
    return "application/json" if shaped else "*/*"


def _is_form(name: str) -> bool:
    return essence(name).startswith(("multipart/", "application/x-www-form-urlencoded"))


def _encoding(media: Node) -> str:
    """Write the Encoding Objects of a form; nothing where there are none."""
    written: list[str] = []
    for name, node in mapping(media.get("encoding")).items():
        arguments: list[str] = []
        if node.get("contentType"):
            types = [part.strip() for part in str(node["contentType"]).split(",")]
            arguments.append(f"media_types={tuple(types)!r}")
        if node.get("style"):
            arguments.append(f"style={str(node['style'])!r}")
        if isinstance(node.get("explode"), bool):
            arguments.append(f"explode={node['explode']!r}")
        if node.get("allowReserved") is True:
            arguments.append("reserved=True")
        written.append(f"{name!r}: _Encoding({', '.join(arguments)})")
    return f"{{{', '.join(written)}}}" if written else ""


def _tuple(items: Any) -> str:
    return f"({''.join(f'{item}, ' for item in items)})"


def _result(replies: list[tuple[ReplyCode, str]]) -> str:
    success = [kind for reply, kind in replies if 200 <= reply.low <= reply.high <= 299]
    chosen = success or [kind for reply, kind in replies if (reply.low, reply.high) == (0, 999)]
    parts = [item for item in dict.fromkeys(chosen) if item != "None"]
    return " | ".join([*parts, *(["None"] if "None" in chosen or not chosen else [])])


def _docstring(
    summary: str,
    node: Node,
    taken: list[Argument],
    body: BodyCode | None,
    replies: list[tuple[ReplyCode, str]],
) -> str:
    described = [(item.name, item.description) for item in taken]
    if body is not None:
        described.append(("body", body.description or "What is sent."))
        described.append(("content_type", "A media type of the body, instead of the first."))
    described.append(("accept", "A media type, or a list of them, to ask for."))
    errors: dict[str, list[str]] = {}
    for reply, _ in replies:
        if reply.low >= 300 and reply.low == reply.high:
            errors.setdefault(for_status(reply.low).__name__, []).append(
                f"{reply.low}. {reply.description.strip()}"
            )
    said = (" ".join(texts) for texts in errors.values())
    return docstring(
        summary,
        node.get("description", ""),
        *arguments(described),
        *raises(zip(errors, said, strict=True)),
    )
