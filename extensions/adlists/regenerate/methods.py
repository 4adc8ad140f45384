"""Plans one method of a client, for `endpoint_module.py.jinja` and `client.py.jinja`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

import attrs

from adlists._runtime.media import essence
from adlists.contract import Server, ServerVariable
from adlists.errors import for_status
from adlists.regenerate import body_code, expressions, reply_code
from adlists.regenerate.body_code import BodyCode
from adlists.regenerate.documents import Document, Node, mapping, sequence
from adlists.regenerate.endpoints import Endpoint
from adlists.regenerate.expressions import CodeContext
from adlists.regenerate.prepare import schemes, servers
from adlists.regenerate.reply_code import HeaderCode, ReplyCode
from adlists.regenerate.texts import arguments, docstring, raises

# Names that a method or a module has for itself.
OWN_NAMES: Final = frozenset({"self", "body", "content_type", "accept", "Call", "OPERATION"})
IDEMPOTENT: Final = frozenset({"get", "head", "put", "delete", "options", "trace"})
_MODELS: Final = "models."


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
    replies = list(reply_code.replies(endpoint, scope, OWN_NAMES))
    body = body_code.body(endpoint, attrs.evolve(scope, open_enums=False, sent=True, lenient=False))
    security = sequence(node.get("security", document.root.get("security")))
    return OperationCode(
        id=endpoint.name,
        document_id=node["operationId"],
        module=endpoint.name,
        tag=endpoint.tag,
        method=endpoint.method.upper(),
        path=endpoint.path,
        security=body_code.listed(body_code.listed(map(repr, item)) for item in security),
        idempotent=bool(node.get("x-idempotent", endpoint.method in IDEMPOTENT)),
        max_reply=node.get("x-max-reply"),
        summary=str(summary),
        description=str(entry.get("description") or node.get("description") or ""),
        arguments=tuple(taken),
        body=body,
        replies=tuple(reply for reply, _ in replies),
        result=reply_code.result(replies),
        docstring=_docstring(str(summary), entry or node, taken, body, replies),
        alternatives=scope.constants,
        servers=servers_code(node.get("servers")) if node.get("servers") else "",
        scopes=_scopes(security, document),
    )


def servers_code(nodes: Any) -> str:
    """Write the servers of a document or of an operation."""
    return body_code.listed(map(_server, servers.servers(nodes)))


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
        arguments.append(body_code.listed(map(_server_variable, server.variables)))
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
