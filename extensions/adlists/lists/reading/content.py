"""A file looked at from its first byte to its last, before anything else is decided.

One pass tells what the engine would not: that a compressed file is whole, how lines end, that
the text is UTF-16 without saying so, that a line is longer than a row can be. It counts the
lines, so that every row can be accounted for afterwards, and it makes the file's digest: the
CRC-32 of every megabyte, hashed together with the size. A changed byte anywhere changes it.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, Self

import attrs

from adlists._runtime.misspellings import meant
from adlists.lists.reading.archives import (
    KNOWN_TO_ENGINE,
    Compression,
    DamagedError,
    compression_of,
    unpacked,
)
from adlists.lists.reading.engine_errors import ExtractError, SourceError

BLOCK: Final = 1 << 20
HEAD: Final = 1 << 20  # bytes of the beginning that are kept, to find the columns in
LONGEST_LINE: Final = 1_900_000  # bytes; the engine's buffer holds a little more
_BOMS: Final = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_ALL_BUT: Final = bytes(byte for byte in range(256) if byte not in b'"\n')
_ENDS: Final = re.compile(r"\r*\n|\r")


@attrs.frozen
class Stamp:
    """What a file's directory entry says: enough to see that nobody touched it."""

    device: int
    inode: int
    size: int
    modified: int
    changed: int

    @classmethod
    def of(cls, found: os.stat_result) -> Self:
        """Return the stamp of a file."""
        modified, changed = found.st_mtime_ns, found.st_ctime_ns
        return cls(found.st_dev, found.st_ino, found.st_size, modified, changed)


@attrs.frozen(kw_only=True)
class FileContent:
    """What is in a file. `size` and `digest` are of its bytes, the rest of what is unpacked.

    `compression` is how the bytes that are read are packed, `packed` how the file was.
    `head` is how it begins; `whole` says that this is all. `lines` counts line ends outside of
    quotes and `bare` those anywhere, a last line without an end as one; `ended` tells whether
    it has one. `longest` is the number and the length of the longest line, as far as it is
    beyond a megabyte. `ends` are the kinds of line ends; more than one confuses the engine.
    """

    size: int
    digest: str
    stamp: Stamp
    compression: Compression
    packed: Compression = "none"
    encoding: str = "utf-8"
    head: bytes = b""
    whole: bool = True
    lines: int = 0
    bare: int = 0
    ended: bool = True
    longest: tuple[int, int] = (0, 0)
    ends: frozenset[str] = frozenset()

    @property
    def is_clear(self) -> bool:
        """Tell whether the engine can read it as it is."""
        one_end = len(self.ends) < 2
        return one_end and self.encoding == "utf-8" and self.compression in KNOWN_TO_ENGINE

    def lacks(self, mark: bytes) -> bool:
        """Tell whether no value contains *mark* (ASCII, lower case), upper case included.

        That is known of a text which was kept whole, and escapes nothing.
        """
        is_text = self.bare > 0 and self.whole and self.encoding == "utf-8"
        return is_text and b"\\" not in self.head and mark not in self.head.lower()


class _Lines:
    """Counts lines and quotes, block by block; no block ends with CR but the last."""

    def __init__(self) -> None:
        self.head = b""
        self.size = self.bare = self.quoted = self.cr = self.crlf = 0
        self.longest = (0, 0)
        self._begun = 0  # bytes since the last line end
        self._open = 0  # whether a quote is open

    def feed(self, block: bytes) -> None:
        if len(self.head) < HEAD:
            self.head += block[: HEAD - len(self.head)]
        self.size += len(block)
        if b"\r" in block:
            self.cr += block.count(b"\r")
            self.crlf += block.count(b"\r\n")
        first = block.find(b"\n")
        if first < 0:
            self._begun += len(block)
        else:
            if self._begun + first > self.longest[1]:
                self.longest = self.bare + 1, self._begun + first
            self.bare += block.count(b"\n")
            self._begun = len(block) - block.rfind(b"\n") - 1
        if self._open or b'"' in block:
            marks = block.translate(None, _ALL_BUT).replace(b'""', b"")
            parts = marks.split(b'"')
            self.quoted += b"".join(parts[1 - self._open :: 2]).count(b"\n")
            self._open = (self._open + len(parts) - 1) % 2

    def result(self, ended: bool, **more: Any) -> dict[str, Any]:
        if self._begun > self.longest[1]:
            self.longest = self.bare + 1, self._begun
        lone = self.cr - self.crlf
        found = {"\r\n": self.crlf, "\n": self.bare - self.crlf, "\r": lone}
        ends = frozenset(end for end, count in found.items() if count)
        only_cr = bool(lone) and lone == self.cr and not self.bare
        bare = lone if only_cr else self.bare
        last = 0 if ended else 1
        return {
            **more,
            "head": self.head,
            "whole": self.size <= HEAD,
            "lines": bare - self.quoted + last,
            "bare": bare + last,
            "ended": ended,
            "longest": (0, 0) if only_cr else self.longest,
            "ends": ends,
        }


class _Digest:
    """The digest of what passes."""

    def __init__(self) -> None:
        self.size = 0
        self._hash = hashlib.blake2b(digest_size=16)

    def passing(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        for block in blocks:
            self.size += len(block)
            self._hash.update(zlib.crc32(block).to_bytes(4, "little"))
            yield block

    def hexdigest(self) -> str:
        self._hash.update(self.size.to_bytes(8, "little"))
        return self._hash.hexdigest()


def look(path: Path, name: str) -> FileContent:
    """Read a file to its end and tell what is in it.

    Raises:
        SourceError: it cannot be read, or is damaged.
    """
    digest = _Digest()
    compression: Compression = "none"
    try:
        with path.open("rb", buffering=0) as file:
            stamp = Stamp.of(os.fstat(file.fileno()))
            start = file.read(16) or b""
            file.seek(0)
            compression = compression_of(start)
            blocks = digest.passing(blocks_of(file))
            if start.startswith(b"PAR1"):
                for _ in blocks:
                    pass
                facts: dict[str, Any] = {"head": start}
            else:
                facts = _facts(unpacked(blocks, compression))
    except DamagedError:
        msg = f"the {compression} file is cut off or damaged. Fetch it again."
        raise SourceError(msg, file=name) from None
    except FileNotFoundError as error:
        msg = f"cannot be read: {error.strerror}.{_meant(path)}"
        raise SourceError(msg, file=name) from None
    except OSError as error:
        msg = f"cannot be read: {error.strerror}."
        raise SourceError(msg, file=name) from None
    if digest.size != stamp.size:
        raise changed(name)
    return FileContent(
        size=digest.size,
        digest=digest.hexdigest(),
        stamp=stamp,
        compression=compression,
        packed=compression,
        **facts,
    )


def glance(path: Path, name: str) -> FileContent:
    """Tell how a file begins, of which a part is read: its digest is of its stamp alone.

    Raises:
        SourceError: it cannot be read.
    """
    try:
        with path.open("rb", buffering=0) as file:
            stamp = Stamp.of(os.fstat(file.fileno()))
            head = file.read(16) or b""
    except OSError as error:
        msg = f"cannot be read: {error.strerror}.{_meant(path)}"
        raise SourceError(msg, file=name) from None
    digest = hashlib.blake2b(repr(stamp).encode(), digest_size=16).hexdigest()
    return FileContent(
        size=stamp.size, digest=digest, stamp=stamp, compression="none", head=head, whole=False
    )


def _meant(path: Path) -> str:
    """Return which file of the folder may be meant, or that there is no such folder."""
    try:
        names = [found.name for found in path.parent.iterdir()]
    except OSError:
        return f" There is no folder {path.parent}."
    return meant(path.name, names) or " Check the name and the folder."


def changed(name: str) -> SourceError:
    """Return the error of a file that is not what it was when it was read."""
    msg = (
        "was changed while it was read: it grew, shrank or was replaced. Begin again when"
        " whatever writes it has finished."
    )
    return SourceError(msg, file=name)


def digest_of(path: Path) -> str:
    """Return the digest of a file as it is now. Raises OSError."""
    digest = _Digest()
    with path.open("rb", buffering=0) as file:
        for _ in digest.passing(blocks_of(file)):
            pass
    return digest.hexdigest()


def blocks_of(file: BinaryIO) -> Iterator[bytes]:
    """Yield what is in a file, in blocks of the same size."""
    while block := file.read(BLOCK):
        while len(block) < BLOCK and (more := file.read(BLOCK - len(block))):
            block += more
        yield block


def _facts(blocks: Iterable[bytes]) -> dict[str, Any]:
    lines = _Lines()
    rest = last = b""
    for block in blocks:
        whole = rest + block if rest else block
        # A CR is kept back, so that it is not torn from its LF.
        rest = b"\r" if whole.endswith(b"\r") else b""
        lines.feed(whole[:-1] if rest else whole)
        last = whole[-1:]
    if rest:
        lines.feed(rest)
    encoding = _encoding_of(lines.head)
    ended = not last or last in b"\r\n" or encoding != "utf-8"
    return lines.result(ended, encoding=encoding)


def _encoding_of(head: bytes) -> str:
    """Tell UTF-16 and UTF-32 by their mark, or UTF-16 of Latin letters by its zero bytes."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    sample = head[:4096]
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half and high > half * 0.4 and low < half * 0.05:
        return "utf-16-le"
    if half and low > half * 0.4 and high < half * 0.05:
        return "utf-16-be"
    return "utf-8"


def cleared(path: Path, content: FileContent, copy: Path, name: str) -> FileContent:
    """Write a file anew as the engine reads it: UTF-8, unpacked, with one kind of line end.

    Returns what is in the copy, with size, digest and stamp of the original.

    Raises:
        SourceError: the text is not what it seemed to be.
        ExtractError: there is no room for the copy.
    """
    lines = _Lines()
    decoder = codecs.getincrementaldecoder(content.encoding)()
    last = rest = ""
    try:
        with path.open("rb", buffering=0) as file, copy.open("xb", buffering=0) as out:
            for block in unpacked(blocks_of(file), content.compression):
                text = rest + decoder.decode(block)
                whole = text.rstrip("\r")
                rest = text[len(whole) :]
                last = _written(_ENDS.sub("\n", whole), out, lines) or last
            text = _ENDS.sub("\n", rest + decoder.decode(b"", final=True))
            last = _written(text, out, lines) or last
    except UnicodeError:
        what = content.encoding.upper()
        msg = f"is not {what} throughout. Convert the file to UTF-8 first."
        raise SourceError(msg, file=name) from None
    except DamagedError:
        raise changed(name) from None
    except OSError as error:
        msg = f"a copy of {name} cannot be kept in the temporary folder: {error.strerror}."
        raise ExtractError(msg) from None
    facts = lines.result(last == "\n" or not last, encoding="utf-8")
    return attrs.evolve(content, compression="none", **facts)


def _written(text: str, out: BinaryIO, lines: _Lines) -> str:
    data = text.encode()
    lines.feed(data)
    view = memoryview(data)
    while view:
        view = view[out.write(view) :]
    return text[-1:]
