"""Hypothesis strategies for generated code: models, their trees, and what to try them on.

    @pytest.mark.parametrize("cls", strategies.models("adlists_api.criteo_v1"))
    @given(data=st.data())
    def test_models_survive(cls, data):
        model = data.draw(strategies.instances(cls))
        assert cls.from_dict(model.to_dict()) == model

Nothing here names a model: a package generated tomorrow joins by itself. *text* chooses
the strings, for codecs that cannot carry all of them (`xml_text()`).

Needs the extra `testing`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from importlib import import_module
from typing import Any, Final, cast

import attrs

from adlists.contract import Model, Operation, Schema, Service

try:
    from hypothesis import strategies as st
    from hypothesis.strategies import SearchStrategy
except ImportError as error:
    msg = "adlists.testing.strategies needs Hypothesis: pip install 'adlists[testing]'"
    raise ImportError(msg) from error

_WIDTHS: Final = {"int32": 31, "int64": 63}
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
    text = st.text() if text is None else text
    found = _trees(schema, text)
    return st.none() | found if null and schema.nullable else found


def _trees(schema: Schema, text: SearchStrategy[str]) -> SearchStrategy[Any]:
    if schema.enum:
        return st.sampled_from(schema.enum)
    if schema.variants:
        return st.one_of([trees(variant, text=text) for variant in schema.variants])
    match schema.kind:
        case "object":
            return _objects(schema, text)
        case "array":
            if schema.items is None:
                return st.lists(open_data(text), max_size=_LONGEST)
            items = st.deferred(lambda: trees(cast("Schema", schema.items), text=text))
            return st.lists(items, max_size=min(_LONGEST, schema.max_items or _LONGEST))
        case "any":
            return open_data(text)
        case "null":
            return st.none()
        case _:
            return _scalars(schema, text)


def _scalars(schema: Schema, text: SearchStrategy[str]) -> SearchStrategy[Any]:
    match schema.kind, schema.format:
        case "string", "date-time":
            return _times().map(lambda time: time.isoformat())
        case "string", "date":
            return st.dates().map(lambda day: day.isoformat())
        case "string", "uuid":
            return st.uuids().map(str)
        case "integer", width:
            return _integers(_WIDTHS.get(width or "", 63))
        case "number", _:
            return _floats() | _integers(53)
        case "boolean", _:
            return st.booleans()
        case _:
            return text


def _objects(schema: Schema, text: SearchStrategy[str]) -> SearchStrategy[dict[str, Any]]:
    def later(inner: Schema) -> SearchStrategy[Any]:
        return st.deferred(lambda: trees(inner, text=text))

    required = {field.name: later(field.schema) for field in schema.fields if field.required}
    optional = {field.name: later(field.schema) for field in schema.fields if not field.required}
    declared = st.fixed_dictionaries(required, optional=optional)
    if not _is_open(schema):
        return declared
    known = {field.name for field in schema.fields}
    keys = text.filter(lambda key: key not in known)
    extra = schema.extra if schema.model is None else schema.model().SCHEMA.extra
    values = open_data(text) if extra is None else later(extra)
    return st.tuples(declared, st.dictionaries(keys, values, max_size=2)).map(_joined)


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
