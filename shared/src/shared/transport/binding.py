"""Ties wire shapes to use cases: the tables from which HTTP routes, bus subjects and contracts are made."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from shared.eventstore.reaction import Reaction
from shared.messages.fields import Command, Fact, Question

Connection = psycopg.Connection[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class BoundCommand:
    shape: type[Command]
    handler: Callable[..., None]


@dataclass(frozen=True, slots=True)
class BoundReaction:
    fact: type[Fact]
    reaction: Reaction

    @property
    def publisher(self) -> str:
        return self.fact.TYPE.split(".", 1)[0]


@dataclass(frozen=True, slots=True)
class BoundQuestion:
    """answer(connection, **fields) gives JSON values; `before` runs first, for what must be fresh."""

    shape: type[Question]
    answer: Callable[..., dict[str, Any]]
    before: Callable[[Any], Awaitable[None]] | None = None


class TablesDisagree(Exception):
    """A command or fact has no use case, or a use case has no shape."""


def bind_commands(
    shapes: Sequence[type[Command]], handlers: Mapping[str, Callable[..., None]]
) -> dict[str, BoundCommand]:
    """Every command has exactly one handler."""
    _must_agree({shape.NAME for shape in shapes}, set(handlers))
    return {shape.NAME: BoundCommand(shape, handlers[shape.NAME]) for shape in shapes}


def bind_reactions(facts: Sequence[type[Fact]], reactions: Mapping[str, Reaction]) -> dict[str, BoundReaction]:
    """Subject to reaction; every fact listened to has exactly one."""
    _must_agree({fact.TYPE for fact in facts}, set(reactions))
    return {fact.subject(): BoundReaction(fact, reactions[fact.TYPE]) for fact in facts}


def answering(
    shape: type[Question],
    answer: Callable[..., dict[str, Any]],
    *,
    before: Callable[[Any], Awaitable[None]] | None = None,
) -> BoundQuestion:
    return BoundQuestion(shape, answer, before)


def _must_agree(shapes: set[str], handlers: set[str]) -> None:
    if shapes != handlers:
        raise TablesDisagree(
            f"without handler: {sorted(shapes - handlers)}; without shape: {sorted(handlers - shapes)}"
        )
