"""Compression of files: which it is, and whether a file was cut off.

Both are read from the content. DuckDB reports a gzip file that ends too early, but takes a
zstd file that was cut off for a shorter one, so its blocks are counted here: each says how long
it is (RFC 8878, section 3.1.1), so that a walk reads three bytes of each and skips the rest.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO, Final, Literal

Compression = Literal["gzip", "zstd", "none"]

_GZIP: Final = b"\x1f\x8b"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_SKIPPABLE: Final = range(0x184D2A50, 0x184D2A60)
_RLE: Final = 1
_RESERVED: Final = 3


def compression_of(start: bytes) -> Compression:
    """Tell from a file's first bytes how it is compressed."""
    if start.startswith(_GZIP):
        return "gzip"
    if start.startswith(_ZSTD) or int.from_bytes(start[:4], "little") in _SKIPPABLE:
        return "zstd"
    return "none"


def is_whole_zstd(path: Path) -> bool:
    """Tell whether every frame of a zstd file has its last block and its checksum."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        while file.tell() < size:
            if not _skip_frame(file) or file.tell() > size:
                return False
    return True


def _skip_frame(file: BinaryIO) -> bool:
    magic = file.read(4)
    if int.from_bytes(magic, "little") in _SKIPPABLE:
        file.seek(int.from_bytes(file.read(4), "little"), os.SEEK_CUR)
        return True
    descriptor = file.read(1)
    if magic != _ZSTD or not descriptor:
        return False
    flags = descriptor[0]
    single = bool(flags & 0x20)
    content_size = (1 if single else 0, 2, 4, 8)[flags >> 6]
    file.seek((0 if single else 1) + (0, 1, 2, 4)[flags & 3] + content_size, os.SEEK_CUR)
    while True:
        header = file.read(3)
        if len(header) < 3:
            return False
        block = int.from_bytes(header, "little")
        kind = block >> 1 & 3
        if kind == _RESERVED:
            return False
        file.seek(1 if kind == _RLE else block >> 3, os.SEEK_CUR)
        if block & 1:
            break
    file.seek(4 if flags & 4 else 0, os.SEEK_CUR)
    return True
