"""Who may say and hear what on the bus: made from the services' own tables, enforced by the server.

A service publishes its own facts and records, and nobody else's. It hears the facts that it reacts to, through durables
that were made for it; it can neither make a durable with another filter nor read another's stream by number, for then
it could read what it does not react to. Streams and durables are made by the `provisioner`, which in turn publishes no
fact. Answers come to an inbox of one's own.

`python -m shared.hosting.rights FILE programme grants …` writes the rights as JSON; a test compares what is committed.
"""

import importlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from shared.hosting.service import Service
from shared.transport.access import inbox_of
from shared.transport.durables import consumer_config, subjects_by_publisher
from shared.transport.topology import events_stream, own_streams

PROVISIONER, CONSOLE, AUDITOR = "provisioner", "console", "auditor"
_NEVER = ["$JS.API.STREAM.DELETE.>", "$JS.API.STREAM.PURGE.>", "$JS.API.STREAM.MSG.DELETE.>"]

Rights = dict[str, Any]


def rights_of(services: Iterable[Service]) -> dict[str, Rights]:
    """User to permissions, in the words of the server's configuration."""
    services = list(services)
    names = [service.name for service in services]
    users = {service.name: _service(service) for service in services}
    users[PROVISIONER] = _user(PROVISIONER, publish=["$JS.API.>", "query.*.*"], never=_NEVER)
    users[CONSOLE] = _user(CONSOLE, publish=[f"{kind}.{name}.*" for name in names for kind in ("cmd", "query")])
    users[AUDITOR] = _auditor(names)
    return users


def durables_of(service: Service) -> dict[str, str]:
    """Publisher to the name of this service's durable on its stream."""
    return {
        publisher: str(consumer_config(service.name, heard, unacknowledged_max=service.unacknowledged_max).durable_name)
        for publisher, heard in sorted(subjects_by_publisher(service.subscriptions).items())
    }


def _service(service: Service) -> Rights:
    name, durables = service.name, durables_of(service)
    publish = [f"{name}.*.*", f"log.{name}.>", f"seal.{name}"]
    for stream in own_streams(name):
        publish += [f"$JS.API.STREAM.INFO.{stream}", f"$JS.API.STREAM.MSG.GET.{stream}"]
    for publisher, durable in durables.items():
        stream = events_stream(publisher)
        publish += [
            f"query.{publisher}.watermark",
            f"query.{publisher}.published",
            *(f"$JS.API.STREAM.INFO.{theirs}" for theirs in own_streams(publisher)),
            f"$JS.API.CONSUMER.INFO.{stream}.{durable}",
            f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{durable}",
            f"$JS.ACK.{stream}.{durable}.>",
        ]
    return _user(name, publish=publish, subscribe=[f"cmd.{name}.*", f"query.{name}.*"], answers=True)


def _auditor(names: list[str]) -> Rights:
    """Reads every record and asks for watermarks; the account of the workbench's own use is all that it writes."""
    publish = ["audit.use", "$JS.API.STREAM.CREATE.AUDIT_USE", *_reading("AUDIT_USE")]
    for name in names:
        publish.append(f"query.{name}.*")
        for stream in own_streams(name):
            if stream == events_stream(name):
                # The services' durables are on it, and whoever may make one may change one.
                publish += [f"$JS.API.STREAM.INFO.{stream}", f"$JS.API.STREAM.MSG.GET.{stream}"]
            else:
                publish += _reading(stream)
    return _user(AUDITOR, publish=publish)


def _reading(stream: str) -> list[str]:
    """All that it takes to read a stream to its end and to leave nothing behind."""
    return [
        f"$JS.API.STREAM.INFO.{stream}",
        f"$JS.API.STREAM.MSG.GET.{stream}",
        f"$JS.API.CONSUMER.CREATE.{stream}",
        f"$JS.API.CONSUMER.CREATE.{stream}.>",
        f"$JS.API.CONSUMER.INFO.{stream}.*",
        f"$JS.API.CONSUMER.MSG.NEXT.{stream}.*",
        f"$JS.API.CONSUMER.DELETE.{stream}.*",
    ]


def _user(
    name: str,
    *,
    publish: list[str],
    subscribe: list[str] | None = None,
    never: list[str] | None = None,
    answers: bool = False,
) -> Rights:
    rights: Rights = {
        "publish": {"allow": sorted(publish)},
        "subscribe": {"allow": sorted([f"{inbox_of(name)}.>", *(subscribe or [])])},
    }
    if never:
        rights["publish"]["deny"] = never
    if answers:
        rights["allow_responses"] = {"max": 1, "expires": "2m"}
    return rights


def main() -> None:
    file, *names = sys.argv[1:]
    services = [importlib.import_module(f"{name}.main").SERVICE for name in names]
    Path(file).write_text(json.dumps(rights_of(services), indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
