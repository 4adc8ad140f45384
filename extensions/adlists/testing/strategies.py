"""Hypothesis strategies for generated code: models, their trees, and what to try them on.

    @pytest.mark.parametrize("cls", strategies.models("adlists_api.criteo_v1"))
    @given(data=st.data())
    def test_models_survive(cls, data):
        model = data.draw(strategies.instances(cls))
        assert cls.from_dict(model.to_dict()) == model

Nothing here names a model: a package generated tomorrow joins by itself. *text* chooses
the strings, for codecs that cannot carry all of them (`xml_text()`).

What is drawn keeps to the limits of the document: lengths, bounds, patterns. A pattern that
Hypothesis cannot draw from gives a few made-up texts, and the usual one where none is known.

Needs the extra `testing`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from importlib import import_module
from typing import Any, Final, cast

import attrs

from adlists._runtime.value_checks import limits_of, value_key
from adlists.contract import Model, Operation, ReplyHeader, Schema, Service, kinds_of

try:
    from hypothesis import strategies as st
    from hypothesis.strategies import SearchStrategy

    from adlists.testing.limited import (
        chosen,
        leads_back,
        limited_numbers,
        limited_texts,
        longest,
    )
except ImportError as error:
    msg = "adlists.testing.strategies needs Hypothesis: pip install 'adlists[testing]'"
    raise ImportError(msg) from error

_WIDTHS: Final = {"int32": 31, "int64": 63}
_IN_HEADERS: Final = "abcXYZ0189-_.:/"  # what ends no part, wherever it stands
_LONGEST: Final = 5  # items of a list: laws fail on short ones or not at all


def packages(root: str = "adlists_api") -> list[str]:
    """Return the names of the generated packages below another one."""
    found = import_module(root)
    return [
        f"{root}.{package.name}"
        for package in pkgutil.iter_modules(found.__path__)
        if package.ispkg
    ]


def models(package: str) -> list[type[Model]]:
    """Return the model classes of a generated package."""
    module = import_module(f"{package}.models")
    found = [getattr(module, name) for name in module.__all__]
    return [cast("type[Model]", cls) for cls in found if hasattr(cls, "SCHEMA")]


def operations(package: str) -> list[Operation[Any]]:
    """Return the operations of a generated package."""
    service: Service = import_module(package).SERVICE
    return list(service.operations)


def xml_text() -> SearchStrategy[str]:
    """Return text of the characters that XML 1.0 can carry."""
    controls = "".join(chr(code) for code in range(32) if chr(code) not in "\t\n\r")
    return st.text(st.characters(codec="utf-8", exclude_characters=controls + "\ufffe\uffff"))


def open_data(text: SearchStrategy[str] | None = None) -> SearchStrategy[Any]:
    """Return plain data that no schema describes, as JSON can say it."""
    text = st.text() if text is None else text
    leaves = st.none() | st.booleans() | _integers(63) | _floats() | text
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
        max_leaves=6,
    )


def instances(cls: type[Model], *, text: SearchStrategy[str] | None = None) -> SearchStrategy[Any]:
    """Return instances of a generated model: any field absent, null or filled as it may be."""
    return trees(cls.SCHEMA, text=text, null=False).map(cls.from_dict)


def trees(
    schema: Schema, *, text: SearchStrategy[str] | None = None, null: bool = True
) -> SearchStrategy[Any]:
    """Return plain data that fits a schema. Without *null* the outermost value is never null."""
    return _Trees(st.text() if text is None else text).of(schema, null=null)


def header_data(header: ReplyHeader[Any]) -> SearchStrategy[Any] | None:
    """Return plain data for a header of a reply; None where a header has no words for it.

    A header is one value, a list of values or an object of them, unless it holds JSON.
    """
    text = st.text(_IN_HEADERS, min_size=1, max_size=20)
    schema = header.schema
    if header.media_type is not None:
        return trees(schema) if header.media_type.endswith("json") else None
    if schema.kind == "array" and schema.items is not None:
        items = _header_scalars(schema.items, text)
        most = min(_LONGEST, schema.max_items or _LONGEST)
        return None if items is None else st.lists(items, min_size=1, max_size=most)
    if schema.kind == "object":
        fields = {field.name: _header_scalars(field.schema, text) for field in schema.fields}
        known = {name: values for name, values in fields.items() if values is not None}
        return st.fixed_dictionaries(known) if known and len(known) == len(fields) else None
    return _header_scalars(schema, text)


def _header_scalars(schema: Schema, text: SearchStrategy[str]) -> SearchStrategy[Any] | None:
    """Return single values of one kind: of several, what a text stands for may be another."""
    single = len(kinds_of(schema)) == 1 and not schema.variants
    return trees(schema, text=text, null=False) if single else None


class _Trees:
    """Strategies for schemas and all that they lead to, one for each.

    Hypothesis walks a strategy before it draws: schemas that lead to each other would be
    walked without end if each way there had a strategy of its own.
    """

    def __init__(self, text: SearchStrategy[str]) -> None:
        self._text: Final = text
        self._made: dict[tuple[Schema, bool], SearchStrategy[Any]] = {}

    def of(self, schema: Schema, *, null: bool = True) -> SearchStrategy[Any]:
        key = schema, null and schema.nullable
        if key not in self._made:
            found = self._values(schema)
            self._made[key] = st.none() | found if key[1] else found
        return self._made[key]

    def _later(self, schema: Schema) -> SearchStrategy[Any]:
        return st.deferred(lambda: self.of(schema))

    def _values(self, schema: Schema) -> SearchStrategy[Any]:
        if schema.enum:
            return st.sampled_from(schema.enum)
        if schema.variants:
            return st.one_of([self.of(variant) for variant in schema.variants])
        match schema.kind:
            case "object":
                return self._objects(schema)
            case "array":
                return self._lists(schema)
            case "any":
                return open_data(self._text)
            case "null":
                return st.none()
            case _:
                return _scalars(schema, self._text)

    def _lists(self, schema: Schema) -> SearchStrategy[list[Any]]:
        limits = limits_of(schema)
        items = open_data(self._text) if schema.items is None else self._later(schema.items)
        least = 0 if leads_back(schema) else limits.get("min_items", 0)
        if not limits.get("unique_items"):
            return st.lists(items, min_size=least, max_size=longest(schema, least))
        kinds = len(schema.items.enum) if schema.items and schema.items.enum else least
        return st.lists(
            items,
            min_size=min(least, kinds),
            max_size=longest(schema, least),
            unique_by=value_key,
        )

    def _objects(self, schema: Schema) -> SearchStrategy[dict[str, Any]]:
        required: dict[str, SearchStrategy[Any]] = {}
        optional: dict[str, SearchStrategy[Any]] = {}
        for field in schema.fields:
            (required if field.required else optional)[field.name] = self._later(field.schema)
        limits = limits_of(schema)
        least, most = limits.get("min_properties", 0), limits.get("max_properties")
        declared = chosen(required, optional, least, most)
        if not _is_open(schema):
            return declared
        known = {field.name for field in schema.fields}
        keys = self._text.filter(lambda key: key not in known)
        extra = schema.extra if schema.model is None else schema.model().SCHEMA.extra
        values = open_data(self._text) if extra is None else self._later(extra)
        if not (least or most is not None):
            return st.tuples(declared, st.dictionaries(keys, values, max_size=2)).map(_joined)
        return declared.flatmap(lambda data: _filled(data, keys, values, least, most))


def _filled(
    data: dict[str, Any],
    keys: SearchStrategy[str],
    values: SearchStrategy[Any],
    least: int,
    most: int | None,
) -> SearchStrategy[dict[str, Any]]:
    """Return an object with fields of its own, as many as there have to be and may be."""
    low = max(0, least - len(data))
    high = low + 2 if most is None else max(low, min(low + 2, most - len(data)))
    extra = st.dictionaries(keys, values, min_size=low, max_size=high)
    return extra.map(lambda more: {**data, **more})


def _scalars(schema: Schema, text: SearchStrategy[str]) -> SearchStrategy[Any]:
    match schema.kind, schema.format:
        case "string", "date-time":
            return _times().map(lambda time: time.isoformat())
        case "string", "date":
            return st.dates().map(lambda day: day.isoformat())
        case "string", "uuid":
            return st.uuids().map(str)
        case "integer", width:
            bits = _WIDTHS.get(width or "", 63)
            limited = limited_numbers(schema, -(2**bits), 2**bits - 1)
            return _integers(bits) if limited is None else limited
        case "number", _:
            limited = limited_numbers(schema, -(2**53), 2**53 - 1)
            return _floats() | _integers(53) if limited is None else limited
        case "boolean", _:
            return st.booleans()
        case _:
            return limited_texts(schema, text)


def _joined(parts: tuple[Mapping[str, Any], Mapping[str, Any]]) -> dict[str, Any]:
    return {**parts[0], **parts[1]}


def _is_open(schema: Schema) -> bool:
    """Tell whether an object keeps fields that its schema does not know."""
    if schema.model is None:
        return True
    return "additional_properties" in attrs.fields_dict(cast("type[Any]", schema.model()))


def _integers(bits: int) -> SearchStrategy[int]:
    return st.integers(-(2**bits), 2**bits - 1)


def _floats() -> SearchStrategy[float]:
    return st.floats(allow_nan=False, allow_infinity=False)


def _times() -> SearchStrategy[datetime]:
    """Return aware times; RFC 3339 knows offsets of whole minutes only."""
    minutes = st.integers(-14 * 60, 14 * 60).map(lambda offset: timezone(timedelta(minutes=offset)))
    return st.datetimes(timezones=st.just(UTC) | minutes)
