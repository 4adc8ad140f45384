"""Compresses what is worth it, for a service that takes gzip."""

import gzip

import attrs

import adlists
from adlists.flow import Exchange, Flow, Layer


@attrs.frozen(eq=False)
class Gzip:
    name = "gzip"
    least: int = 1000

    @adlists.hookimpl
    def adlists_layer(self) -> Layer:
        def layer(proceed: Exchange) -> Exchange:
            def exchange(request: adlists.Request) -> Flow[adlists.Response]:
                if len(request.content) >= self.least and not request.header("content-encoding"):
                    content = gzip.compress(bytes(request.content), mtime=0)
                    request = attrs.evolve(request, content=content)
                    request = request.with_header("content-encoding", "gzip")
                return (yield from proceed(request))

            return exchange

        return layer
