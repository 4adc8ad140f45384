"""The lines codec."""

from __future__ import annotations

from typing import Final

from adlists.hookspecs import Codec, hookimpl


class LinesCodec:
    """The lines codec as a plugin."""

    name: Final = "lines"

    @hookimpl
    def adlists_codec(self, media_type: str) -> Codec | None:
        """Pass, as yet."""
        return None
