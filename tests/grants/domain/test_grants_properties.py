"""What holds for every history, not only for the ones somebody thought of."""

from __future__ import annotations

from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from grants.adapters.stored_events import CODEC
from grants.domain.award import (
    AWARD,
    AwardDeclined,
    Awarded,
    AwardProposed,
    AwardState,
    award_grant,
    decline_award,
    propose_award,
    refuse_award,
)
from grants.domain.contract import CONTRACT
from grants.domain.known_call import KNOWN_CALL
from grants.domain.known_year import KNOWN_YEAR
from grants.domain.offer import OFFER
from grants.domain.organisation import ORGANISATION
from grants.domain.settlement import (
    SETTLEMENT,
    ExpenditureAccepted,
    Settlement,
    accept_report,
    note_payment,
    note_return,
    settle_grant,
)
from shared.kernel.refusal import Refusal
from tests.grants.facts import CANDIDATE, PAID_ALL, REPORT_ACCEPTED, REPORT_SUBMITTED

CHAPTERS = (ORGANISATION, OFFER, AWARD, CONTRACT, SETTLEMENT, KNOWN_CALL, KNOWN_YEAR)
ANY_EVENT = st.one_of([st.from_type(cls) for cls in CODEC.names.values()])
TODAY = date(2025, 9, 1)


@given(st.lists(ANY_EVENT, max_size=12))
def test_a_fold_of_any_history_never_raises(history: list[object]) -> None:
    for chapter in CHAPTERS:
        chapter.fold(history)


@st.composite
def bank_days(draw: st.DrawFn) -> tuple[list[tuple[int, int, date]], list[int]]:
    """What payments tells, as (paid in all, given back in all, day), and an order of arrival with repeats."""
    told, paid, returned = [], 0, 0
    for day in range(1, draw(st.integers(1, 6)) + 1):
        if draw(st.booleans()) or paid == returned:
            paid += draw(st.integers(1, 1000))
        else:
            returned += draw(st.integers(1, paid - returned))
        told.append((paid, returned, date(2025, 3, day)))
    every = list(range(len(told)))
    repeats = draw(st.lists(st.sampled_from(every), max_size=4))
    return told, draw(st.permutations(every + repeats))


def _hear(state: Settlement, paid: int, returned: int, day: date) -> Settlement:
    """A fact of payments: of a return when anything is back, else of a payment; then the question of balance."""
    if returned:
        events: list[object] = list(
            note_return(
                state,
                grant_id="grant-1",
                programme_id="torun-2025",
                disbursed_total_grosze=paid,
                returned_total_grosze=returned,
                value_on=day,
            )
        )
    else:
        events = list(
            note_payment(
                state, grant_id="grant-1", programme_id="torun-2025", disbursed_total_grosze=paid, value_on=day
            )
        )
    state = SETTLEMENT.fold(events, state)
    return SETTLEMENT.fold(settle_grant(state, grant_id="grant-1"), state)


@given(bank_days())
def test_totals_converge_whatever_the_order_and_however_often_they_come(
    days: tuple[list[tuple[int, int, date]], list[int]],
) -> None:
    told, arrival = days
    state = SETTLEMENT.fold([REPORT_SUBMITTED, REPORT_ACCEPTED])
    for index in arrival:
        state = _hear(state, *told[index])
    paid, returned, _ = told[-1]
    assert (state.disbursed_grosze, state.returned_grosze) == (paid, returned)
    assert state.settled is (paid == returned)


@given(st.lists(st.integers(0, 2_900_000), min_size=1, max_size=8))
def test_the_parts_newly_accepted_add_up_to_what_is_accepted(wishes: list[int]) -> None:
    state = SETTLEMENT.fold([PAID_ALL, REPORT_SUBMITTED])
    told = 0
    for wish in wishes:
        try:
            events = accept_report(
                state,
                grant_id="grant-1",
                programme_id="torun-2025",
                accepted_grosze=wish,
                accepted_on=TODAY,
                today=TODAY,
            )
        except Refusal:
            continue
        told += sum(event.amount_grosze for event in events if isinstance(event, ExpenditureAccepted))
        state = SETTLEMENT.fold(events, state)
    assert told == state.accepted_grosze <= state.disbursed_grosze


class _Programme:
    """Answers each proposal once, for ever, and holds what it said yes to until it hears of a decline."""

    def __init__(self, answers: list[bool]) -> None:
        self.answers = answers
        self.proposals: list[AwardProposed] = []
        self.declined: set[int] = set()

    def hear(self, events: list[object]) -> None:
        self.proposals += [event for event in events if isinstance(event, AwardProposed)]
        self.declined |= {event.decision_no for event in events if isinstance(event, AwardDeclined)}

    def says_yes(self, proposal: AwardProposed) -> bool:
        return self.answers[proposal.decision_no % len(self.answers)]

    def held(self) -> list[int]:
        return [p.decision_no for p in self.proposals if self.says_yes(p) and p.decision_no not in self.declined]


def _act(state: AwardState, act: str) -> list[object]:
    try:
        if act == "decline":
            return list(decline_award(state, grant_id="grant-1", declined_on=TODAY, signed=False, today=TODAY))
        return list(propose_award(state, grant_id="grant-1", amount_grosze=int(act.split()[1]), candidate=CANDIDATE))
    except Refusal:
        return []


def _hear_answer(state: AwardState, programme: _Programme, proposal: AwardProposed) -> list[object]:
    number, amount = proposal.decision_no, proposal.amount_grosze
    if programme.says_yes(proposal):
        return list(award_grant(state, decision_no=number, amount_grosze=amount, today=TODAY))
    return list(refuse_award(state, decision_no=number, reason="call-pool-exhausted"))


@given(
    acts=st.lists(st.sampled_from(["propose 300", "propose 200", "decline", "answer", "old answer"]), max_size=30),
    answers=st.lists(st.booleans(), min_size=1, max_size=6),
    chosen=st.randoms(use_true_random=False),
)
def test_what_programme_holds_in_the_end_is_what_stands(acts: list[str], answers: list[bool], chosen: Random) -> None:
    programme, state = _Programme(answers), AWARD.initial
    for act in [*acts, "answer"]:
        if not act.endswith("answer"):
            events = _act(state, act)
        elif programme.proposals:
            last = programme.proposals[-1]
            events = _hear_answer(state, programme, chosen.choice(programme.proposals) if act == "old answer" else last)
        else:
            events = []
        programme.hear(events)
        state = AWARD.fold(events, state)
    assert [p.decision_no for p in programme.proposals] == list(range(1, len(programme.proposals) + 1))
    assert programme.held() == ([state.proposal.decision_no] if isinstance(state, Awarded) else [])
