"""Bytes as they are: application/octet-stream, images, sound, film, fonts, PDF, archives."""

from __future__ import annotations

from typing import Any, Final, cast

from adlists.contract import File, LongBody, Schema, long
from adlists.errors import EncodingError
from adlists.hookspecs import Codec, hookimpl

_FAMILIES: Final = ("image/", "audio/", "video/", "font/")
_NAMES: Final = frozenset(
    {
        "application/octet-stream",
        "application/pdf",
        "application/zip",
        "application/gzip",
        "application/x-gzip",
        "application/x-tar",
        "binary/octet-stream",
    }
)


class OctetsCodec:
    """Sends bytes, or what a `File` holds, and gives them back."""

    name: Final = "octets"

    @hookimpl(trylast=True)
    def adlists_codec(self, media_type: str) -> Codec | None:
        """Return this codec for what is no text."""
        return self if media_type in _NAMES or media_type.startswith(_FAMILIES) else None

    def encode(self, data: Any, schema: Schema) -> bytes:  # noqa: ARG002 - bytes have no schema
        """Return the bytes, of a large file a `LongBody`; `EncodingError` for anything else."""
        if isinstance(data, bytes | bytearray | memoryview):
            return bytes(cast("bytes", data))
        file = data if isinstance(data, File) else File(data) if hasattr(data, "read") else None
        if file is None:
            msg = f"{type(data).__name__} is not bytes; pass bytes or an adlists.File"
            raise EncodingError(msg)
        try:
            return cast("bytes", LongBody([file])) if long(file) else file.read()
        except OSError as error:
            msg = f"the file cannot be read: {error.strerror}"
            raise EncodingError(msg) from None  # its message holds the path

    def decode(self, content: bytes, schema: Schema | None, charset: str | None) -> Any:  # noqa: ARG002 - likewise
        """Return the bytes as they are."""
        return content
