"""The causal tree of a fact, across services: what led to it, and all that it led to.

A fact that a message caused names the fact behind it (`causation_id`, `causes`). One that a command caused stands under
that command, together with what the command recorded besides.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from audit.sources import Source
from audit.sources.merged import marks_of, merged, record_at
from audit.sources.record import Record


@dataclass(slots=True)
class Node:
    """A fact, and the facts that it caused, in the order of the clocks."""

    record: Record
    effects: list["Node"] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        record = self.record
        return {
            "event_id": record.event_id,
            "place": str(record),
            "name": record.name,
            "stream": record.stream,
            "hlc": record.envelope["hlc"],
            "effects": [effect.plain() for effect in self.effects],
        }


@dataclass(frozen=True, slots=True)
class Tree:
    """command: what began it all, None where no command did; roots: what it recorded; ancestors: ids on the way."""

    asked: str
    command: str | None
    actor: str
    roots: list[Node]
    ancestors: frozenset[str]

    def plain(self) -> dict[str, Any]:
        return {
            "asked": self.asked,
            "command_id": self.command,
            "actor": self.actor,
            "facts": [root.plain() for root in self.roots],
        }


def tree_of(source: Source, record: Record) -> Tree:
    """The whole tree that the fact is in: up by its causes, then once through what was recorded after the root."""
    ancestors = list(_up(source, record))
    top = ancestors[-1]
    command = top.envelope.get("command_id")
    first = _first_of_command(source, top) if command else top
    nodes: dict[str, Node] = {}
    roots: list[Node] = []
    for later in merged(source, since=first.stamp, marks=marks_of(source)):
        envelope = later.envelope
        cause = nodes.get(str(envelope.get("causation_id")))
        beside = command and later.service == top.service and envelope.get("command_id") == command
        if cause is None and not beside and later.event_id != top.event_id:
            continue
        node = nodes[later.event_id] = Node(later)
        (cause.effects if cause else roots).append(node)
    return Tree(
        asked=record.event_id,
        command=command,
        actor=str(top.envelope.get("on_behalf_of") or top.envelope.get("actor")),
        roots=roots,
        ancestors=frozenset(one.event_id for one in ancestors),
    )


def _up(source: Source, record: Record) -> Iterator[Record]:
    """The fact, its cause, and so on to the first. Ends, as a cause must bear a smaller stamp."""
    yield record
    for service, position in record.causes.items():
        cause = record_at(source, service, position) if service in source.services else None
        if cause is not None and cause.stamp < record.stamp:
            yield from _up(source, cause)
            return


def _first_of_command(source: Source, record: Record) -> Record:
    """The first fact that the same command recorded: they lie side by side in one append."""
    while record.position > 1:
        before = record_at(source, record.service, record.position - 1)
        if before is None or before.envelope.get("command_id") != record.envelope.get("command_id"):
            break
        record = before
    return record
