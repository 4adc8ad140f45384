"""A plugin as anybody may write one: a header on every request, in sync and async alike."""

from __future__ import annotations

import adlists
from adlists.flow import Exchange, Flow, Layer


class TeamHeader:
    """Adds `x-team` to every request."""

    @adlists.hookimpl
    def adlists_layer(self) -> Layer:
        """Return the layer."""

        def layer(proceed: Exchange) -> Exchange:
            def exchange(request: adlists.Request) -> Flow[adlists.Response]:
                return (yield from proceed(request.with_header("x-team", "growth")))

            return exchange

        return layer
