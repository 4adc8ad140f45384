"""MessagePack, in place of JSON where a service lists it: application/msgpack."""

from typing import Any

import msgpack

import adlists
from adlists.contract import Schema
from adlists.hookspecs import Codec


class Messagepack:
    name = "messagepack"

    @adlists.hookimpl
    def adlists_codec(self, media_type: str) -> Codec | None:
        known = {"application/msgpack", "application/x-msgpack", "application/vnd.msgpack"}
        return self if media_type in known else None

    def encode(self, data: Any, schema: Schema) -> bytes:
        try:
            content: bytes = msgpack.packb(data)
        except (TypeError, ValueError, OverflowError):  # the text may quote the data
            raise adlists.EncodingError("something is none of MessagePack's types") from None
        return content

    def decode(self, content: bytes, schema: Schema | None, charset: str | None) -> Any:
        try:
            return msgpack.unpackb(content)
        except (ValueError, RecursionError):  # all that msgpack raises is one
            raise adlists.DecodingError("the reply is no MessagePack") from None
