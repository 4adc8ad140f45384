"""Gives each call a key of its own, the same on every attempt."""

import uuid

import adlists
from adlists.contract import Operation
from adlists.flow import Exchange, Flow, Layer


class IdempotencyKey:
    name = "idempotency-key"

    @adlists.hookimpl(place="outside retry")
    def adlists_layer(self, operation: Operation[object]) -> Layer | None:
        if operation.method != "POST":
            return None

        def layer(proceed: Exchange) -> Exchange:
            def exchange(request: adlists.Request) -> Flow[adlists.Response]:
                return (
                    yield from proceed(request.with_header("idempotency-key", str(uuid.uuid4())))
                )

            return exchange

        return layer
