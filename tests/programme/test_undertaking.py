"""Multi-year commitments: what the council allows, a contract commits and a year's budget confirms (UFP art. 228)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.commitments import fold_commitments
from programme.domain import undertaking
from programme.domain.undertaking import UNDERTAKING
from programme.domain.undertaking.decisions import (
    CommitmentLimitExceeded,
    CommitmentTooLong,
    CommittedOtherwise,
    LimitBelowCommitments,
    NothingCommitted,
    YearNamedTwice,
)
from shared.kernel.commitments import COMMITMENT_POSTINGS
from shared.kernel.refusal import Refusal
from tests.audit.history import History

ON, LINE = date(2025, 3, 3), "sport.wsir.926-92605-2360"


def play(*steps, state=None):
    state = state or UNDERTAKING.initial
    for step in steps:
        state = UNDERTAKING.fold(step(state), state)
    return state


def allow(year, limit):
    return lambda s: undertaking.set_limit(s, undertaking_id="u1", year=year, limit_grosze=limit, on=ON, document="wpf")


def commit(*amounts, grant="g1", document="m1"):
    return lambda s: undertaking.make_commitment(
        s, undertaking_id="u1", grant_id=grant, amounts=amounts, on=ON, document=document
    )


def confirm(year, grant="g1"):
    return lambda s: undertaking.confirm_year(
        s,
        undertaking_id="u1",
        grant_id=grant,
        year=year,
        programme_id=f"torun-{year}",
        line_id=LINE,
        on=ON,
        document="plan",
    )


def reduce(year, amount, grant="g1"):
    return lambda s: undertaking.reduce_year(
        s,
        undertaking_id="u1",
        grant_id=grant,
        year=year,
        programme_id=f"torun-{year}",
        amount_grosze=amount,
        on=ON,
        document="annex",
    )


def left(state):
    return {account: amount for account, amount in state.balances.items() if amount}


ALLOWED = (allow(2026, 500), allow(2027, 300))
EXAMPLES = [
    ("CommitmentLimitSet", "raise", (allow(2026, 500),), {"wpf/2026/limit": -500, "wpf/2026/free": 500}),
    (
        "CommitmentLimitSet",
        "lower",
        (allow(2026, 500), allow(2026, 200)),
        {"wpf/2026/limit": -200, "wpf/2026/free": 200},
    ),
    (
        "MultiYearCommitmentMade",
        "",
        (allow(2026, 500), commit((2026, 120))),
        {"wpf/2026/limit": -500, "wpf/2026/free": 380, "wpf/2026/grant/g1/committed": 120},
    ),
    (
        "YearTrancheConfirmed",
        "",
        (allow(2026, 500), commit((2026, 120)), confirm(2026)),
        {"wpf/2026/limit": -500, "wpf/2026/free": 380, "wpf/2026/grant/g1/confirmed": 120},
    ),
    (
        "YearAmountReduced",
        "committed",
        (allow(2026, 500), commit((2026, 120)), reduce(2026, 20)),
        {"wpf/2026/limit": -500, "wpf/2026/free": 400, "wpf/2026/grant/g1/committed": 100},
    ),
    (
        "YearAmountReduced",
        "confirmed",
        (allow(2026, 500), commit((2026, 120)), confirm(2026), reduce(2026, 120)),
        {"wpf/2026/limit": -500, "wpf/2026/free": 500},
    ),
]


@pytest.mark.parametrize(("row", "case", "steps", "expected"), EXAMPLES, ids=[f"{e[0]} {e[1]}" for e in EXAMPLES])
def test_the_row_moves_money_as_worked_by_hand(row, case, steps, expected):
    assert left(play(*steps)) == expected


def test_every_row_of_the_commitments_table_has_an_example():
    assert {(row.fact, row.case) for row in COMMITMENT_POSTINGS} == {(row, case) for row, case, *_ in EXAMPLES}


def test_all_years_of_a_commitment_are_within_their_limits_or_none_is_committed():
    state = play(*ALLOWED)
    with pytest.raises(CommitmentLimitExceeded):
        commit((2026, 500), (2027, 301))(state)
    assert len(commit((2026, 500), (2027, 300))(state)) == 2


def test_a_commitment_is_made_once_and_its_repeat_does_nothing():
    state = play(*ALLOWED, commit((2026, 100), (2027, 100)))
    assert commit((2027, 100), (2026, 100))(state) == []
    with pytest.raises(CommittedOtherwise):
        commit((2026, 100))(state)


def test_a_contract_of_more_than_five_years_is_refused():
    with pytest.raises(CommitmentTooLong):
        commit((2026, 1), (2031, 1))(play(*ALLOWED))
    with pytest.raises(YearNamedTwice):
        commit((2026, 1), (2026, 1))(play(*ALLOWED))


def test_the_council_does_not_lower_a_year_below_what_is_committed():
    with pytest.raises(LimitBelowCommitments):
        allow(2026, 99)(play(*ALLOWED, commit((2026, 100))))
    assert allow(2026, 500)(play(*ALLOWED)) == []


def test_only_what_was_committed_is_confirmed_once_or_reduced():
    state = play(*ALLOWED, commit((2026, 100)))
    with pytest.raises(NothingCommitted):
        confirm(2027)(state)
    with pytest.raises(NothingCommitted):
        reduce(2026, 101)(state)
    assert confirm(2026)(play(confirm(2026), state=state)) == []


years = st.sampled_from([2026, 2027])
amounts = st.integers(1, 200)
steps = st.one_of(
    st.builds(allow, years, st.integers(0, 300)),
    st.builds(lambda year, amount, grant: commit((year, amount), grant=grant), years, amounts, st.sampled_from("gh")),
    st.builds(confirm, years, st.sampled_from("gh")),
    st.builds(reduce, years, amounts, st.sampled_from("gh")),
)


@given(st.lists(steps, max_size=25))
def test_under_random_histories_each_year_balances_no_account_falls_below_zero_and_the_auditor_agrees(history):
    state, stored = UNDERTAKING.initial, History()
    for step in history:
        try:
            events = step(state)
        except Refusal:
            continue
        state = UNDERTAKING.fold(events, state)
        for event in events:
            data = {name: getattr(event, name) for name in event.__slots__}
            data["transfers"] = [{name: getattr(one, name) for name in one.__slots__} for one in event.transfers]
            stored.add("programme", "undertaking/u1", "undertaking.commitment-posted.v1", ON, **data)
    for year in (2026, 2027):
        assert sum(amount for account, amount in state.balances.items() if f"/{year}/" in account) == 0
    assert all(amount >= 0 or account.endswith("/limit") for account, amount in state.balances.items())
    books = fold_commitments(stored.events)
    assert [book.breaches for book in books.values() if book.breaches] == []
    assert all(dict(book.balances) == dict(state.balances) for book in books.values())


@pytest.mark.parametrize(
    ("field", "value"), [("amount_grosze", 121), ("stated_grosze", 7), ("fact", "YearTrancheConfirmed")]
)
def test_whatever_is_done_to_an_entry_of_the_book_is_found(field, value):
    stored, state = History(), UNDERTAKING.initial
    for step in (allow(2026, 500), commit((2026, 120))):
        for event in step(state):
            state = UNDERTAKING.fold([event], state)
            data = {name: getattr(event, name) for name in event.__slots__}
            data["transfers"] = [{name: getattr(one, name) for name in one.__slots__} for one in event.transfers]
            stored.add("programme", "undertaking/u1", "undertaking.commitment-posted.v1", ON, **data)
    assert fold_commitments(stored.events)["u1"].breaches == []
    stored.events[-1].data[field] = value
    assert fold_commitments(stored.events)["u1"].breaches
