"""Plans one method of a client, for `endpoint_module.py.jinja` and `client.py.jinja`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from copy import copy
from typing import Any, Final

import attrs
from openapi_python_client.strings import PythonIdentifier

from adlists.errors import ConfigurationError, for_status
from adlists.regenerate import expressions
from adlists.regenerate.documents import Document, Node, mapping, sequence
from adlists.regenerate.expressions import Property, Scope
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
class ReplyCode:
    """One documented reply, as Python source; `build` is empty where it has no body."""

    low: int
    high: int
    media_types: str
    schema: str
    build: str
    description: str


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

    @property
    def constants(self) -> dict[str, str]:
        """Return what several replies share, the code by its name."""
        media_types = _repeated(one.media_types for one in self.replies if one.schema)
        schemas = _repeated(one.schema for one in self.replies if one.schema)
        return _numbered("_MEDIA_TYPES", media_types) | _numbered("_SCHEMA", schemas)

    def shared(self, code: str) -> str:
        """Return the name of code that several replies share, or the code."""
        return next((name for name, value in self.constants.items() if value == code), code)

    @property
    def positional(self) -> list[Argument]:
        """Return the parameters that may be given by position: those of the path."""
        return [one for one in self.arguments if one.place == "path"]

    @property
    def keywords(self) -> list[str]:
        """Return what must be given by name, as it stands in a signature."""
        others = [one for one in self.arguments if one.place != "path"]
        return [
            *([] if self.body is None else [self.body.signature]),
            *(one.signature for one in others),
            "content_type: str | None = None",
            "accept: str | None = None",
        ]


def _repeated(codes: Iterable[str]) -> list[str]:
    return [code for code, times in Counter(codes).items() if times > 1]


def _numbered(name: str, codes: list[str]) -> dict[str, str]:
    return {f"{name}_{n}" if n > 1 else name: code for n, code in enumerate(codes, 1)}


def split(endpoint: Any, document: Document, models: dict[str, Property]) -> Iterator[Any]:
    """Yield the endpoints that `x-methods` makes of one, or the endpoint itself.

    A method takes the parameters that its entry names; "required" makes one required.
    Its reply of 200 narrows to the schema that `reply` points to.
    """
    _, _, node = locate(endpoint, document)
    if "x-methods" not in node:
        yield endpoint
        return
    for name, given in mapping(node["x-methods"]).items():
        entry = mapping(given)
        taken = mapping(entry.get("parameters"))
        replies = endpoint.responses
        if "reply" in entry:
            narrow = attrs.evolve(models[entry["reply"].rpartition("/")[2]], required=True)
            patterns = [
                attrs.evolve(one, prop=narrow) if one.status_code.pattern == "200" else one
                for one in replies.patterns
            ]
            replies = attrs.evolve(replies, patterns=patterns)
        kept = {
            f"{place}_parameters": [
                attrs.evolve(one, required=one.required or taken.get(_wire(one)) == "required")
                for one in getattr(endpoint, f"{place}_parameters")
                if one.required or _wire(one) in taken
            ]
            for place in ("query", "path", "header", "cookie")
        }
        made = _replace(endpoint, name=PythonIdentifier(name, "method_"), responses=replies, **kept)
        made.entry = entry
        yield made


def _replace(endpoint: Any, **changes: Any) -> Any:
    made = copy(endpoint)
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def locate(endpoint: Any, document: Document) -> tuple[str, str, Node]:
    """Return path, method and Operation Object of an endpoint."""
    path = endpoint.path.get_untrusted_value()
    for one in endpoint.path_parameters:
        path = path.replace(f"{{{one.python_name}}}", f"{{{_wire(one)}}}")
    return path, endpoint.method, document.root["paths"][path][endpoint.method]


def _wire(prop: Property) -> str:
    return str(prop.name.get_untrusted_value())


def operation(endpoint: Any, document: Document) -> OperationCode:
    """Plan one method."""
    path, method, node = locate(endpoint, document)
    entry: Node = getattr(endpoint, "entry", {})
    summary = entry.get("summary") or node.get("summary") or f"{method.upper()} {path}."
    taken = _arguments(endpoint, document, path)
    scope = Scope(document, _MODELS)
    replies = list(_replies(endpoint, node, scope, entry))
    body = _body(endpoint, node, document)
    security = sequence(node.get("security", document.root.get("security")))
    return OperationCode(
        id=endpoint.name,
        document_id=node.get("operationId", endpoint.name),
        module=endpoint.name,
        tag=endpoint.tags[0],
        method=method.upper(),
        path=path,
        security=_tuple(_tuple(map(repr, one)) for one in security),
        idempotent=bool(node.get("x-idempotent", method in IDEMPOTENT)),
        max_reply=_max_reply(node, endpoint.name),
        summary=summary,
        description=entry.get("description") or node.get("description", ""),
        arguments=tuple(taken),
        body=body,
        replies=tuple(one for one, _ in replies),
        result=_result(replies),
        docstring=_docstring(summary, entry or node, taken, body, replies),
    )


def _max_reply(node: Node, name: str) -> int | None:
    most: Any = node.get("x-max-reply")
    if most is None or (type(most) is int and most > 0):
        return most
    msg = f"{name}: x-max-reply has to be a number of bytes, not {most!r}."
    raise ConfigurationError(msg)


def _arguments(endpoint: Any, document: Document, path: str) -> list[Argument]:
    nodes = {(one["name"], one["in"]): one for one in document.parameters(path, endpoint.method)}
    scope = Scope(document, _MODELS, open_enums=False)
    found: list[Argument] = []
    for location, prop in endpoint.iter_all_parameters():
        place = str(location.value)
        node = nodes.get((_wire(prop), place))
        if node is None:
            continue  # one that OpenAPI has every tool ignore
        marks = {key: node[key] for key in ("x-sensitive",) if key in node}
        schema = {**document.resolve(node["schema"]), **marks}
        name = str(prop.python_name)
        found.append(
            Argument(
                name=f"{name}_" if name in OWN_NAMES else name,
                wire=_wire(prop),
                place=place,
                required=prop.required,
                annotation=expressions.annotation(prop, schema, scope),
                schema=expressions.schema(prop, schema, scope),
                description=node.get("description", ""),
            )
        )
    return found


def _body(endpoint: Any, node: Node, document: Document) -> BodyCode | None:
    if not endpoint.bodies:
        return None
    scope = Scope(document, _MODELS, open_enums=False)
    body = document.resolve(node["requestBody"])
    prop = attrs.evolve(endpoint.bodies[0].prop, required=True)
    schema = next(iter(body["content"].values()))["schema"]
    return BodyCode(
        annotation=expressions.annotation(prop, schema, scope),
        required=bool(body.get("required")),
        media_types=_media_types(body["content"]),
        schema=expressions.schema(prop, schema, scope),
        build=_build(prop, scope),
        description=body.get("description", ""),
    )


def _replies(
    endpoint: Any, node: Node, scope: Scope, entry: Node
) -> Iterator[tuple[ReplyCode, str]]:
    """Yield each reply with the type of what it holds."""
    for response in endpoint.responses:
        pattern, bounds = response.status_code.pattern, response.status_code.range
        low, high = (0, 999) if bounds is None else bounds
        reply = scope.document.resolve(node["responses"][pattern])
        content = mapping(reply.get("content"))
        if not content or "schema" not in next(iter(content.values())):
            yield ReplyCode(low, high, "()", "", "", reply.get("description", "")), "None"
            continue
        schema = next(iter(content.values()))["schema"]
        if pattern == "200" and "reply" in entry:
            schema = {"$ref": entry["reply"]}
        made = ReplyCode(
            low,
            high,
            _media_types(content),
            expressions.schema(response.prop, schema, scope),
            _build(response.prop, scope),
            reply.get("description", ""),
        )
        yield made, expressions.annotation(response.prop, schema, scope)


def _build(prop: Property, scope: Scope) -> str:
    """Write the function that builds a body; models are imported when it is first called."""
    made = expressions.build(prop, scope)
    if made is None:
        return "_same"
    return made if made.startswith("lambda") else f"lambda _data: {made}(_data)"


def _media_types(content: Node) -> str:
    return _tuple(
        f"_MediaType({name!r}, {str(media.get('x-encode-as', name))!r})"
        for name, media in content.items()
    )


def _tuple(items: Any) -> str:
    return f"({''.join(f'{one}, ' for one in items)})"


def _result(replies: list[tuple[ReplyCode, str]]) -> str:
    success = [kind for one, kind in replies if 200 <= one.low <= one.high <= 299]
    chosen = success or [kind for one, kind in replies if (one.low, one.high) == (0, 999)]
    parts = [one for one in dict.fromkeys(chosen) if one != "None"]
    return " | ".join([*parts, *(["None"] if "None" in chosen or not chosen else [])])


def _docstring(
    summary: str,
    node: Node,
    taken: list[Argument],
    body: BodyCode | None,
    replies: list[tuple[ReplyCode, str]],
) -> str:
    described = [(one.name, one.description) for one in taken]
    if body is not None:
        described.append(("body", body.description or "What is sent."))
        described.append(("content_type", "A media type of the body, instead of the first."))
    described.append(("accept", "A media type, or a list of them, to ask for."))
    errors: dict[str, list[str]] = {}
    for one, _ in replies:
        if one.low >= 300 and one.low == one.high:
            errors.setdefault(for_status(one.low).__name__, []).append(
                f"{one.low}. {one.description.strip()}"
            )
    said = (" ".join(texts) for texts in errors.values())
    return docstring(
        summary,
        node.get("description", ""),
        *arguments(described),
        *raises(zip(errors, said, strict=True)),
    )
