"""Chunks of text cut into batches, as full as their limits allow."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Container, Generator, Iterable, Iterator, Sequence
from contextlib import closing

import attrs

from adlists.errors import ArgumentError
from adlists.lists.reading.arrow import Chunk
from adlists.lists.reading.rows import RowFormat


@attrs.frozen(eq=False, repr=False)
class Batch:
    """One piece: `number` is its place, `digest` stands for its content.

    `rows` are its rows as `row` writes them, in UTF-8, joined by the separator of `row`.
    """

    number: int
    count: int
    digest: str
    rows: bytes
    row: RowFormat

    def values(self) -> list[str]:
        """Return the values in order, as they leave: for replies that name a row by its number."""
        return self.row.values(self.rows)

    def __repr__(self) -> str:  # the text is personal
        return f"<Batch {self.number}, {self.count} identifiers, {len(self.rows)} bytes>"


def cut(
    chunks: Generator[tuple[Chunk, int]],
    row: RowFormat,
    width: int | None,
    size: int,
    max_bytes: int,
    skip: Container[int],
    first: int = 0,
) -> Iterator[Batch]:
    """Yield batches of at most `size` rows and `max_bytes` of rows each.

    A chunk comes with how many of its rows are kept: those have a text, written as `row` says
    with a separator behind it, of `width` bytes each unless None. Batches count from `first`;
    those whose number is in `skip` are passed over.

    Raises:
        ArgumentError: There is no room for one row.
    """
    if size < 1:
        msg = f"a batch of {size} identifiers cannot be made; say at least 1."
        raise ArgumentError(msg)
    behind = len(row.separator.encode())
    with closing(chunks):  # or an error would hold the query open
        pieces = _pieces(chunks, width, size, max_bytes + behind)
        for number, (count, found) in enumerate(pieces, first):
            if number not in skip:
                text = b"".join([*found[:-1], found[-1][:-behind]])
                digest = hashlib.blake2b(text, digest_size=16).hexdigest()
                yield Batch(number, count, digest, text, row)


def _pieces(
    chunks: Iterable[tuple[Chunk, int]], width: int | None, size: int, room: int
) -> Iterator[tuple[int, Sequence[bytes | memoryview]]]:
    """Yield the count and the text of each batch, good until the next one is asked for.

    A chunk is let go before the next one is read, and what is left of it is copied: two of
    them at once would show in a job's memory.
    """
    pieces: list[bytes | memoryview] = []
    count = length = 0
    for chunk, kept in chunks:
        ends, text = _Ends(chunk, kept, width), memoryview(chunk.text)
        start = 0
        while start < kept:
            stop = min(kept, start + size - count, ends.within(start, room - length))
            if stop > start:
                a, z = ends[start], ends[stop]
                pieces.append(text[a:z])
                count, length, start = count + stop - start, length + z - a, stop
            elif not count:
                msg = "The bytes allowed for a batch are too few for one identifier; allow more."
                raise ArgumentError(msg)
            if start < kept or count == size:
                yield count, pieces
                pieces.clear()
                count = length = 0
        pieces[:] = map(bytes, pieces)
        del chunk, ends, text
    if count:
        yield count, pieces


class _Ends:
    """Where in a chunk's text the kept rows begin and end: the n-th begins where n points."""

    def __init__(self, chunk: Chunk, kept: int, width: int | None) -> None:
        self._width = width
        if width is None:
            # Rows that are not kept have no text, so that their offset is the one before.
            whole = len(chunk.offsets) == kept + 1
            self._offsets = chunk.offsets if whole else list(dict.fromkeys(chunk.offsets))

    def __getitem__(self, n: int) -> int:
        return self._offsets[n] if self._width is None else n * self._width

    def within(self, start: int, room: int) -> int:
        """Return the last end that is at most `room` bytes behind the start."""
        if self._width is not None:
            return start + max(0, room) // self._width
        return bisect_right(self._offsets, self._offsets[start] + max(0, room)) - 1
