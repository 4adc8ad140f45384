"""Signs each attempt as it leaves: HMAC-SHA256 over method, path, moment and body."""

import hashlib
import hmac
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import attrs

import adlists
from adlists.flow import Exchange, Flow, Layer


@attrs.frozen(eq=False)
class Signature:
    name = "signature"
    key: str = attrs.field(repr=False)
    clock: Callable[[], float] = time.time

    @adlists.hookimpl(place="inside credentials")
    def adlists_layer(self) -> Layer:
        def layer(proceed: Exchange) -> Exchange:
            def exchange(request: adlists.Request) -> Flow[adlists.Response]:
                moment = str(int(self.clock()))
                said = f"{request.method}\n{urlsplit(request.url).path}\n{moment}\n".encode()
                content = said + bytes(request.content)
                mark = hmac.new(self.key.encode(), content, hashlib.sha256).hexdigest()
                signed = request.with_header("x-moment", moment).with_header("x-signature", mark)
                return (yield from proceed(signed))

            return exchange

        return layer
