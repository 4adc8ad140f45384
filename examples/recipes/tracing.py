"""A span for each call, by OpenTelemetry's own interface, with its outcome."""

from typing import Any

from opentelemetry import trace

import adlists
from adlists.contract import Call, Operation, Service
from adlists.flow import CallLayer, Flow, Perform


class Tracing:
    name = "tracing"

    def __init__(self, tracer: trace.Tracer | None = None) -> None:
        self.tracer = tracer or trace.get_tracer("my-program")

    @adlists.hookimpl(tryfirst=True)
    def adlists_call(self, operation: Operation[Any], service: Service) -> CallLayer:
        def layer(proceed: Perform) -> Perform:
            def perform(call: Call[Any]) -> Flow[Any]:
                span = self.tracer.start_span(f"{service.name} {operation.id}")
                try:
                    return (yield from proceed(call))
                except Exception as error:
                    span.set_status(trace.StatusCode.ERROR, type(error).__name__)
                    raise
                finally:
                    span.end()

            return perform

        return layer
