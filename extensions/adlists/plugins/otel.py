"""OpenTelemetry: a span for each call with an event for each attempt, metrics, `traceparent`.

    connect(Api, credential, plugins=[OpenTelemetry()])     # or plugins=["otel"]

Names are those of the semantic conventions for HTTP clients. Needs the extra `otel`; what is
exported, and where to, is the business of the program's own OpenTelemetry settings. Spans hold
the document's path, never an address with its values, and no argument.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

import attrs

from adlists.contract import Call, Operation, Service
from adlists.errors import AdlistsError, ConfigurationError
from adlists.flow import CallLayer, Exchange, Flow, Layer, Perform
from adlists.hookspecs import hookimpl
from adlists.messages import Request, Response

_SCOPE: Final = "adlists"
#: Seconds, as the conventions advise for `http.client.request.duration`.
_BUCKETS: Final = (
    *(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5),
    *(0.75, 1.0, 2.5, 5.0, 7.5, 10.0),
)


@attrs.define(eq=False)
class OpenTelemetry:
    """Spans and metrics of each call, of the global providers unless others are given."""

    name: ClassVar[str] = "otel"
    tracer_provider: Any = attrs.field(default=None, repr=False)
    meter_provider: Any = attrs.field(default=None, repr=False)
    clock: Callable[[], float] = attrs.field(default=time.perf_counter, repr=False, kw_only=True)
    _tracer: Any = attrs.field(init=False, repr=False)
    _durations: Any = attrs.field(init=False, repr=False)
    _spans: dict[int, Any] = attrs.field(factory=dict[int, Any], init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        try:
            from opentelemetry import metrics, trace
        except ImportError:
            msg = "The plugin otel needs OpenTelemetry. Run: pip install 'adlists[otel]'"
            raise ConfigurationError(msg) from None
        self._tracer = trace.get_tracer(_SCOPE, tracer_provider=self.tracer_provider)
        meter = metrics.get_meter(_SCOPE, meter_provider=self.meter_provider)
        self._durations = meter.create_histogram(
            "http.client.request.duration",
            unit="s",
            description="Duration of HTTP client requests.",
            explicit_bucket_boundaries_advisory=_BUCKETS,
        )

    @hookimpl(tryfirst=True)
    def adlists_call(self, operation: Operation[Any], service: Service) -> CallLayer:
        """Return a layer that opens a span around each call, and ends it with the outcome."""
        from opentelemetry.trace import SpanKind, Status, StatusCode

        attributes = _attributes(operation, service)
        attributes |= {"adlists.service": service.name, "adlists.operation": operation.id}

        def layer(proceed: Perform) -> Perform:
            def perform(call: Call[Any]) -> Flow[Any]:
                tags = {f"adlists.tag.{name}": value for name, value in call.tags.items()}
                span = self._tracer.start_span(
                    f"{operation.method} {operation.path}",
                    kind=SpanKind.CLIENT,
                    attributes={**attributes, **tags},
                )
                self._spans[call.number] = span
                try:
                    return (yield from proceed(call))
                except Exception as error:
                    kind = type(error).__name__
                    span.set_attribute("error.type", kind)
                    if isinstance(error, AdlistsError) and error.attempts > 1:
                        span.set_attribute("http.request.resend_count", error.attempts - 1)
                    span.set_status(Status(StatusCode.ERROR, kind))  # a message may quote
                    raise
                finally:
                    self._spans.pop(call.number, None)
                    span.end()

            return perform

        return layer

    @hookimpl(place="inside retry")
    def adlists_layer(self, operation: Operation[Any], service: Service) -> Layer:
        """Return a layer that tells of each attempt, and hands on the trace."""
        from opentelemetry import propagate, trace

        attributes = _attributes(operation, service)

        def layer(proceed: Exchange) -> Exchange:
            def exchange(request: Request) -> Flow[Response]:
                span = self._spans.get(request.call)
                if span is not None:
                    carrier: dict[str, str] = {}
                    propagate.inject(carrier, trace.set_span_in_context(span))
                    for name, value in carrier.items():
                        request = request.with_header(name, value)
                began = self.clock()
                outcome: dict[str, Any] = {}
                try:
                    response = yield from proceed(request)
                    outcome["http.response.status_code"] = response.status
                    if response.status >= 400:
                        outcome["error.type"] = str(response.status)
                except Exception as error:
                    outcome["error.type"] = type(error).__name__
                    raise
                else:
                    return response
                finally:
                    seconds = self.clock() - began
                    self._durations.record(seconds, {**attributes, **outcome})
                    if span is not None:
                        self._tell(span, request.attempt, seconds, outcome)

            return exchange

        return layer

    @staticmethod
    def _tell(span: Any, attempt: int, seconds: float, outcome: dict[str, Any]) -> None:
        span.add_event("attempt", {"adlists.attempt": attempt, "seconds": seconds, **outcome})
        if "http.response.status_code" in outcome:
            span.set_attribute("http.response.status_code", outcome["http.response.status_code"])
        if attempt > 1:
            span.set_attribute("http.request.resend_count", attempt - 1)


def _attributes(operation: Operation[Any], service: Service) -> dict[str, Any]:
    parts = urlsplit(service.server)
    return {
        "http.request.method": operation.method,
        "url.template": operation.path,
        "url.scheme": parts.scheme,
        "server.address": parts.hostname or "",
        "server.port": parts.port or (80 if parts.scheme == "http" else 443),
    }
