"""Files by URL: fetched through fsspec into a private temporary file, piece by piece.

    s3://bucket/people.csv   gs://…   az://…   https://…   sftp://…

What is fetched is read as a file is, so that every guarantee holds: bounded memory, a digest of
the content, a look at the source afterwards. Each scheme needs a library of its own, which the
message names; who may read is told to that library in its own way, mostly by the environment.
Passwords and signatures in a URL are never shown and never kept.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from io import FileIO
from pathlib import Path, PurePosixPath
from typing import Any, Final, TypeVar
from urllib.parse import unquote, urlsplit

import attrs

from adlists.lists.reading.content import changed
from adlists.lists.reading.engine_errors import SourceError
from adlists.lists.reading.scratch import put

R = TypeVar("R")

#: scheme → the extra that brings its library.
EXTRAS: Final = {
    **dict.fromkeys(("s3", "s3a"), "s3"),
    **dict.fromkeys(("gs", "gcs"), "gcs"),
    **dict.fromkeys(("az", "abfs", "abfss", "adl"), "azure"),
    **dict.fromkeys(("http", "https"), "http"),
    **dict.fromkeys(("sftp", "ssh"), "sftp"),
}
_URL: Final = re.compile(r"([a-z][a-z0-9+.-]+)://", re.IGNORECASE)
_PIECE: Final = 8 << 20
_AT_ONCE: Final = 4  # files, or pieces of one, that are fetched side by side
#: Stores that give any part of a file; others may answer with all of it.
OBJECT_STORES: Final = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl"})


@attrs.frozen
class RemoteFile(os.PathLike[str]):
    """A file by URL, among several: a list of plain strings is one of identifiers."""

    url: str = attrs.field(repr=False)

    def __fspath__(self) -> str:
        return self.url


def scheme_of(source: object) -> str | None:
    """Return the scheme of a URL, in lower case; None for what is none."""
    if isinstance(source, RemoteFile):
        source = source.url
    found = _URL.match(source) if isinstance(source, str) else None
    return found[1].lower() if found else None


def safe(url: str) -> str:
    """Return a URL without its password, its query and its fragment."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    user = parts.netloc.rpartition("@")[0].partition(":")[0]
    who = f"{user}@" if user and "@" in parts.netloc else ""
    more = "?…" if parts.query else ""
    text = f"{parts.scheme}://{who}{host}{parts.path}{more}"
    return "".join(letter if letter.isprintable() else "?" for letter in text)


@attrs.frozen
class Fetched:
    """A file that was fetched: where it lies now, and what it is called."""

    path: Path
    name: str
    mark: object
    again: Callable[[], object]

    def check(self) -> None:
        """Refuse a file that is another by now, as far as its store tells."""
        if self.mark is not None and self.again() != self.mark:
            raise changed(self.name)


def matching(source: str) -> list[str]:
    """Return the URLs that a pattern of one stands for; any other URL as it is.

    Raises:
        SourceError: there is none, it cannot be read, or the library for it is missing.
    """
    if not _is_pattern(source):
        return [source]
    return [_named(source, path) for path in _matching(*_system(source, safe(source)), source)]


def _is_pattern(source: str) -> bool:
    return any(mark in source for mark in "*[") and scheme_of(source) not in {"http", "https"}


def _matching(system: Any, pattern: str, source: str) -> list[str]:
    found: list[str] = sorted(_guarded(lambda: system.glob(pattern), safe(source)))
    if not found:
        msg = "no file matches this pattern. Check the folder."
        raise SourceError(msg, file=safe(source))
    return found


def fetch(source: str, folder: Path, number: Iterator[int]) -> list[Fetched]:
    """Fetch the files that a URL, or a pattern of one, stands for.

    Raises:
        SourceError: there is none, it cannot be read, or the library for it is missing.
        ExtractError: there is no room for it.
    """
    name = safe(source)
    system, path = _system(source, name)
    paths = _matching(system, path, source) if _is_pattern(source) else [path]
    ranged = scheme_of(source) in OBJECT_STORES
    places = [(found, folder / f"remote-{next(number)}{_suffixes(found)}") for found in paths]
    several = len(places) > 1
    with ThreadPoolExecutor(_AT_ONCE if several else 1) as pool:
        jobs = [
            pool.submit(
                _fetch,
                system,
                found,
                place,
                _named(source, found) if several else name,
                ranged=ranged and not several,
            )
            for found, place in places
        ]
        return [job.result() for job in jobs]


def _named(source: str, path: str) -> str:
    return f"{scheme_of(source)}://{path.lstrip('/')}"


def _system(source: str, name: str) -> tuple[Any, str]:
    scheme = scheme_of(source) or ""
    extra = EXTRAS.get(scheme)
    try:
        core: Any = import_module("fsspec.core")
        found: tuple[Any, str] = core.url_to_fs(source)
    except ImportError:
        msg = f"reading it needs a library. Run: pip install 'adlists[{extra or 's3'}]'"
        raise SourceError(msg, file=name) from None
    except ValueError:
        known = ", ".join(f"{scheme}://" for scheme in sorted(EXTRAS))
        msg = f"{scheme}:// is no scheme that is known; there are {known}."
        raise SourceError(msg, file=name) from None
    except Exception as error:  # noqa: BLE001 - foreign code, whose text may quote the URL
        raise _failed(error, name) from None
    return found


def _fetch(system: Any, path: str, place: Path, name: str, *, ranged: bool) -> Fetched:
    mark = _guarded(lambda: _mark(system, path), name)
    size = int(mark.get("size", 0))
    with place.open("xb", buffering=0) as out:
        place.chmod(0o600)
        if ranged and size > _PIECE:
            _in_pieces(system, path, out, size, name)
            if _guarded(lambda: _mark(system, path), name) != mark:  # pieces of two files
                raise changed(name)
        else:
            for piece in _one_by_one(system, path, name):
                put(out, piece, name)
    return Fetched(place, name, mark or None, lambda: _guarded(lambda: _mark(system, path), name))


def _in_pieces(system: Any, path: str, out: FileIO, size: int, name: str) -> None:
    """Fetch a file's pieces side by side, each to its place."""
    mutex = threading.Lock()  # not every system can write at a place in one step

    def fetch_piece(start: int) -> None:
        end = min(start + _PIECE, size)
        piece = _guarded(lambda: system.cat_file(path, start=start, end=end), name)
        if len(piece) != end - start:  # it is another file by now
            raise changed(name)
        with mutex:
            out.seek(start)
            put(out, piece, name)

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        try:
            for done in [pool.submit(fetch_piece, start) for start in range(0, size, _PIECE)]:
                done.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _one_by_one(system: Any, path: str, name: str) -> Iterator[bytes]:
    file = _guarded(lambda: system.open(path, "rb", block_size=_PIECE), name)
    try:
        while piece := _guarded(lambda: file.read(_PIECE), name):
            yield piece
    finally:
        file.close()


def _mark(system: Any, path: str) -> dict[str, str]:
    """Return what a store says that changes with a file's content, as far as it says anything."""
    system.invalidate_cache()
    told: dict[str, Any] = system.info(path)
    names = ("ETag", "etag", "md5Hash", "mtime", "LastModified", "last_modified", "updated", "size")
    return {name: str(told[name]) for name in names if told.get(name) is not None}


def _suffixes(path: str) -> str:
    last = PurePosixPath(unquote(path.partition("?")[0])).name
    found = re.search(r"(\.[A-Za-z0-9]{1,8}){1,2}$", last)
    return found[0].lower() if found else ""


def _guarded(function: Callable[[], R], name: str) -> R:
    """Run foreign code; what it raises becomes an error of ours without its text."""
    try:
        return function()
    except Exception as error:  # noqa: BLE001 - it may be anything, and quote the URL
        raise _failed(error, name) from None


def _failed(error: Exception, name: str) -> SourceError:
    if isinstance(error, FileNotFoundError):
        msg = "is not there. Check the name."
    elif isinstance(error, PermissionError) or "redential" in type(error).__name__:
        msg = "may not be read with these credentials: the library finds them in its own places."
    elif getattr(error, "status", None) in {401, 403}:
        msg = f"was refused ({getattr(error, 'status', '')}). Check the address and its signature."
    else:
        msg = f"could not be fetched ({type(error).__name__}). Check the address and the network."
    return SourceError(msg, file=name)
