"""The body of a request: which media type carries it, and its bytes.

A media type may have a schema of its own. Where nobody chose one, the first is taken whose
schema the body is of, so that a value decides what it can be sent as.
"""

from __future__ import annotations

from typing import Any, Final

import attrs

from adlists._runtime import media, validation
from adlists.contract import (
    Body,
    File,
    LongBody,
    MediaType,
    Model,
    Operation,
    Schema,
    is_list,
    tree,
)
from adlists.errors import ArgumentError, EncodingError, MediaTypeError
from adlists.hookspecs import Codec, FindCodec


@attrs.frozen(eq=False)
class _Form:
    """How a body is written: under which label, by which codec, as what."""

    label: str
    codec: Codec
    schema: Schema
    check: validation.Verify
    model: type[Model] | None
    parts: bool


class BodyWriter:
    """Writes the bodies of one operation, of which it keeps what was looked up."""

    def __init__(
        self, operation: Operation[Any], body: Body, find: FindCodec, preferred: str | None
    ) -> None:
        self._operation: Final = operation
        self._body: Final = body
        self._find: Final = find
        offered = body.media_types
        self._first: Final = next((item for item in offered if item.name == preferred), offered[0])
        self._differ: Final = any(item.schema is not None for item in offered)
        files = body.schema.format == "binary"  # which may say what they are
        self._always: Final = not (self._differ or files or "*" in self._first.name)
        self.takes_null: Final = any(_is_of(None, item.schema or body.schema) for item in offered)
        self._usual: _Form | None = None
        self._checks: dict[Schema, validation.Verify] = {}

    def write(self, value: Any, content_type: str | None) -> tuple[str, bytes]:
        """Return the Content-Type and the bytes of a body; raises our errors."""
        form = self._usual
        if form is None or content_type is not None:
            form = self._form(value, content_type)
        content = form.codec.encode(self._tree(value, form), form.schema)
        if form.parts:  # its first line is the boundary
            head = content.head if isinstance(content, LongBody) else content
            boundary = head[2 : head.index(b"\r\n")].decode("ascii")
            return f"{form.label}; boundary={boundary}", content
        return form.label, content

    def _form(self, value: Any, content_type: str | None) -> _Form:
        if content_type is not None:
            chosen = media.to_send(self._operation, self._body, content_type)
            label = chosen.name
        else:
            fitting = self._fitting(value) if self._differ else self._first
            chosen = self._said_by(value) or fitting
            label = media.label_of(self._operation, chosen, value)
        codec = media.codec_of(chosen, media.essence(label), self._find)
        if codec is None:
            msg = (
                f"No codec for {chosen.form!r} ({self._operation.id} sends it as "
                f"{label}). Pass a plugin that implements adlists_codec."
            )
            raise MediaTypeError(msg)
        schema = chosen.schema or self._body.schema
        if schema not in self._checks:
            self._checks[schema] = validation.checker(schema)
        model = schema.model() if schema.model is not None else None
        parts = label.startswith("multipart/")
        form = _Form(label, codec, schema, self._checks[schema], model, parts)
        if content_type is None and self._always:
            self._usual = form
        return form

    def _said_by(self, value: Any) -> MediaType | None:
        """Return the media type that a file says it is of; what is of any is octets.

        MediaTypeError where the document lists neither: under another name it would be a lie.
        """
        if not isinstance(value, File) or not value.media_type:
            return None
        offered = self._body.media_types
        named = media.listed(offered, media.essence(value.media_type))
        named = named or media.listed(offered, media.OCTETS)
        if named is None:
            media.to_send(self._operation, self._body, value.media_type)
        fits = named is not None and _is_of(value, named.schema or self._body.schema)
        return named if fits else None

    def _fitting(self, value: Any) -> MediaType:
        """Return the first media type that a body is of, else one that takes anything, else any."""
        offered = [
            self._first,
            *(item for item in self._body.media_types if item is not self._first),
        ]
        for item in offered:
            if _is_of(value, item.schema or self._body.schema):
                return item
        anything = (item for item in offered if (item.schema or self._body.schema).kind == "any")
        return next(anything, self._first)

    def _tree(self, value: Any, form: _Form) -> Any:
        model = form.model
        if value is None and _is_of(None, form.schema):
            return None
        # A body of the wrong type is refused first: the encoder would misread it.
        if model is None:
            if form.schema.kind == "array" and not is_list(value):
                msg = f"{self._operation.id}: the body is a list, not {type(value).__name__}."
                raise ArgumentError(msg)
        elif not isinstance(value, model):
            said = f"{model.__name__}, not {type(value).__name__}"
            msg = f"{self._operation.id}: the body is {said}."
            raise ArgumentError(msg)
        try:
            given: Any = value
            data: Any = tree(given, form.schema) if model is None else given.to_dict()
        except ValueError as error:  # such as a date-time without a time zone
            msg = f"{self._operation.id}: {error}"
            raise ArgumentError(msg) from error
        try:
            form.check(data)
        except EncodingError as error:
            where = "the body " if not error.place else "body" if error.place[0] == "[" else "body."
            msg = f"{self._operation.id}: {where}{error}."
            raise ArgumentError(msg) from None
        return data


def _is_of(value: Any, schema: Schema) -> bool:
    """Tell whether a body is of a schema that says what it is."""
    if value is None:
        return schema.nullable or schema.kind == "null"
    if schema.variants:
        return any(_is_of(value, variant) for variant in schema.variants)
    if schema.model is not None:
        return isinstance(value, schema.model())
    if isinstance(value, bytes | bytearray | memoryview | File):
        return schema.format == "binary"
    if isinstance(value, str):
        return schema.kind == "string" and schema.format != "binary"
    return is_list(value) and schema.kind == "array"
