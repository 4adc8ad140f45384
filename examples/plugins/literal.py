"""A codec: data as Python writes it, for application/x-python-literal."""

import ast
from typing import Any

import adlists
from adlists.contract import Schema
from adlists.hookspecs import Codec


class Literal:
    name = "literal"

    @adlists.hookimpl
    def adlists_codec(self, media_type: str) -> Codec | None:
        return self if media_type == "application/x-python-literal" else None

    def encode(self, data: Any, schema: Schema) -> bytes:
        return repr(data).encode()

    def decode(self, content: bytes, schema: Schema | None, charset: str | None) -> Any:
        try:
            return ast.literal_eval(content.decode())
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            raise adlists.DecodingError("the reply is no Python literal") from None
