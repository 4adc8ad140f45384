"""What a value looks like: the Schema Object, and what is known of an absent value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, ClassVar, Final, Literal, Protocol, TypeGuard, cast

import attrs

from adlists.contract.value_limits import ValueLimits

Kind = Literal["object", "array", "string", "integer", "number", "boolean", "null", "any"]


class Unset(Enum):
    """The type of `UNSET`: a field that is absent, as opposed to null.

    An enumeration of one, so that type checkers narrow by `is not UNSET`.
    """

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    __str__ = __repr__


UNSET: Final = Unset.UNSET


def redacted(value: object) -> str:
    """Stand in for the `repr` of a field that the document marks `x-sensitive`."""
    if value is None or value is UNSET:
        return repr(value)
    if is_list(value) or is_dict(value):
        return f"[secure: {len(value)} items]"
    return "[secure]"


def guarded(value: object) -> str:
    """Stand in for the `repr` of models that hide what is sensitive in them.

    Theirs is theirs; what a service sent in their place is not shown.
    """
    if hasattr(value, "to_dict"):
        return repr(value)
    if is_list(value):
        inner = [repr(item) if hasattr(item, "to_dict") else redacted(item) for item in value]
        return f"[{', '.join(inner)}]"
    return redacted(value)


def is_list(data: object) -> TypeGuard[list[Any]]:
    """Tell a list in a tree, or a tuple in its place; its items have no type yet."""
    return isinstance(data, (list, tuple))  # a union would take twice the time


def is_dict(data: object) -> TypeGuard[dict[str, Any]]:
    """Tell an object in a tree; its members have no type yet."""
    return isinstance(data, dict)


@attrs.frozen
class Xml:
    """The XML Object of a schema: how its element or attribute is written.

    `text` tells a field that is the text of its object's element: "text", or "cdata" as a section.
    """

    name: str | None = None
    namespace: str | None = None
    prefix: str | None = None
    attribute: bool = False
    wrapped: bool = False
    text: str | None = None


@attrs.frozen
class Encoding:
    """The Encoding Object of a property: how it is written into a form or a part of its own.

    `media_types` are those that `contentType` lists, empty where the schema decides; `headers`
    what each part has as well. The others say how a list or an object becomes pairs, as for a
    query.
    """

    media_types: tuple[str, ...] = ()
    style: str | None = None
    explode: bool | None = None
    reserved: bool = False
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])

    @property
    def styled(self) -> bool:
        """Tell whether the document says how the property becomes pairs."""
        return self.style is not None or self.explode is not None or self.reserved


@attrs.frozen
class Discriminator:
    """The Discriminator Object: the field that tells, and the model's name for its values.

    `default` is the model's name for any other value, and for none (`defaultMapping`).
    """

    name: str
    mapping: Mapping[str, str] = attrs.field(factory=dict[str, str])
    default: str | None = None


@attrs.frozen(eq=False)
class Schema:
    """What a codec must know of a value: its kind, its parts and its XML Object.

    `variants` is filled where a value may be of several kinds (`type: [integer, string]`,
    `oneOf`); `kind` is then "any". `model` is called rather than held, so that models may
    refer to each other. Schemas compare by identity: a codec may keep what it compiled.
    `encoding` is what a form or a multipart body says of some of its properties.
    `extra` stands on a model's own `SCHEMA`: what the fields hold that it does not name,
    None where they may hold anything. `limits` is there where the document sets any.
    """

    kind: Kind
    format: str | None = None
    nullable: bool = False
    sensitive: bool = False
    max_items: int | None = None
    enum: tuple[object, ...] = ()
    xml: Xml = Xml()
    items: Schema | None = None
    variants: tuple[Schema, ...] = ()
    model: Callable[[], type[Model]] | None = None
    discriminator: Discriminator | None = None
    encoding: Mapping[str, Encoding] = attrs.field(factory=dict[str, Encoding])
    extra: Schema | None = None
    limits: ValueLimits | None = None
    _fields: tuple[Field, ...] | None = attrs.field(default=None, init=False, repr=False)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of an object, in the document's order; none for other kinds."""
        if self._fields is None:
            model = self.model() if self.model is not None else None
            object.__setattr__(self, "_fields", fields(model) if model is not None else ())
        return cast("tuple[Field, ...]", self._fields)


@attrs.frozen(eq=False, repr=False)
class Field:
    """One property of a model: its name on the wire, and its schema."""

    name: str
    required: bool
    schema: Schema
    description: str = ""


class Model(Protocol):
    """What every generated model offers: a tree of plain data, both ways."""

    SCHEMA: ClassVar[Schema]

    def to_dict(self) -> dict[str, Any]:
        """Return plain data: dict, list, str, int, float, bool, None."""
        ...

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Any:
        """Build the model from plain data; absent, null and unknown fields survive."""
        ...


def fields(model: type[Model]) -> tuple[Field, ...]:
    """Read the fields that the generator left in the attrs metadata of a model."""
    declared: tuple[attrs.Attribute[Any], ...] = attrs.fields(cast("type[Any]", model))
    return tuple(item.metadata["openapi"] for item in declared if "openapi" in item.metadata)
