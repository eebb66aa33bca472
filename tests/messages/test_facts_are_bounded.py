"""A listener rests on a fact's numbers: one that nobody could mean makes the fact unreadable, and it is parked."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import TypeAdapter

from shared.hosting.service import Service
from shared.kernel.money import GROSZE_MAX
from shared.messages import fields
from shared.transport.inbox import Inbox
from tests.messages.catalogue import APPROVED, shape_of

NOBODY_MEANS = [-1, GROSZE_MAX + 1, 2**63, 10**30, 1.5, "1", True]


def numbers(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The places of all whole numbers in a fact's data."""
    if isinstance(value, dict):
        return [found for name, part in value.items() for found in numbers(part, (*path, name))]
    if isinstance(value, list):
        return [found for i, part in enumerate(value) for found in numbers(part, (*path, i))]
    return [path] if type(value) is int else []


def with_number(data: Any, path: tuple[Any, ...], number: object) -> Any:
    changed = json.loads(json.dumps(data))
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = number
    return changed


def test_every_number_of_every_fact_has_a_least_and_a_greatest_value(described: Service) -> None:
    unbounded = [
        f"{fact.subject()} {path}"
        for fact in described.facts
        for path, part in _integers(shape_of(fact))
        if not {"minimum", "maximum"} <= part.keys()
    ]
    assert not unbounded


def test_a_fact_with_a_number_that_nobody_could_mean_is_parked(described: Service) -> None:
    inbox = Inbox(described.name, described.subscriptions)
    taken = []
    for subject, bound in described.subscriptions.items():
        envelope = json.loads((APPROVED / f"{subject}.json").read_text())
        for path in numbers(envelope["data"]):
            for number in NOBODY_MEANS:
                body = json.dumps(envelope | {"data": with_number(envelope["data"], path, number)}).encode()
                message = inbox.work(body, publisher=bound.publisher).message
                if message is None or not (message.park_because or "").startswith("unreadable: "):
                    taken.append(f"{subject} {path} = {number!r}")
    assert not taken


DEEDS = {"grants.annex-signed.v1", "grants.contract-terminated.v1"}
"""A deed is a fact also where no money follows: an annex that changes days, the end of a contract that is all paid."""


@pytest.mark.parametrize("number", [0, -5])
def test_a_fact_that_moves_nothing_is_no_fact(everybody: list[Service], number: int) -> None:
    for service in everybody:
        for fact in service.facts:
            properties = shape_of(fact)["properties"]
            if "amount_grosze" in properties and (number or fact.subject() not in DEEDS):
                assert properties["amount_grosze"]["minimum"] > number, fact.subject()


@pytest.mark.parametrize("word", ["torun-٢٠٢٥", "torun-२०२५", "torun-２０２５"])
def test_a_year_in_other_digits_is_no_year(word: str) -> None:
    class Asked(fields.Question):
        programme: fields.ProgrammeId

    with pytest.raises(ValueError, match="programme"):
        Asked(programme=word)


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (fields.LineId, "sport.wsir.٩٢٦-92605-2360"),
        (fields.Krs, "٠٠٠٠٠٢٨٨٦٠"),
        (fields.Nip, "٥٢٦٠٢٥٠٢٧٤"),
        (fields.Nrb, "٦١١٠٩٠١٠١٤٠٠٠٠٠٧١٢١٩٨١٢٨٧٤"),
    ],
    ids=["line", "KRS", "NIP", "NRB"],
)
def test_a_number_in_other_digits_is_no_number(kind: Any, word: str) -> None:
    with pytest.raises(ValueError, match="pattern"):
        TypeAdapter(kind).validate_python(word)


def _integers(shape: Any, path: str = "") -> list[tuple[str, dict[str, Any]]]:
    if isinstance(shape, list):
        return [found for part in shape for found in _integers(part, path)]
    if not isinstance(shape, dict):
        return []
    own = [(path, shape)] if shape.get("type") == "integer" else []
    return own + [found for name, part in shape.items() for found in _integers(part, f"{path}/{name}")]
