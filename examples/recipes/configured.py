"""Takes its settings from the environment or the settings file, by their types, and checks them.

ADLISTS_PLUGIN_TRACKED_CAMPAIGN=spring ADLISTS_PLUGIN_TRACKED_LABELS=a,b
"""

from typing import Literal

import attrs

import adlists
from adlists.flow import Exchange, Flow, Layer


@attrs.frozen(eq=False)
class Tracked:
    name = "tracked"
    campaign: str = attrs.field(validator=attrs.validators.matches_re(r"[a-z]+"))
    labels: tuple[str, ...] = ()
    region: Literal["eu", "us"] = "eu"
    secret: str = attrs.field(default="", repr=False)  # so it is not shown anywhere

    @adlists.hookimpl
    def adlists_layer(self) -> Layer:
        said = "; ".join([self.campaign, self.region, *self.labels])

        def layer(proceed: Exchange) -> Exchange:
            def exchange(request: adlists.Request) -> Flow[adlists.Response]:
                return (yield from proceed(request.with_header("x-tracked", said)))

            return exchange

        return layer
