"""One operation of a prepared document, with the generator's property for each schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from adlists.regenerate.documents import Document, Node, mapping
from adlists.regenerate.names import Names, identifier
from adlists.regenerate.properties import Properties, Property


@attrs.frozen
class ParameterNode:
    """A parameter: its node in the document, its property, and its name in Python."""

    node: Node
    prop: Property
    name: str
    required: bool

    @property
    def wire(self) -> str:
        """Its name in the request."""
        return str(self.node["name"])

    @property
    def place(self) -> str:
        """Where it goes: "path", "query", "header" or "cookie"."""
        return str(self.node["in"])


@attrs.frozen
class BodyNodes:
    """The media types of a body: their nodes, and the property of each one's schema."""

    media: Node
    props: dict[str, Property]

    @property
    def first(self) -> tuple[Property, Node]:
        """The property and the schema of the first media type."""
        label = next(iter(self.media))
        return self.props[label], self.media[label]["schema"]

    def distinct(self) -> list[tuple[Property, Node]]:
        """Return the property and the schema of each media type, equal schemas once."""
        found: list[tuple[Property, Node]] = []
        for label, media in self.media.items():
            if all(media["schema"] != node for _, node in found):
                found.append((self.props[label], media["schema"]))
        return found


@attrs.frozen
class ResponseNode:
    """A reply: its status as the document writes it, what it holds, if anything, its headers."""

    status: str
    node: Node
    content: BodyNodes | None
    headers: dict[str, Property] = attrs.field(factory=dict[str, Property])

    @property
    def bounds(self) -> tuple[int, int]:
        """The lowest and the highest status; 0 and 999 for "default"."""
        if self.status == "default":
            return 0, 999
        if self.status.endswith("XX"):
            return int(self.status[0]) * 100, int(self.status[0]) * 100 + 99
        return int(self.status), int(self.status)


@attrs.frozen(eq=False)
class Endpoint:
    """One method of a client: `entry` is that of `x-methods`, where the operation has it."""

    path: str
    method: str
    node: Node
    name: str
    tag: str
    parameters: tuple[ParameterNode, ...]
    body: BodyNodes | None
    replies: tuple[ResponseNode, ...]
    entry: Node = attrs.field(factory=Node)


def endpoints(
    document: Document, properties: Properties, reserved: frozenset[str]
) -> list[Endpoint]:
    """Return the methods of a document's operations; arguments keep off reserved names."""
    made: list[Endpoint] = []
    for path, method, node in document.operations():
        body = mapping(node.get("requestBody")).get("content")
        endpoint = Endpoint(
            path,
            method,
            node,
            node["x-python-name"],
            identifier(node["tags"][0], "tag"),
            tuple(_parameters(node["parameters"], properties, reserved)),
            _content(body, properties) if body else None,
            tuple(
                ResponseNode(
                    status,
                    reply,
                    _content(reply["content"], properties) if reply["content"] else None,
                    {
                        wire: properties.of(header["schema"])
                        for wire, header in reply["headers"].items()
                    },
                )
                for status, reply in sorted(node["responses"].items(), key=_specific_first)
            ),
        )
        made += _split(endpoint, properties)
    return made


def _specific_first(item: tuple[str, Any]) -> tuple[bool, bool, str]:
    """Order replies: single statuses by number, then ranges, then the default."""
    status = item[0]
    return status == "default", status.endswith("XX"), status


def _parameters(
    nodes: list[Node], properties: Properties, reserved: frozenset[str]
) -> Iterator[ParameterNode]:
    names = [identifier(node["name"]) for node in nodes]
    taken = Names()
    for node, name in zip(nodes, names, strict=True):
        places = {item["in"] for item, other in zip(nodes, names, strict=True) if other == name}
        full = f"{name}_{node['in']}" if len(places) > 1 else name
        made = taken.take(f"{full}_" if full in reserved else full)
        yield ParameterNode(node, properties.of(node["schema"]), made, node["required"])


def _content(media: Any, properties: Properties) -> BodyNodes:
    return BodyNodes(media, {label: properties.of(node["schema"]) for label, node in media.items()})


def _split(endpoint: Endpoint, properties: Properties) -> Iterator[Endpoint]:
    """Yield the endpoints that `x-methods` makes of one, or the endpoint itself.

    A method takes the parameters that its entry names; "required" makes one required.
    Its reply of 200 narrows to the schema that `reply` points to.
    """
    if "x-methods" not in endpoint.node:
        yield endpoint
        return
    for name, given in mapping(endpoint.node["x-methods"]).items():
        entry = mapping(given)
        needs = mapping(entry.get("parameters"))
        replies = endpoint.replies
        if "reply" in entry:
            replies = tuple(_narrowed(reply, entry["reply"], properties) for reply in replies)
        parameters = tuple(
            attrs.evolve(
                parameter, required=parameter.required or needs.get(parameter.wire) == "required"
            )
            for parameter in endpoint.parameters
            if parameter.required or parameter.wire in needs
        )
        yield attrs.evolve(
            endpoint, name=identifier(name), parameters=parameters, replies=replies, entry=entry
        )


def _narrowed(reply: ResponseNode, reference: str, properties: Properties) -> ResponseNode:
    if reply.status != "200" or reply.content is None:
        return reply
    schema: Node = {"$ref": reference}
    media = {label: {**node, "schema": schema} for label, node in reply.content.media.items()}
    return attrs.evolve(reply, content=_content(media, properties))
