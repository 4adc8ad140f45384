"""Compressed files: which compression it is, and their content, checked to the last byte.

The engine reads gzip and zstd itself, but looks at no checksum of gzip and takes a zstd file
that was cut off for a shorter one; so a file is unpacked here once beforehand.
"""

from __future__ import annotations

import bz2
import lzma
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, Literal

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    import backports.zstd as zstd  # noqa: PLR0402 - another part of backports may hold its __init__

Compression = Literal["gzip", "zstd", "bzip2", "xz", "none"]

_MAGIC: Final[dict[bytes, Compression]] = {
    b"\x1f\x8b": "gzip",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
}
_SKIPPABLE: Final = range(0x184D2A50, 0x184D2A60)  # frames of zstd that hold no content
_UNPACKERS: Final[dict[Compression, Callable[[], Any]]] = {
    "gzip": lambda: zlib.decompressobj(wbits=31),
    "zstd": zstd.ZstdDecompressor,
    "bzip2": bz2.BZ2Decompressor,
    "xz": lzma.LZMADecompressor,
}
_PIECE: Final = 1 << 16  # of packed bytes at once: what they unpack to stays small

#: What the engine unpacks itself.
KNOWN_TO_ENGINE: Final = frozenset({"gzip", "zstd", "none"})


class DamagedError(Exception):
    """A compressed file is cut off or damaged."""


def compression_of(start: bytes) -> Compression:
    """Tell from a file's first bytes how it is compressed."""
    for magic, compression in _MAGIC.items():
        if start.startswith(magic):
            return compression
    return "zstd" if int.from_bytes(start[:4], "little") in _SKIPPABLE else "none"


def unpacked(blocks: Iterable[bytes], compression: Compression) -> Iterator[bytes]:
    """Yield the content of a compressed file, one stream behind the other.

    Raises:
        DamagedError: it ends too early, or a checksum does not fit.
    """
    if compression == "none":
        yield from blocks
        return
    unpacker: Any = None
    for packed in _pieces(blocks):
        rest = packed
        while rest:
            if unpacker is None:
                # Zeros behind the end are padding.
                rest = rest.lstrip(b"\0") if compression in {"gzip", "xz"} else rest
                if not rest:
                    break
                unpacker = _UNPACKERS[compression]()
            try:
                content = unpacker.decompress(rest)
            except (zlib.error, zstd.ZstdError, OSError, lzma.LZMAError, EOFError, ValueError):
                raise DamagedError from None
            if content:
                yield content
            rest = b""
            if unpacker.eof:
                rest, unpacker = unpacker.unused_data, None
    if unpacker is not None:
        raise DamagedError


def _pieces(blocks: Iterable[bytes]) -> Iterator[bytes]:
    for block in blocks:
        for start in range(0, len(block), _PIECE):
            yield block[start : start + _PIECE]
