"""The OpenTelemetry SDK, set up for one process. Imported only where spans are sent somewhere."""

from typing import Any

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, StatusCode, set_span_in_context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

EXPORT_WITHIN_SECONDS = 5
_PROPAGATOR = TraceContextTextMapPropagator()


class Exporting:
    """Makes spans below a traceparent; they are sent in the background and lost when the collector is away."""

    def __init__(self, service: str, url: str) -> None:
        resource = Resource.create({"service.name": service, "service.namespace": "grosz"})
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        exporter = OTLPSpanExporter(endpoint=f"{url.rstrip('/')}/v1/traces", timeout=EXPORT_WITHIN_SECONDS)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("grosz")

    def start(
        self, name: str, kind: str, parent: str | None, attributes: dict[str, Any], *, at: int | None = None
    ) -> Span:
        """`at` in nanoseconds, default now; whoever starts a span ends it."""
        context = _PROPAGATOR.extract({"traceparent": parent} if parent else {}, context=Context())
        return self._tracer.start_span(name, context, SpanKind[kind.upper()], attributes, start_time=at)

    def close(self) -> None:
        self._provider.shutdown()


def traceparent_of(span: Span) -> str | None:
    carrier: dict[str, str] = {}
    _PROPAGATOR.inject(carrier, set_span_in_context(span))
    return carrier.get("traceparent")


def failed(span: Span, error: BaseException) -> None:
    """Only the kind of error: its words could hold what a caller wrote."""
    span.set_attribute("error.type", type(error).__name__)
    span.set_status(StatusCode.ERROR)
