"""The form codec."""

from __future__ import annotations

from typing import Final

from adlists.hookspecs import Codec, hookimpl


class FormCodec:
    """The form codec as a plugin."""

    name: Final = "form"

    @hookimpl
    def adlists_codec(self, media_type: str) -> Codec | None:
        """Pass, as yet."""
        return None
