"""What no schema knows: what must hold between objects, and what we ask of each.

A rule is a function from the world to findings; its name is what a finding bears.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from deploy.k8s.check.finding import Finding
from deploy.k8s.check.rules import looks, pods, ports, references, resources, selectors
from deploy.k8s.check.world import World

Rule = Callable[[World], Iterator[Finding]]
RULES: list[Rule] = [
    *looks.RULES,
    *pods.RULES,
    *ports.RULES,
    *references.RULES,
    *resources.RULES,
    *selectors.RULES,
]


def check(world: World) -> Iterator[Finding]:
    """All rules, in order."""
    for rule in RULES:
        yield from rule(world)
