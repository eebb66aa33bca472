"""python -m deploy.k8s.check OVERLAY...: render each overlay and hold it to every check that needs no cluster."""

from __future__ import annotations

import argparse
from pathlib import Path

from deploy.k8s.check import alerts, network, rules, schemas
from deploy.k8s.check.render import NotRendered, render
from deploy.k8s.check.rules.resources import an_image_is_pinned
from deploy.k8s.check.world import World


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m deploy.k8s.check",
        description="Render overlays and hold them to every check that needs no cluster.",
        epilog="Exit codes: 0 nothing found, 1 something is wrong, 2 wrong usage or it cannot be rendered.",
    )
    parser.add_argument("overlays", nargs="+", type=Path, help="folders with a kustomization.yaml")
    parser.add_argument("--pinned", action="store_true", help="every image must be pinned by digest")
    parser.add_argument("--edges", action="store_true", help="also print who may speak to whom")
    options = parser.parse_args()
    code = 0
    for overlay in options.overlays:
        try:
            world = World(render(overlay))
        except NotRendered as error:
            print(f"{overlay}: {error}")
            return 2
        findings = [*schemas.check(list(world.documents))]
        # What has not the form of its kind cannot be looked at more closely.
        findings += [] if findings else [*rules.check(world), *alerts.check(world)]
        findings += an_image_is_pinned(world) if options.pinned else []
        for finding in findings:
            print(f"{overlay}: {finding}")
        if options.edges:
            print("\n".join(network.told(network.edges(world))))
        print(f"{overlay}: {len(world.documents)} objects, {len(findings)} findings; {alerts.said()}")
        code = max(code, int(bool(findings)))
    return code


if __name__ == "__main__":
    raise SystemExit(main())
