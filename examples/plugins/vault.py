"""Asks an async secret store for the token, in sync sessions too; closes it with them."""

from typing import Protocol

import attrs

import adlists
from adlists.flow import Exchange, Flow, Layer, await_


class Store(Protocol):
    async def token(self) -> str: ...
    async def close(self) -> None: ...


@attrs.frozen(eq=False)
class Vault:
    name = "vault"
    store: Store

    @adlists.hookimpl(place="credentials")
    def adlists_layer(self) -> Layer:
        def layer(proceed: Exchange) -> Exchange:
            def exchange(request: adlists.Request) -> Flow[adlists.Response]:
                token = yield from await_(self.store.token)
                return (yield from proceed(request.with_header("authorization", f"Bearer {token}")))

            return exchange

        return layer

    @adlists.hookimpl
    def adlists_close(self) -> Flow[None]:
        yield from await_(self.store.close)
