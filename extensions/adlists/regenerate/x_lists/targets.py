"""The operations that `x-lists` may call, by the names of their methods."""

from __future__ import annotations

from typing import Any

import attrs

from adlists.regenerate.documents import Document, Node, ignored, mapping, sequence


@attrs.frozen
class Called:
    """An operation as a step calls it: by the name of its method, with that method's reply."""

    name: str
    node: Node
    parameters: tuple[Node, ...]
    reply: str | None = None

    def needs(self, parameter: Node) -> bool:
        """Tell whether a call has to give a parameter."""
        if parameter.get("required") is True:
            return "default" not in mapping(parameter.get("schema"))
        method = mapping(mapping(self.node.get("x-methods")).get(self.name))
        return mapping(method.get("parameters")).get(parameter["name"]) == "required"

    def names(self, place: str) -> list[str]:
        """Return the names of the parameters of one place."""
        return [
            str(parameter["name"]) for parameter in self.parameters if parameter.get("in") == place
        ]

    def body(self, document: Document) -> Any:
        """Return the schema of the body, None where the operation takes none."""
        return _schema(document, self.node.get("requestBody"))

    def success(self, document: Document) -> Any:
        """Return the schema of the reply of success, None where that has no body."""
        if self.reply is not None:
            return {"$ref": self.reply}
        for status, reply in mapping(self.node.get("responses")).items():
            if str(status).startswith("2") and (found := _schema(document, reply)) is not None:
                return found
        return None

    def failure(self, document: Document, status: int) -> Any:
        """Return the schema of the reply of a status, None where there is none."""
        replies = mapping(self.node.get("responses"))
        for name in (str(status), f"{status // 100}XX", "default"):
            if name in replies:
                return _schema(document, replies[name])
        return None


def operations(document: Document) -> dict[str, Called]:
    """Return the operations of a document by the names that `x-lists` may call them."""
    found: dict[str, Called] = {}
    for path, _, node in document.operations():
        given: dict[tuple[str, str], Node] = {}
        for owner in (node, mapping(document.root["paths"][path])):
            for parameter in map(document.resolve, sequence(owner.get("parameters"))):
                if not ignored(parameter):
                    given.setdefault((str(parameter["name"]), str(parameter["in"])), parameter)
        taken = tuple(given.values())
        methods = mapping(node.get("x-methods"))
        for name, entry in methods.items():
            names = mapping(mapping(entry).get("parameters"))
            kept = tuple(
                argument
                for argument in taken
                if argument.get("required") or argument["name"] in names
            )
            found[name] = Called(name, node, kept, mapping(entry).get("reply"))
        if not methods and isinstance(node.get("operationId"), str):
            found[node["operationId"]] = Called(node["operationId"], node, taken)
    return found


def _schema(document: Document, owner: Any) -> Any:
    content = mapping(document.resolve(owner).get("content"))
    return mapping(next(iter(content.values()), None)).get("schema")
