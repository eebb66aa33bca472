"""What a Prometheus scrapes of one process: its counters, and the figures gathered for this scrape."""

import platform
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import Any

from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from shared.hosting import store_figures
from shared.hosting.bus_figures import of_bus
from shared.hosting.gathering import Gathering
from shared.kernel.refusal import Refusal, code_of
from shared.telemetry import counters
from shared.telemetry.figures import Figure


class Metrics:
    """Made with its host; asks it what it knows of itself, and the database and the bus what they hold."""

    def __init__(self, host: Any) -> None:
        self._host = host
        service = host.service
        readers = [
            store_figures.of_store,
            store_figures.of_inbox,
            store_figures.of_seals,
            store_figures.of_projections([projection.name for projection in service.projections]),
            store_figures.of_outbox(self._sent),
            *service.figures,
        ]
        self._gathering = Gathering(host.settings.database_url, readers)
        counters.expect(
            events=service.codec.names,
            commands=service.commands,
            publishers=host.listening.subjects,
            refusals=sorted(code_of(refusal) for refusal in _all_below(Refusal)),
        )

    async def page(self) -> bytes:
        """In Prometheus's text form."""
        figures = [*self._of_process(), *await self._gathering.figures()]
        if self._host.on_bus:
            figures += await of_bus(self._host.js, self._host.listening)
        own = CollectorRegistry()
        own.register(_Families(figures))
        return generate_latest(REGISTRY) + generate_latest(own)

    def close(self) -> None:
        self._gathering.close()

    def _sent(self) -> list[store_figures.Sent]:
        return [
            store_figures.Sent(relay.lane.kind, relay.lane.only_messages, relay.position)
            for relay in self._host.relays
            if relay.leading and relay.reached
        ]

    def _of_process(self) -> Iterator[Figure]:
        host = self._host
        labels = {"version": version("grosz-shared"), "python": platform.python_version()}
        yield Figure("grosz_build_info", "Always 1; what runs here.", 1, labels)
        yield Figure("grosz_ready", "1: the service waits for nothing (see /health/ready).", not host.waiting_for())
        yield Figure("grosz_writer_queued_works", "Commands and messages waiting for the writer.", host.writer.queued)
        for projection in host.service.projections:
            stands = projection.name in host.projections.failures
            named = {"projection": projection.name}
            yield Figure("grosz_projection_failing", "1: an event stops this read model.", stands, named)
        for relay in host.relays:
            named = {"lane": relay.lane.kind}
            yield Figure(
                "grosz_outbox_relay_standing_still",
                "1: the relay has tried several times and publishes nothing.",
                bool(relay.standing_still),
                named,
            )


class _Families(Collector):
    """Figures in the client library's form: those of one name together."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._figures = figures

    def collect(self) -> Iterator[Metric]:
        families: dict[str, GaugeMetricFamily] = {}
        for figure in self._figures:
            family = families.get(figure.name)
            if family is None:
                family = families[figure.name] = GaugeMetricFamily(figure.name, figure.told, labels=list(figure.labels))
            family.add_metric(list(figure.labels.values()), figure.value)
        return iter(families.values())


def _all_below(refusal: type[Refusal]) -> Iterator[type[Refusal]]:
    """Every rule that this process has loaded."""
    for below in refusal.__subclasses__():
        yield below
        yield from _all_below(below)
