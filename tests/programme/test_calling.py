"""Calls at the desk: a call and its money are one transaction; a cut reaches an opened call whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

import pytest

from programme import usecases
from programme.domain.budget import BUDGET
from programme.domain.budget import decisions as budgets
from programme.domain.budget.refusals import CutNotCovered, CutPending, DayInTheFuture, LineExceeded
from programme.domain.call import CALL, CallApproved, CallPoolMoved
from programme.domain.call.refusals import CallUnknown, PoolNotUsed
from programme.domain.call_series import NumberTaken
from programme.domain.execution import EXECUTION
from programme.usecases.executing import unanswered_offers
from shared.eventstore.desk import Desk, Noted
from shared.eventstore.records import Act
from shared.kernel.aggregate import Aggregate
from tests.programme.calls import LINE, TERMS, P
from tests.programme.makers import figures

ACCOUNT = f"line/{LINE}/call/c1"
APPROVAL = {"call_id": "c1", "pool_grosze": 20_000_000, "approved_on": date(2024, 11, 29), "document": "PMT 411/24"}
DRAFT = {**asdict(TERMS), "criteria": [asdict(criterion) for criterion in TERMS.criteria]}


class Office:
    """Streams kept in memory; commands and facts go in by their wire names."""

    def __init__(self) -> None:
        self.recorded: list[Noted] = []
        self.states: dict[str, tuple[Any, int]] = {}

    def give(self, name: str, /, *, on: date, **fields: Any) -> list[object]:
        handler: Callable[..., None] = usecases.COMMANDS.get(name) or usecases.REACTIONS[name].handler
        desk = self.desk(on)
        handler(desk, **fields)
        self.recorded += desk.noted
        self.states |= desk.states
        return [noted.event for noted in desk.noted]

    def desk(self, on: date) -> Desk:
        noon = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
        return Desk(Act("somebody", "torun", noon, on, "c"), self._look_up)

    def state(self, aggregate: Aggregate[Any], key: str) -> Any:
        return self._look_up(aggregate, aggregate.stream(key))[0]

    def _look_up(self, aggregate: Aggregate[Any], stream: str) -> tuple[Any, int]:
        return self.states.get(stream, (aggregate.initial, 0))


@pytest.fixture
def office() -> Office:
    """A draft budget of 500 000 PLN, of which 300 000 lie on the line, and a call drafted on it."""
    made = Office()
    day = date(2024, 11, 14)
    made.give(
        "submit-budget-draft", on=day, programme_id=P, limit_grosze=50_000_000, submitted_on=day, document="draft"
    )
    made.give("allocate-area", on=day, programme_id=P, line_id=LINE, amount_grosze=30_000_000, document="plan")
    made.give("draft-call", on=date(2024, 11, 20), **DRAFT)
    return made


def test_an_approval_takes_the_pool_from_the_line_in_the_same_transaction(office: Office) -> None:
    approved, entry = office.give("approve-call", on=date(2024, 11, 29), **APPROVAL)
    assert isinstance(approved, CallApproved)
    assert (entry.fact, entry.amount_grosze, entry.effective_on) == ("CallOpened", 20_000_000, date(2024, 11, 29))
    assert figures(office.state(BUDGET, P)) == {"free": 20_000_000, "allocated": 10_000_000, "opened": 20_000_000}
    assert office.give("approve-call", on=date(2024, 11, 30), **APPROVAL) == []


def test_what_the_line_does_not_hold_is_not_approved_and_nothing_is_left_half_done(office: Office) -> None:
    office.give("draft-call", on=date(2024, 11, 21), **DRAFT | {"pool_grosze": 30_000_001})
    before = dict(office.states)
    with pytest.raises(LineExceeded) as refused:
        office.give("approve-call", on=date(2024, 11, 29), **APPROVAL | {"pool_grosze": 30_000_001})
    assert refused.value.field == "data.pool_grosze"
    assert office.states == before


def test_an_order_is_not_recorded_before_its_day(office: Office) -> None:
    with pytest.raises(DayInTheFuture) as refused:
        office.give("approve-call", on=date(2024, 11, 28), **APPROVAL)
    assert refused.value.field == "data.approved_on"


def test_two_calls_do_not_bear_one_number(office: Office) -> None:
    with pytest.raises(NumberTaken):
        office.give("draft-call", on=date(2024, 11, 21), **DRAFT | {"call_id": "c2"})
    assert office.give("draft-call", on=date(2024, 11, 21), **DRAFT | {"call_id": "c2", "number": "19.2/2025"})


def test_a_pool_that_is_changed_is_a_fact_of_the_call_and_an_entry_of_the_journal(office: Office) -> None:
    office.give("approve-call", on=date(2024, 11, 29), **APPROVAL)
    entry, moved = office.give(
        "change-call-pool", on=date(2024, 12, 3), call_id="c1", pool_change_grosze=-5_000_000, document="PMT 420/24"
    )
    assert (entry.fact, entry.amount_grosze) == ("CallPoolReduced", 5_000_000)
    assert moved == CallPoolMoved("c1", P, -5_000_000, 15_000_000, date(2024, 12, 3), "PMT 420/24")


def test_a_cut_below_the_opened_calls_is_pending_and_is_carried_out_whole_or_not_at_all(office: Office) -> None:
    """A call on the draft budget (art. 13(5)); then the council adopts less than what is announced."""
    office.give("approve-call", on=date(2024, 11, 29), **APPROVAL)
    day = date(2024, 12, 19)
    office.give(
        "adopt-budget", on=day, programme_id=P, limit_grosze=15_000_000, resolution_number="120/24", adopted_on=day
    )
    budget = office.state(BUDGET, P)
    assert budget.cut_pending == 15_000_000
    assert figures(budget) == {"allocated": 10_000_000, "opened": 20_000_000}
    with pytest.raises(CutPending):
        budgets.reserve_funds(
            budget,
            programme_id=P,
            call_id="c1",
            grant_id="g1",
            decision_no=1,
            amount_grosze=1,
            on=day,
            caused_by=None,
        )
    line = {"account": f"line/{LINE}", "amount_grosze": 10_000_000}
    before = dict(office.states)
    with pytest.raises(CutNotCovered):
        office.give("carry-out-cut", on=day, programme_id=P, releases=[line], document="order")
    assert office.states == before
    call = {"account": ACCOUNT, "amount_grosze": 5_000_000}
    *_, moved = office.give("carry-out-cut", on=day, programme_id=P, releases=[line, call], document="order")
    assert moved == CallPoolMoved("c1", P, -5_000_000, 15_000_000, day, "order")
    assert figures(office.state(BUDGET, P)) == {"opened": 15_000_000}
    assert office.state(CALL, "c1").pool_grosze == 15_000_000


def test_a_rolling_call_asks_the_budget_what_is_left(office: Office) -> None:
    rolling = DRAFT | {"rolling": True, "choice_on": None, "legal_basis": "udpp-11a"}
    office.give("draft-call", on=date(2024, 11, 21), **rolling)
    office.give("approve-call", on=date(2024, 11, 29), **APPROVAL)
    office.give(
        "plan-call-announcement",
        on=date(2024, 12, 2),
        call_id="c1",
        appears_on=date(2024, 12, 2),
        offers_until_local="2025-09-01T00:00",
    )
    with pytest.raises(PoolNotUsed):
        office.give("stop-rolling-call", on=date(2024, 12, 9), call_id="c1")
    office.give(
        "change-call-pool", on=date(2024, 12, 9), call_id="c1", pool_change_grosze=-19_900_000, document="PMT 1"
    )
    (stopped,) = office.give("stop-rolling-call", on=date(2024, 12, 9), call_id="c1")
    assert stopped.offers_until == datetime(2024, 12, 9, 12, tzinfo=UTC)


def test_what_grants_says_of_offers_decides_between_resolution_and_annulment(office: Office) -> None:
    office.give("approve-call", on=date(2024, 11, 29), **APPROVAL)
    offer = {"call_id": "c1", "offer_id": "o1", "organisation_id": "org"}
    assert office.give("grants.offer-submitted", on=date(2024, 12, 9), **offer, requested_grosze=1)
    assert office.give("grants.offer-submitted", on=date(2024, 12, 9), **offer, requested_grosze=1) == []
    assert office.state(EXECUTION, P).offers_of_call("c1") == (1, 1)
    assert office.state(EXECUTION, P).offers_of_call("c2") == (0, 0)
    assert office.give("grants.offer-rejected", on=date(2024, 12, 20), **offer, defect="unsigned")
    assert office.state(EXECUTION, P).offers_of_call("c1") == (1, 0)


def test_an_award_a_rejection_and_a_decision_against_it_are_answers_to_an_offer(office: Office) -> None:
    office.give("approve-call", on=date(2024, 11, 29), **APPROVAL)
    day, org = date(2025, 1, 10), {"call_id": "c1", "organisation_id": "org"}

    def unanswered() -> list[str]:
        return office.state(EXECUTION, P).unanswered("c1")

    for offer in ("o1", "o2", "o3"):
        office.give("grants.offer-submitted", on=day, offer_id=offer, requested_grosze=200_000, **org)
    office.give("grants.offer-rejected", on=day, offer_id="o1", defect="unsigned", **org)
    decided = {"offer_id": "o2", "ground": "pool-used", "decided_on": day, **org}
    assert office.give("grants.offer-not-awarded", on=day, **decided)
    assert office.give("grants.offer-not-awarded", on=day, **decided) == []
    assert unanswered() == ["o3"]
    desk = office.desk(day)
    assert unanswered_offers(desk, desk.state(BUDGET, P), programme_id=P, call_id="c1") == ["o3"]
    proposal = {"grant_id": "o3", "decision_no": 1, "programme_id": P, "amount_grosze": 200_000}
    office.give("grants.award-proposed", on=day, **proposal, **org)
    desk = office.desk(day)
    assert unanswered_offers(desk, desk.state(BUDGET, P), programme_id=P, call_id="c1") == []


def test_a_call_nobody_spoke_of_is_unknown_to_every_command(office: Office) -> None:
    for name, fields in {
        "change-call-pool": {"pool_change_grosze": 1, "document": "d"},
        "resolve-call": {"resolved_on": date(2024, 12, 2)},
        "annul-call": {"ground": "no-offer-submitted", "annulled_on": date(2024, 12, 2)},
        "approve-call": {"pool_grosze": 1, "approved_on": date(2024, 12, 2), "document": "d"},
    }.items():
        with pytest.raises(CallUnknown):
            office.give(name, on=date(2024, 12, 2), call_id="nobody", **fields)
