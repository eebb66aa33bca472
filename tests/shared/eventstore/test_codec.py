"""Stored names and bytes: stable words, upcasters in a chain, and what is read back is what was decided on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from shared.eventstore.codec import Codec, UnknownEvent
from shared.kernel.money import GROSZE_MAX
from shared.kernel.texts import TextRef


@dataclass(frozen=True, slots=True)
class Part:
    number: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Signed:
    grant: str
    amount_grosze: int
    signed_at: datetime
    parts: tuple[Part, ...] = ()
    remark: TextRef | None = None
    final: bool = False


@dataclass(frozen=True, slots=True)
class Renamed:
    amount_grosze: int
    currency: str


CODEC = Codec({"contract.signed.v1": Signed})
SIGNED = Signed(
    "dom-1", 100_00, datetime(2025, 3, 14, 12, tzinfo=UTC), (Part(1, date(2025, 4, 1)),), TextRef("r", "d"), final=True
)


def read_back(event: object, codec: Codec = CODEC) -> Any:
    return codec.event(codec.name(event), json.loads(codec.encoded(event)))


def test_the_bytes_of_an_event_are_these_and_hold_no_python_path() -> None:
    assert CODEC.name(SIGNED) == "contract.signed.v1"
    assert CODEC.encoded(SIGNED) == (
        b'{"amount_grosze":10000,"final":true,"grant":"dom-1","parts":[{"due_on":"2025-04-01","number":1}],'
        b'"remark":{"digest":"d","ref":"r"},"signed_at":"2025-03-14T12:00:00.000Z"}'
    )


@given(
    some.builds(
        Signed,
        grant=some.text(),
        amount_grosze=some.integers(-GROSZE_MAX, GROSZE_MAX),
        signed_at=some.datetimes(timezones=some.just(UTC)).map(
            lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)
        ),
        parts=some.lists(some.builds(Part, number=some.integers(0, 100), due_on=some.dates())).map(tuple),
        remark=some.none() | some.builds(TextRef, ref=some.text(), digest=some.text()),
        final=some.booleans(),
    )
)
def test_what_is_read_back_equals_what_was_recorded(event: Signed) -> None:
    assert read_back(event) == event


@pytest.mark.parametrize(
    "at",
    [
        datetime(2025, 3, 14, 12, 0, 0, 123_456, tzinfo=UTC),
        datetime(2025, 3, 14, 13, 0, 0, 999, tzinfo=timezone(timedelta(hours=1))),
    ],
)
def test_an_instant_is_read_back_to_the_microsecond_else_a_decision_differs_after_a_restart(at: datetime) -> None:
    event = Signed("dom-1", 1, at)
    assert read_back(event) == event


def test_upcasters_are_followed_one_after_another_to_the_current_name() -> None:
    codec = Codec(
        {"contract.priced.v3": Renamed},
        upcasters={
            "contract.priced.v1": ("contract.priced.v2", lambda data: {"amount_grosze": data["zloty"] * 100}),
            "contract.priced.v2": ("contract.priced.v3", lambda data: {**data, "currency": "PLN"}),
        },
    )
    assert codec.event("contract.priced.v1", {"zloty": 5}) == Renamed(500, "PLN")
    assert codec.event("contract.priced.v2", {"amount_grosze": 7}) == Renamed(7, "PLN")
    assert codec.name(Renamed(1, "PLN")) == "contract.priced.v3"


def test_a_name_that_this_code_does_not_know_is_an_error() -> None:
    with pytest.raises(UnknownEvent, match=r"contract\.torn-up\.v1"):
        CODEC.event("contract.torn-up.v1", {})


def test_bytes_that_do_not_fit_their_name_are_an_error() -> None:
    with pytest.raises(ValueError, match="amount_grosze"):
        CODEC.event("contract.signed.v1", {"grant": "dom-1", "signed_at": "2025-03-14T12:00:00Z"})


def test_an_event_without_a_stored_name_cannot_be_recorded() -> None:
    with pytest.raises(KeyError):
        CODEC.name(Renamed(1, "PLN"))


def test_a_class_with_two_current_names_is_refused() -> None:
    with pytest.raises(ValueError, match="two stored names"):
        Codec({"a.b.v1": Signed, "a.c.v1": Signed})
