"""A folder for files that machines share: a mounted one, or a prefix in an object store.

    /mnt/shared/adlists   s3://bucket/prefix   gs://…   az://…   sftp://…

A file is put under a name that nobody had before, and is whole there or not at all, as far as
anybody can know: its name, size and digest are told only once it is. What an address holds to
log in with is never shown; each store's library finds its credentials in its own places.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Final, TypeVar

import attrs

from adlists.errors import ConfigurationError
from adlists.lists.reading.remote import EXTRAS, OBJECT_STORES, safe, scheme_of
from adlists.lists.sending.snapshots import SnapshotError

R = TypeVar("R")

_PIECE: Final = 1 << 20


class LostObjectError(Exception):
    """An object is not there, or is not what was put."""


@attrs.frozen
class StoredObject:
    """What is known of a file that was put: its name in the folder, its bytes, their digest."""

    name: str
    size: int
    digest: str


class ObjectFolder:
    """A folder by its path or its address; `place` is what may be shown of it."""

    def __init__(self, address: str) -> None:
        """Find the library for it. Raises `ConfigurationError`; nobody is asked anything yet."""
        self.place: Final = safe(address) if scheme_of(address) else str(Path(address).absolute())
        self._files: _Mounted | _Stored = (
            _Stored(address, self.place) if scheme_of(address) else _Mounted(Path(self.place))
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What a report should say of it."""
        return self._files.notes

    def put(self, group: str, path: Path) -> StoredObject:
        """Keep a file in a group. Raises `SnapshotError`."""
        name = f"{group}/{secrets.token_hex(16)}.parquet"
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        stored = StoredObject(name, path.stat().st_size, digest)
        if self._do(lambda: self._files.put(stored.name, path), "kept") != stored.size:
            msg = f"{self.place} did not keep all of a file. Is it full? Run the same job again."
            raise SnapshotError(msg)
        return stored

    def get(self, stored: StoredObject, path: Path) -> None:
        """Fetch a file, private; it is there only where it is what was put.

        Raises:
            LostObjectError: It is not there any more, or is damaged.
            SnapshotError: It cannot be asked for now.
        """
        part = path.with_name(f"{path.name}.part")
        os.close(os.open(part, os.O_CREAT | os.O_RDWR | os.O_TRUNC, 0o600))
        try:
            self._do(lambda: self._files.get(stored.name, part), "fetched")
            with part.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            if (part.stat().st_size, digest) != (stored.size, stored.digest):
                raise LostObjectError
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    def remove_others(self, group: str, kept: set[str]) -> None:
        """Remove what a group holds beside *kept*; what cannot be removed now is left."""
        with suppress(SnapshotError, LostObjectError):
            for name in self._do(lambda: self._files.names(group), "listed"):
                if f"{group}/{name}" not in kept:
                    self._do(partial(self._files.remove, f"{group}/{name}"), "removed")

    def _do(self, action: Callable[[], R], done: str) -> R:
        """Run foreign code; what it raises becomes an error of ours without its text."""
        try:
            return action()
        except FileNotFoundError:
            if done != "kept":
                raise LostObjectError from None
            msg = f"{self.place} is not there. Check ADLISTS_SNAPSHOTS."
        except ImportError:
            msg = _missing(self.place)
        except Exception as error:  # noqa: BLE001 - it may be anything, and quote the address
            why = getattr(error, "strerror", None) or type(error).__name__
            msg = (
                f"A snapshot could not be {done} in {self.place} ({why}). Check the address in "
                "ADLISTS_SNAPSHOTS, the credentials and the network, and run the same job again."
            )
        raise SnapshotError(msg)


class _Mounted:
    """A folder in the file system: private, and on the disk before it is told."""

    def __init__(self, folder: Path) -> None:
        self._folder: Final = folder

    @property
    def notes(self) -> tuple[str, ...]:
        if os.name != "posix" or not self._folder.exists():
            return ()
        if not self._folder.stat().st_mode & 0o077:
            return ()
        return (
            (
                f"Others may enter the folder {self._folder}. Snapshots in it are private to you, "
                f"but `chmod 700 {self._folder}`, or a folder of its own, would be safer."
            ),
        )

    def put(self, name: str, path: Path) -> int:
        target = self._folder / name
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        with (
            path.open("rb") as source,
            os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out,
        ):
            while piece := source.read(_PIECE):
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        if os.name == "posix":
            folder = os.open(target.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        return target.stat().st_size

    def get(self, name: str, path: Path) -> None:
        with (self._folder / name).open("rb") as source, path.open("wb") as out:
            while piece := source.read(_PIECE):
                out.write(piece)

    def names(self, group: str) -> list[str]:
        return [found.name for found in (self._folder / group).iterdir()]

    def remove(self, name: str) -> None:
        path = self._folder / name
        path.unlink(missing_ok=True)
        with suppress(OSError):  # others are left in it
            path.parent.rmdir()


class _Stored:
    """A prefix in a store that fsspec reaches."""

    def __init__(self, address: str, place: str) -> None:
        scheme = scheme_of(address) or ""
        try:
            core: Any = import_module("fsspec.core")
            found: tuple[Any, str] = core.url_to_fs(address)
        except ImportError:
            raise ConfigurationError(_missing(place)) from None
        except ValueError:
            msg = f"{scheme}:// of ADLISTS_SNAPSHOTS is no scheme that is known."
            raise ConfigurationError(msg) from None
        except Exception as error:  # noqa: BLE001 - foreign code, whose text may quote the address
            msg = f"{place} of ADLISTS_SNAPSHOTS cannot be used ({type(error).__name__})."
            raise ConfigurationError(msg) from None
        self._system, path = found
        self._prefix = path.rstrip("/")
        # Elsewhere there are no folders to make, and s3fs would make a bucket that is missing.
        self._foldered = scheme not in OBJECT_STORES
        self.notes: tuple[str, ...] = ()

    def put(self, name: str, path: Path) -> int:
        target = f"{self._prefix}/{name}"
        if self._foldered:
            self._system.makedirs(target.rpartition("/")[0], exist_ok=True)
        self._system.put_file(str(path), target)
        self._system.invalidate_cache()
        return int(self._system.info(target)["size"])

    def get(self, name: str, path: Path) -> None:
        self._system.get_file(f"{self._prefix}/{name}", str(path))

    def names(self, group: str) -> list[str]:
        self._system.invalidate_cache()
        found: list[str] = self._system.ls(f"{self._prefix}/{group}", detail=False)
        return [path.rpartition("/")[2] for path in found]

    def remove(self, name: str) -> None:
        self._system.rm_file(f"{self._prefix}/{name}")


def _missing(place: str) -> str:
    extra = EXTRAS.get(scheme_of(place) or "", "s3")
    return f"Snapshots in {place} need a library. Run: pip install 'adlists[{extra}]'"
