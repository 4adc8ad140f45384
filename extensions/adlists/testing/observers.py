"""Plugins for tests: one remembers what happened, one lets time pass at no cost."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

import attrs

from adlists.events import Event
from adlists.flow import Effect, Exchange, Flow, Layer, Sleep, intercept
from adlists.hookspecs import hookimpl
from adlists.messages import Request, Response

R = TypeVar("R")
E = TypeVar("E")


@attrs.frozen(eq=False)
class Recorder:
    """Remembers every event, in order."""

    name: ClassVar[str] = "recorder"
    events: list[Event] = attrs.field(factory=list[Event], init=False)

    @hookimpl(tryfirst=True)
    def adlists_event(self, event: Event) -> None:
        """Remember one event."""
        self.events.append(event)

    def of(self, kind: type[E]) -> list[E]:
        """Return the events of one class."""
        return [event for event in self.events if isinstance(event, kind)]


@attrs.define(eq=False)
class VirtualTime:
    """A clock that moves when a call sleeps, and only then: no test waits.

    Give it to whatever takes a clock, and to the session as a plugin:

        time = VirtualTime()
        connect(Api, plugins=[time, Retry(clock=time, now=time)])
    """

    name: ClassVar[str] = "virtual-time"
    moment: float = 1_800_000_000.0
    slept: list[float] = attrs.field(factory=list[float], init=False)

    def __call__(self) -> float:
        """Return the moment, in seconds."""
        return self.moment

    @hookimpl(tryfirst=True)
    def adlists_layer(self) -> Layer:
        """Return a layer in which every sleep passes at once."""

        def layer(proceed: Exchange) -> Exchange:
            def exchange(request: Request) -> Flow[Response]:
                return self.pass_over(proceed(request))

            return exchange

        return layer

    def pass_over(self, flow: Flow[R]) -> Flow[R]:
        """Run a flow; let its sleeps pass at once, and hand on every other effect."""

        def handle(effect: Effect) -> Flow[Any]:
            if not isinstance(effect, Sleep):
                return (yield effect)
            self.slept.append(effect.seconds)
            self.moment += effect.seconds
            return None

        return intercept(flow, handle)
