"""Where a manifest repeats what the code says, the two say the same."""

from __future__ import annotations

import asyncio
import importlib
import re
from collections.abc import Iterator

import httpx
import yaml

from deploy.k8s.check.rules.pods import DRAIN_SECONDS
from deploy.k8s.check.world import Document, World
from shared.publishing.publication import Publications
from shared.transport.durables import consumer_config, subjects_by_publisher
from shared.transport.http import http_app
from shared.transport.publications import PublicationRoutes
from tests.architecture.tree import SERVICES
from tests.deploy.conftest import ROOT
from tests.support.stored import FACE


def test_scaling_looks_at_the_durables_of_this_version(city: World):
    """A durable is named after what it listens to (decision 0014): a new reaction is a new name here too."""
    for scaled in city.kind("ScaledObject"):
        service = importlib.import_module(f"{scaled['spec']['scaleTargetRef']['name']}.main").SERVICE
        looked_at = {(t["metadata"]["stream"], t["metadata"]["consumer"]) for t in scaled["spec"]["triggers"]}
        assert looked_at == {
            (
                f"EV_{publisher.upper()}",
                consumer_config(service.name, subjects, unacknowledged_max=service.unacknowledged_max).name,
            )
            for publisher, subjects in subjects_by_publisher(service.subscriptions).items()
        }


def test_every_setting_that_is_set_is_one_that_is_told_of(world: World):
    table = (ROOT / "README.md").read_text()
    for name in sorted(_settings(world)):
        assert f"`{name}`" in table or f"`{name.removesuffix('_FILE')}`" in table, name


def _settings(world: World) -> Iterator[str]:
    for document in world.kind("ConfigMap"):
        yield from (name for name in document["data"] if name.startswith("GROSZ_"))
    for pod in world.written_pods:
        for container in pod.containers:
            yield from (v["name"] for v in container.get("env", []) if v["name"].startswith("GROSZ_"))


async def _nothing() -> bytes:
    return b""


def test_a_service_lives_and_is_not_ready_while_it_waits_for_its_database(city: World):
    """The paths of the probes are routes, and only one of them asks what is waited for."""
    app = http_app(
        openapi={"info": {"title": "x"}},
        commands=None,  # type: ignore[arg-type]
        command_names=[],
        questions=None,  # type: ignore[arg-type]
        question_names=[],
        waiting_for=lambda: ["database"],
        metrics=_nothing,
        publications=PublicationRoutes(Publications(), FACE, None),  # type: ignore[arg-type]
    )
    probes = _container(city, "grants")

    async def answers() -> dict[str, int]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as client:
            return {
                name: (await client.get(probes[name]["httpGet"]["path"])).status_code
                for name in ("startupProbe", "livenessProbe", "readinessProbe")
            }

    assert asyncio.run(answers()) == {"startupProbe": 200, "livenessProbe": 200, "readinessProbe": 503}


def test_the_drain_that_is_allowed_for_is_that_of_the_code():
    hosting = (ROOT / "shared/src/shared/hosting/host.py").read_text()
    bus = (ROOT / "shared/src/shared/transport/bus.py").read_text()
    projections = (ROOT / "shared/src/shared/eventstore/projections.py").read_text()
    http = int(re.findall(r"timeout_graceful_shutdown=(\d+)", hosting)[0])
    broker = int(re.findall(r"graceful_timeout=(\d+)", bus)[0])
    read_models = int(re.findall(r"self\._thread\.join\((\d+)\)", projections)[0])
    assert http + broker + 2 * read_models == DRAIN_SECONDS


def test_targets_bear_the_labels_that_alerts_and_dashboards_speak_of(city: World):
    monitor = city.kind("ServiceMonitor")[0]["spec"]["endpoints"][0]
    assert {each["targetLabel"] for each in monitor["relabelings"]} == {"job", "service"}
    jobs = {
        each["replacement"]
        for document in city.kind("ServiceMonitor", "PodMonitor")
        for endpoint in document["spec"].get("endpoints", document["spec"].get("podMetricsEndpoints"))
        for each in endpoint.get("relabelings", [])
        if each["targetLabel"] == "job"
    }
    known = yaml.safe_load((ROOT / "deploy/monitoring/prometheus.yaml").read_text())["scrape_configs"]
    assert jobs == {each["job_name"] for each in known}
    assert {document["metadata"]["name"] for document in city.kind("Service")} >= set(SERVICES)


def test_every_service_is_prepared_as_owner_and_serves_as_itself(world: World):
    for service in SERVICES:
        prepare = next(pod for pod in world.written_pods if pod.name == f"Job/{service}-prepare").containers[0]
        told = {variable["name"]: variable["value"] for variable in prepare["env"]}
        assert told["GROSZ_DATABASE_URL_FILE"] == f"/secrets/{service}-prepare/database-url"
        assert (told["GROSZ_SERVICE_ROLE"], told["GROSZ_READER_ROLE"]) == (service, "auditor")
        serving = _container(world, service)
        mounted = {mount["mountPath"] for mount in serving["volumeMounts"]}
        assert mounted - {f"/secrets/{service}"} == {"/tmp"}  # noqa: S108 - a mount, not a file


def test_streams_lie_on_as_many_nodes_as_there_are(world: World):
    nodes = next(d for d in world.kind("StatefulSet") if d["metadata"]["name"] == "nats")["spec"]["replicas"]
    settings = next(d for d in world.kind("ConfigMap") if d["metadata"]["name"].startswith("settings"))["data"]
    assert settings["GROSZ_NATS_REPLICAS"] == str(nodes)


def _container(world: World, service: str) -> Document:
    return next(pod for pod in world.written_pods if pod.name == f"Deployment/{service}").containers[0]
