"""What openapi-python-client is given, and the properties that it makes of it.

It gets the bare shapes of a prepared document: classes called by number, with fields called
by number. Names, texts, defaults and everything on the wire are ours, so that nothing of
them can be refused, or find its way into code. The classes are named when it is done.
"""

from __future__ import annotations

from typing import Any, Final, Self

import attrs
from openapi_python_client.config import Config
from openapi_python_client.parser.errors import ParseError, PropertyError
from openapi_python_client.parser.properties import Schemas, build_schemas, property_from_data
from openapi_python_client.schema import OpenAPI, Reference, Schema
from openapi_python_client.schema.untrusted_string import UntrustedString
from openapi_python_client.strings import ClassName, PythonIdentifier

from adlists.contract import is_dict
from adlists.errors import ConfigurationError
from adlists.regenerate.documents import Document, Node, mapping
from adlists.regenerate.names import fields
from adlists.regenerate.prepare.classes import HOME

Property = Any  # the generator's own: their protocol leaves out what we read

# Formats that make another Python type of a string.
_FORMATS: Final = frozenset({"date", "date-time", "uuid", "binary"})


@attrs.define(eq=False)
class Properties:
    """The generator's view of one document: a property for each schema in form."""

    document: Document
    config: Config
    modules: dict[str, str]
    _numbers: dict[str, str] = attrs.field(factory=dict[str, str])
    _schemas: Schemas = attrs.field(factory=Schemas)

    def __attrs_post_init__(self) -> None:
        """Have the generator make its properties, and give the classes their names."""
        classes = mapping(self.document.root["components"]["schemas"])
        self._numbers = {name: f"C{number}" for number, name in enumerate(classes)}
        given = {self._numbers[name]: self._class(node) for name, node in classes.items()}
        parsed = OpenAPI.model_validate(
            {
                "openapi": "3.1.0",
                "info": {"title": "", "version": ""},
                "paths": {},
                "components": {"schemas": given},
            }
        )
        components = parsed.components.schemas if parsed.components else None
        self._schemas = build_schemas(
            components=components or {}, schemas=self._schemas, config=self.config
        )
        for error in self._schemas.errors:
            raise _mistaken(error)
        names = {number: name for name, number in self._numbers.items()}
        for prop in self._classes():
            info: Any = prop.class_info
            name = names[str(info.name)]
            info.name = _Name(name)
            info.module_name = _Module(self.modules[name])
            if hasattr(prop, "required_properties"):
                _name_fields(prop, list(mapping(classes[name].get("properties"))), classes)

    @property
    def models(self) -> list[Property]:
        """The properties of all classes with fields."""
        return [prop for prop in self._classes() if hasattr(prop, "required_properties")]

    @property
    def enums(self) -> list[Property]:
        """The properties of all sets of values."""
        return [prop for prop in self._classes() if not hasattr(prop, "required_properties")]

    def _classes(self) -> list[Property]:
        return list(self._schemas.classes_by_name.values())

    def of(self, node: Node) -> Property:
        """Return the property of a schema in form."""
        bare = self._bare(node)
        data = Reference.model_validate(bare) if "$ref" in bare else Schema.model_validate(bare)
        found, self._schemas = property_from_data(
            name=UntrustedString("value"),
            required=True,
            data=data,
            schemas=self._schemas,
            parent_name="",
            config=self.config,
        )
        if isinstance(found, PropertyError):
            raise _mistaken(found)
        return found

    def _class(self, node: Node) -> Node:
        if node["type"] != "object":
            return {"type": node["type"], "enum": node["enum"]}
        fields = list(node["properties"].items())
        extra = node.get("additionalProperties", True)
        return {
            "type": "object",
            "properties": {f"p{n}": self._bare(field) for n, (_, field) in enumerate(fields)},
            "required": [f"p{n}" for n, (name, _) in enumerate(fields) if name in node["required"]],
            "additionalProperties": self._bare(extra) if is_dict(extra) else extra,
        }

    def _bare(self, node: Node) -> Node:
        """Return the shape of a schema in form, and nothing else of it."""
        if "$ref" in node:
            return {"$ref": f"{HOME}{self._numbers[node['$ref'].removeprefix(HOME)]}"}
        if "anyOf" in node:
            return {"anyOf": [self._bare(part) for part in node["anyOf"]]}
        if isinstance(node.get("const"), str | int | bool):
            return {"const": node["const"]}
        kind = node.get("type")
        if kind == "array":
            return {"type": kind, "items": self._bare(node["items"])}
        if kind == "string" and node.get("format") in _FORMATS:
            return {"type": kind, "format": node["format"]}
        return {"type": kind} if kind else {}


def _mistaken(error: ParseError) -> ConfigurationError:
    msg = (
        f"openapi-python-client refuses what was prepared for it ({error.header}: {error.detail}). "
        "That is our mistake, not the document's; nothing changed."
    )
    return ConfigurationError(msg)


def _name_fields(prop: Property, wires: list[str], classes: Node) -> None:
    """Give the fields of a class their names on the wire and in Python."""
    taken = fields(wires, classes)
    for field in [*prop.required_properties, *prop.optional_properties]:
        wire = wires[int(field.name.get_untrusted_value()[1:])]
        field.name = UntrustedString(wire)
        field.python_name = _Module(taken[wire])


class _Name(ClassName):
    """A class name that is made already."""

    def __new__(cls, value: str) -> Self:
        return str.__new__(cls, value)


class _Module(PythonIdentifier):
    """An identifier that is made already."""

    def __new__(cls, value: str) -> Self:
        return str.__new__(cls, value)
