"""OpenTelemetry: spans, metrics and the trace's header, as the SDK's own exporters see them."""

from __future__ import annotations

from typing import Any

import pytest
from hand_made import READ, call, perform
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from adlists import ApiKey, ConnectionLost
from adlists.plugins.otel import OpenTelemetry
from adlists.testing.conformance import check_plugin
from adlists.testing.transport import json_reply, reply

MODES = pytest.mark.parametrize("mode", ["sync", "async"])


def traced(mode: str, answers: Any, *calls: Any) -> tuple[Any, Any, Any]:
    exporter, reader = InMemorySpanExporter(), InMemoryMetricReader()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    plugin = OpenTelemetry(provider, MeterProvider([reader]))
    run = perform(mode, answers, *calls, credentials=[ApiKey("planted-key")], plugins=[plugin])
    return run, exporter.get_finished_spans(), reader.get_metrics_data()


@MODES
def test_a_call_is_one_span_with_an_event_for_each_attempt(mode: str) -> None:
    answers = [ConnectionLost("x"), reply(503), json_reply(1)]
    run, (span,), _ = traced(mode, answers, call())

    assert span.name == "GET /read/{thing}"
    assert span.kind.name == "CLIENT"
    told = dict(span.attributes)
    assert told == {
        "http.request.method": "GET",
        "url.template": "/read/{thing}",
        "url.scheme": "https",
        "server.address": "api.example.com",
        "server.port": 443,
        "adlists.service": "things_v1",
        "adlists.operation": "read",
        "http.response.status_code": 200,
        "http.request.resend_count": 2,
    }
    events = [dict(event.attributes) for event in span.events]
    assert [event.get("error.type") for event in events] == ["ConnectionLost", "503", None]
    assert [event["adlists.attempt"] for event in events] == [1, 2, 3]
    trace = f"{span.context.trace_id:032x}-{span.context.span_id:016x}"
    handed_on = [sent.headers["traceparent"].rpartition("-")[0] for sent in run.requests]
    assert handed_on == [f"00-{trace}"] * 3
    assert "planted" not in repr(told) + repr(events)


@MODES
@pytest.mark.parametrize(
    ("answer", "kind"),
    [(reply(404), "NotFound"), (reply(200, "{", "application/json"), "DecodingError")],
)
def test_a_call_that_fails_is_a_span_that_failed(mode: str, answer: Any, kind: str) -> None:
    _, (span,), _ = traced(mode, [answer], call())

    assert span.status.status_code is StatusCode.ERROR
    assert span.attributes["error.type"] == kind


def test_each_attempt_is_measured() -> None:
    _, _, data = traced("sync", [reply(503), json_reply(1)], call())

    (metric,) = data.resource_metrics[0].scope_metrics[0].metrics
    assert (metric.name, metric.unit) == ("http.client.request.duration", "s")
    statuses = {
        point.attributes["http.response.status_code"]: point.count
        for point in metric.data.data_points
    }
    assert statuses == {503: 1, 200: 1}


def test_it_keeps_the_contract() -> None:
    check_plugin(OpenTelemetry(), READ)
