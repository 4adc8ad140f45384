"""A file as a part of a body: its bytes or where to find them, its name and its media type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from os import PathLike, fspath
from typing import Any, BinaryIO, TypeAlias, cast

import attrs

FileSource: TypeAlias = "bytes | BinaryIO | PathLike[str]"


@attrs.frozen(repr=False)
class File:
    """A file to send: `content` is bytes, a binary file that is open, or a path.

    `name` is what the service is told, by default that of the path; `media_type` what its
    content is, by default what the document says; `headers` are those that it has as a part of
    a body. It is read when the call is made, and from a size of 1 MiB on while it is sent, where
    it is a path or can be read again.
    """

    content: FileSource
    name: str | None = None
    media_type: str | None = None
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str], hash=False)

    @property
    def filename(self) -> str | None:
        """The name to send: as given, or the last part of the path."""
        if self.name is not None:
            return self.name
        path = self.content if isinstance(self.content, PathLike) else None
        given: object = fspath(path) if path is not None else getattr(self.content, "name", None)
        from pathlib import PurePath

        return PurePath(given).name if isinstance(given, str) else None

    def read(self) -> bytes:
        """Return the bytes; an open file is read from its beginning, so that it can be repeated."""
        content: Any = self.content
        if isinstance(content, bytes | bytearray | memoryview):
            return bytes(cast("bytes", content))
        if isinstance(content, PathLike):
            from pathlib import Path

            return Path(cast("PathLike[str]", content)).read_bytes()
        if content.seekable():
            content.seek(0)
        read: bytes = content.read()
        return read

    def size(self) -> int | None:
        """Return how many bytes it has; None where only reading would tell."""
        content: Any = self.content
        if isinstance(content, bytes | bytearray | memoryview):
            return len(cast("bytes", content))
        if isinstance(content, PathLike):
            from pathlib import Path

            return Path(cast("PathLike[str]", content)).stat().st_size
        if not content.seekable():
            return None
        length: int = content.seek(0, 2)
        return length

    def pieces(self, most: int) -> Iterator[bytes]:
        """Yield the bytes in pieces of *most*; an open file is read from its beginning."""
        content: Any = self.content
        if isinstance(content, PathLike):
            from pathlib import Path

            with Path(cast("PathLike[str]", content)).open("rb") as opened:
                yield from iter(lambda: opened.read(most), b"")
            return
        content.seek(0)
        yield from iter(lambda: content.read(most), b"")

    def __repr__(self) -> str:  # a name may be personal, and so is what the file holds
        return "<File>"
