"""Who may speak to whom: all of it, and nothing else. Services hear of one another over the bus only."""

from __future__ import annotations

import importlib

import pytest

from deploy.k8s.check.network import edges
from deploy.k8s.check.world import World
from tests.architecture.tree import SERVICES

OURS = {f"{service}{suffix}" for service in SERVICES for suffix in ("", "-prepare", "-retire")}
OURS |= {"auditor", "auditor-cuts", "auditor-verify"}
EVERYWHERE = (
    {(one, "postgres", 5432) for one in OURS}
    | {(one, "nats", 4222) for one in OURS}
    | {(one, "dns", 53) for one in OURS | {"postgres", "nats"}}
    | {("ingress", service, 8000) for service in SERVICES}
    | {("nats", "nats", 6222)}
)
IN_A_CITY = (
    {("monitoring", service, 8000) for service in SERVICES}
    | {("monitoring", "auditor", 9105), ("monitoring", "postgres", 9187), ("keda", "nats", 8222)}
    | {("postgres", "postgres", 5432), ("postgres", "postgres", 8000)}
    | {("cnpg-system", "postgres", 8000), ("cnpg-system", "postgres", 5432)}
)


@pytest.mark.parametrize(("overlay", "wanted"), [("local", EVERYWHERE), ("city", EVERYWHERE | IN_A_CITY)])
def test_these_edges_and_no_others_are_open(
    rendered: dict[str, World], overlay: str, wanted: set[tuple[str, str, int]]
):
    assert edges(rendered[overlay]) == wanted


def test_every_service_that_listens_may_reach_the_bus(city: World):
    """The tables say who hears whom; that goes by the bus, and no service has an edge to another."""
    open_edges = edges(city)
    for service in SERVICES:
        heard = {bound.publisher for bound in importlib.import_module(f"{service}.main").SERVICE.subscriptions.values()}
        assert not heard or (service, "nats", 4222) in open_edges
        assert not {(service, other, 8000) for other in heard} & open_edges


@pytest.mark.parametrize("policy", ["programme-to-postgres", "postgres-from-programme"])
def test_an_edge_takes_a_policy_at_either_end(city: World, policy: str):
    less = World([document for document in city.documents if document["metadata"]["name"] != policy])
    assert ("programme", "postgres", 5432) not in edges(less)


def test_without_the_default_a_stranger_comes_in(city: World):
    """The playing-through itself can fail: a pod that no policy selects is open."""
    less = World(
        [d for d in city.documents if d["metadata"]["name"] not in {"default-deny", "auditor-from-prometheus"}]
    )
    assert ("somebody-else", "auditor", 9105) in edges(less)
