"""DuckDB's results as bytes: a reader of Arrow's C stream interface, without Arrow.

A column of strings arrives as one buffer of text and one of offsets, which is all a batch is
made of; fetching rows would make a Python object of every identifier. The layout of the three
structures is Arrow's C data and C stream interface, which is fixed for good
(https://arrow.apache.org/docs/format/CDataInterface.html).
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any, Literal, Protocol

import attrs


class Streamable(Protocol):
    """What hands over an Arrow C stream: a DuckDB relation, an Arrow table, a frame."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return the PyCapsule that holds the stream."""
        ...


class StreamError(Exception):
    """The stream broke. Its text is DuckDB's own and may hold values: never show it."""


class _Schema(ctypes.Structure):
    """Names and types of the columns; a type is a short text."""


class _Array(ctypes.Structure):
    """Some rows; `buffers` of a column of text are validity, offsets, text."""


class _Stream(ctypes.Structure):
    """Three functions that a consumer calls in turn."""


def _releaser(kind: type[ctypes.Structure]) -> Any:
    return ctypes.CFUNCTYPE(None, ctypes.POINTER(kind))


_Schema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_void_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", ctypes.POINTER(ctypes.POINTER(_Schema))),
    ("dictionary", ctypes.c_void_p),
    ("release", _releaser(_Schema)),
    ("private_data", ctypes.c_void_p),
]
_Array._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(_Array))),
    ("dictionary", ctypes.c_void_p),
    ("release", _releaser(_Array)),
    ("private_data", ctypes.c_void_p),
]
_Stream._fields_ = [
    (
        "get_schema",
        ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Stream), ctypes.POINTER(_Schema)),
    ),
    ("get_next", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Stream), ctypes.POINTER(_Array))),
    ("get_last_error", ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.POINTER(_Stream))),
    ("release", _releaser(_Stream)),
    ("private_data", ctypes.c_void_p),
]

_pointer_of = ctypes.pythonapi.PyCapsule_GetPointer
_pointer_of.restype = ctypes.c_void_p
_pointer_of.argtypes = [ctypes.py_object, ctypes.c_char_p]


@attrs.frozen(eq=False, repr=False)
class Chunk:
    """Some rows: the texts of the first column behind each other, a byte and counts of each.

    `offsets` has one entry more than there are rows: row n is text[offsets[n]:offsets[n+1]].
    `rows` is the first column of counts, `more` are the others.
    """

    text: bytes
    offsets: array[int]
    states: bytes
    rows: array[int]
    more: tuple[array[int], ...] = ()


def chunks(source: Streamable) -> Iterator[Chunk]:
    """Read a stream of a column of text and, where they are there, of a byte and of counts.

    Raises:
        StreamError: the query failed midway; or the columns are others.
    """
    capsule = source.__arrow_c_stream__()  # owns the stream, releases it at its own end
    stream = ctypes.cast(_pointer_of(capsule, b"arrow_array_stream"), ctypes.POINTER(_Stream))
    unit = _unit(stream)
    while True:
        rows = _Array()
        _check(stream, stream.contents.get_next(stream, ctypes.byref(rows)))
        if not rows.release:
            return
        yield _taken(rows, unit)


def chunk_of(rows: Sequence[tuple[Any, ...]]) -> Chunk:
    """Return a few rows as a chunk: to plan a query for a stream takes twice as long."""
    texts = [str(row[0]).encode() for row in rows]
    counts = [array("Q", column) for column in [*zip(*rows, strict=True)][2:]]
    return Chunk(
        text=b"".join(texts),
        offsets=array("q", accumulate(map(len, texts), initial=0)),
        states=bytes(row[1] for row in rows),
        rows=counts[0] if counts else array("Q"),
        more=tuple(counts[1:]),
    )


def _unit(stream: Any) -> Literal["i", "q"]:
    schema = _Schema()
    _check(stream, stream.contents.get_schema(stream, ctypes.byref(schema)))
    try:
        formats = [schema.children[n].contents.format for n in range(schema.n_children)]
    finally:
        schema.release(ctypes.byref(schema))
    # "u" is text with offsets of 32 bits, "U" with 64; "C" an unsigned byte, "L" 64 bits of it.
    if (
        not formats
        or formats[0] not in {b"u", b"U"}
        or formats[1:2] not in ([], [b"C"])
        or set(formats[2:]) - {b"L"}
    ):
        msg = "the columns are no text, byte and count"
        raise StreamError(msg)
    return "i" if formats[0] == b"u" else "q"


def _taken(rows: _Array, unit: Literal["i", "q"]) -> Chunk:
    """Copy what is asked for, and give the rows back."""
    try:
        texts = rows.children[0].contents
        offsets = _numbers(texts, unit, texts.length + 1)
        first, last = offsets[0], offsets[-1]
        text = ctypes.string_at(texts.buffers[2] + first, last - first) if last > first else b""
        if first:
            offsets = array(unit, [offset - first for offset in offsets])
        more = [rows.children[n].contents for n in range(1, rows.n_children)]
        states = _numbers(more[0], "B").tobytes() if more else b""
        counts = [_numbers(column, "Q") for column in more[1:]]
        return Chunk(text, offsets, states, counts[0] if counts else array("Q"), tuple(counts[1:]))
    finally:
        rows.release(ctypes.byref(rows))


def _numbers(column: Any, unit: str, count: int | None = None) -> array[int]:
    """Copy the buffer of numbers that a column has."""
    numbers: array[int] = array(unit)
    start = column.buffers[1] + column.offset * numbers.itemsize
    length = column.length if count is None else count
    numbers.frombytes(ctypes.string_at(start, length * numbers.itemsize))
    return numbers


def _check(stream: Any, status: int) -> None:
    if status:
        said = stream.contents.get_last_error(stream) or b""
        raise StreamError(said.decode("utf-8", "replace"))
