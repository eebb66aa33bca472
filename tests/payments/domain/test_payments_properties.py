"""What holds for every history: folds never raise, repeats are quiet, totals are sums."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.domain import payment, tranche_plan
from payments.domain.payment import PAYMENT
from payments.domain.payment_order import PAYMENT_ORDER
from payments.domain.register_row import REGISTER_ROW
from payments.domain.statement import STATEMENT
from payments.domain.tranche_plan import TRANCHE_PLAN, Plan
from shared.kernel.aggregate import Aggregate
from shared.kernel.refusal import Refusal
from tests.payments.facts import ACCOUNT, EVERY_FACT, NOTED, PLANNED

AGGREGATES = [TRANCHE_PLAN, PAYMENT, PAYMENT_ORDER, STATEMENT, REGISTER_ROW]
DAY = date(2025, 3, 4)
histories = st.lists(st.sampled_from([*EVERY_FACT, object(), None, "noise"]), max_size=30)


@pytest.mark.parametrize("aggregate", AGGREGATES, ids=lambda aggregate: aggregate.category)
@given(history=histories)
def test_a_fold_of_any_history_never_raises(aggregate: Aggregate[Any], history: list[object]) -> None:
    aggregate.fold(history)


@pytest.mark.parametrize("aggregate", AGGREGATES, ids=lambda aggregate: aggregate.category)
@given(history=histories)
def test_facts_of_others_change_nothing(aggregate: Aggregate[Any], history: list[object]) -> None:
    chapter = f"payments.domain.{aggregate.category.replace('-', '_')}.events"
    own = [fact for fact in history if type(fact).__module__ == chapter]
    assert aggregate.fold(history) == aggregate.fold(own)


movements = st.lists(
    st.one_of(
        st.tuples(st.just("debit"), st.integers(1, 3), st.integers(1, 10**9)),
        st.tuples(st.just("credit"), st.just(0), st.integers(1, 10**9)),
    ),
    max_size=20,
)


@given(movements)
def test_totals_are_the_sums_of_what_was_believed(movements: list[tuple[str, int, int]]) -> None:
    state = TRANCHE_PLAN.fold([PLANNED])
    paid: dict[int, int] = {}
    back = 0
    for number, (direction, tranche, amount) in enumerate(movements, start=1):
        facts: list[Any]
        if direction == "debit":
            facts = tranche_plan.witness_debit(
                state,
                tranche_number=tranche,
                amount_grosze=amount,
                value_on=DAY,
                statement_id="st",
                line_number=number,
                ordered=True,
            )
            assert bool(facts) == (tranche in (1, 2) and tranche not in paid)
            if facts:
                paid[tranche] = amount
        else:
            facts = tranche_plan.witness_credit(
                state, amount_grosze=amount, value_on=DAY, statement_id="st", line_number=number
            )
            back += amount
        state = TRANCHE_PLAN.fold(facts, state)
        if facts:
            assert facts[0].disbursed_total_grosze == sum(paid.values())
    assert isinstance(state, Plan)
    assert (state.disbursed_total_grosze, state.returned_total_grosze) == (sum(paid.values()), back)


@given(st.lists(st.integers(1, 200_000), max_size=20))
def test_register_payments_never_pass_the_grant_whatever_is_tried(amounts: list[int]) -> None:
    state = TRANCHE_PLAN.fold([NOTED])
    taken = 0
    for amount in amounts:
        try:
            facts = tranche_plan.take_over_payment(
                state,
                payment_id="p",
                grant_id="row-1",
                programme_id="torun-2018",
                amount_grosze=amount,
                value_on=DAY,
                evidence="register",
            )
        except Refusal:
            assert taken + amount > NOTED.amount_grosze
            continue
        taken += amount
        state = TRANCHE_PLAN.fold(facts, state)
        assert facts[0].disbursed_total_grosze == taken <= NOTED.amount_grosze


people = st.sampled_from(["p-1", "p-2", "p-3"])
wishes = st.lists(
    st.one_of(
        st.tuples(st.just("prepare"), people),
        st.tuples(st.just("authorise"), people),
        st.tuples(st.just("order"), st.sampled_from(["order-1", "order-2"])),
        st.tuples(st.just("pay"), st.just("st")),
    ),
    max_size=12,
)


@given(wishes)
def test_whatever_is_wished_two_people_stand_behind_every_order_and_repeats_are_quiet(
    wishes: list[tuple[str, str]],
) -> None:
    state = PAYMENT.initial
    for what, who in wishes:
        try:
            facts = _decide(state, what, who)
        except Refusal:
            continue
        state = PAYMENT.fold(facts, state)
        assert _decide(state, what, who) == []
    if state.order_id:
        assert state.prepared is not None
        assert state.authorised_by not in {None, state.prepared.prepared_by}


def _decide(state: payment.Payment, what: str, who: str) -> list[Any]:
    place: dict[str, Any] = {"grant_id": "grant-1", "tranche_number": 1}
    terms = {"programme_id": "torun-2025", "organisation_id": "org-1", "bank_account": ACCOUNT}
    if what == "prepare":
        return list(payment.prepare_payment(state, **place, **terms, amount_grosze=1, prepared_by=who))
    if what == "authorise":
        return list(payment.authorise_payment(state, **place, authorised_by=who))
    if what == "order":
        return list(payment.order_payment(state, **place, order_id=who, execute_on=DAY))
    return list(payment.witness_disbursement(state, **place, amount_grosze=1, value_on=DAY, statement_id=who))
