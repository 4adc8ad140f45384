"""The json codec."""

from __future__ import annotations

from typing import Final

from adlists.hookspecs import Codec, hookimpl


class JsonCodec:
    """The json codec as a plugin."""

    name: Final = "json"

    @hookimpl
    def adlists_codec(self, media_type: str) -> Codec | None:
        """Pass, as yet."""
        return None
