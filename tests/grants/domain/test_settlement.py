"""UDPP art. 17, 18 and UFP art. 251: paid, reported, accepted, given back, settled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from grants.domain.settlement import (
    SETTLEMENT,
    AcceptedAboveDisbursed,
    AcceptedAboveSpent,
    AcceptedBeforeReport,
    AcceptedInTheFuture,
    AcceptedLessThanBefore,
    ExpenditureAccepted,
    GrantSettled,
    PaymentNoted,
    ReportAlreadySubmitted,
    ReportBeforeSignature,
    ReportedInTheFuture,
    ReportNotSubmitted,
    SpentAboveContract,
    SpentAboveDisbursed,
    TaskNotEnded,
    accept_report,
    mark_report_due,
    note_payment,
    note_return,
    settle_grant,
    submit_report,
)
from shared.kernel.refusal import Refusal
from tests.grants.facts import (
    ALL_ACCEPTED,
    GRANT_SETTLED,
    PAID_ALL,
    PAID_FIRST,
    REPORT_ACCEPTED,
    REPORT_FALLEN_DUE,
    REPORT_SUBMITTED,
    RETURNED,
)
from tests.support.scenario import Scenario

PAY_ALL = partial(
    note_payment,
    grant_id="grant-1",
    programme_id="torun-2025",
    disbursed_total_grosze=3_000_000,
    value_on=date(2025, 5, 15),
)
GIVE_BACK = partial(
    note_return,
    grant_id="grant-1",
    programme_id="torun-2025",
    disbursed_total_grosze=3_000_000,
    returned_total_grosze=100_000,
    value_on=date(2025, 8, 20),
)
MARK_DUE = partial(
    mark_report_due,
    grant_id="grant-1",
    programme_id="torun-2025",
    organisation_id="club-1",
    task_until=date(2025, 6, 30),
    today=date(2025, 7, 1),
)
REPORT = partial(
    submit_report,
    grant_id="grant-1",
    programme_id="torun-2025",
    organisation_id="club-1",
    spent_grosze=2_900_000,
    submitted_on=date(2025, 7, 20),
    contracted_grosze=3_000_000,
    signed_on=date(2025, 1, 31),
    today=date(2025, 7, 20),
)
ACCEPT = partial(
    accept_report,
    grant_id="grant-1",
    programme_id="torun-2025",
    accepted_grosze=2_900_000,
    accepted_on=date(2025, 8, 10),
    today=date(2025, 8, 10),
)
SETTLE = partial(settle_grant, grant_id="grant-1")


def test_a_payment_is_noted_once_and_an_earlier_total_changes_nothing() -> None:
    Scenario(SETTLEMENT).given(PAID_FIRST).when(PAY_ALL).then(PAID_ALL)
    late = partial(PAY_ALL, disbursed_total_grosze=2_000_000, value_on=date(2025, 2, 15))
    Scenario(SETTLEMENT).given(PAID_ALL).when(late).nothing_happens()


def test_no_history_lowers_a_total_and_the_first_report_is_the_report() -> None:
    state = SETTLEMENT.fold([PAID_ALL, RETURNED, REPORT_SUBMITTED])
    earlier = [PAID_FIRST, replace(RETURNED, returned_total_grosze=1), replace(REPORT_SUBMITTED, spent_grosze=1)]
    assert SETTLEMENT.fold(earlier, state) == state
    settled = SETTLEMENT.fold([GRANT_SETTLED], state)
    assert SETTLEMENT.fold([replace(PAID_ALL, value_on=date(2025, 12, 1)), RETURNED], settled) == settled


def test_a_return_brings_the_total_paid_when_its_own_fact_is_still_on_the_way() -> None:
    Scenario(SETTLEMENT).given(PAID_ALL).when(GIVE_BACK).then(RETURNED)
    paid_by_the_way = PaymentNoted("grant-1", "torun-2025", 3_000_000, date(2025, 8, 20))
    Scenario(SETTLEMENT).when(GIVE_BACK).then(paid_by_the_way, RETURNED)


def test_the_report_falls_due_the_day_after_the_task() -> None:
    last_day = Scenario(SETTLEMENT).when(partial(MARK_DUE, today=date(2025, 6, 30))).refused(TaskNotEnded)
    assert last_day.retryable
    Scenario(SETTLEMENT).when(MARK_DUE).then(REPORT_FALLEN_DUE)


def test_a_report_that_is_in_does_not_fall_due() -> None:
    Scenario(SETTLEMENT).given(PAID_ALL, REPORT_SUBMITTED).when(MARK_DUE).nothing_happens()


@pytest.mark.parametrize(
    ("change", "broken", "retryable"),
    [
        ({"submitted_on": date(2025, 1, 30)}, ReportBeforeSignature, False),
        ({"today": date(2025, 7, 19)}, ReportedInTheFuture, False),
        ({"spent_grosze": 3_000_001}, SpentAboveContract, False),
        ({"spent_grosze": 2_000_001}, SpentAboveDisbursed, True),
    ],
)
def test_a_report_keeps_to_contract_and_payment(
    change: dict[str, object], broken: type[Refusal], retryable: bool
) -> None:
    refusal = Scenario(SETTLEMENT).given(PAID_FIRST).when(partial(REPORT, **change)).refused(broken)
    assert refusal.retryable is retryable


def test_a_report_may_tell_that_all_was_spent_on_the_day_of_signing() -> None:
    first_day = date(2025, 1, 31)
    all_at_once = partial(REPORT, spent_grosze=3_000_000, submitted_on=first_day, today=first_day)
    Scenario(SETTLEMENT).given(PAID_ALL).when(all_at_once).then(
        replace(REPORT_SUBMITTED, spent_grosze=3_000_000, submitted_on=first_day)
    )


def test_all_that_was_paid_may_be_accepted_on_the_day_of_the_report() -> None:
    day = REPORT_SUBMITTED.submitted_on
    reported = replace(REPORT_SUBMITTED, spent_grosze=3_000_000)
    Scenario(SETTLEMENT).given(PAID_ALL, reported).when(
        partial(ACCEPT, accepted_grosze=3_000_000, accepted_on=day, today=day)
    ).then(
        replace(REPORT_ACCEPTED, accepted_on=day),
        ExpenditureAccepted("grant-1", "torun-2025", 3_000_000, 3_000_000, day, 3_000_000),
    )


def test_a_contract_has_one_report() -> None:
    Scenario(SETTLEMENT).given(PAID_ALL).when(REPORT).then(REPORT_SUBMITTED)
    reported = Scenario(SETTLEMENT).given(PAID_ALL, REPORT_SUBMITTED)
    reported.when(partial(REPORT, spent_grosze=2_800_000)).refused(ReportAlreadySubmitted)


def test_acceptance_needs_the_report() -> None:
    Scenario(SETTLEMENT).given(PAID_ALL).when(ACCEPT).refused(ReportNotSubmitted)


def test_an_accepted_report_tells_the_money_accepted() -> None:
    Scenario(SETTLEMENT).given(PAID_ALL, REPORT_SUBMITTED).when(ACCEPT).then(REPORT_ACCEPTED, ALL_ACCEPTED)


def test_a_report_accepted_with_nothing_tells_no_money() -> None:
    nothing = partial(ACCEPT, accepted_grosze=0)
    Scenario(SETTLEMENT).given(PAID_ALL, REPORT_SUBMITTED).when(nothing).then(REPORT_ACCEPTED)


def test_a_later_acceptance_tells_only_the_part_newly_accepted() -> None:
    part = ExpenditureAccepted("grant-1", "torun-2025", 2_000_000, 2_000_000, date(2025, 8, 10), 3_000_000)
    more = ExpenditureAccepted("grant-1", "torun-2025", 900_000, 2_900_000, date(2025, 8, 10), 3_000_000)
    Scenario(SETTLEMENT).given(PAID_ALL, REPORT_SUBMITTED, REPORT_ACCEPTED, part).when(ACCEPT).then(more)


@pytest.mark.parametrize(
    ("change", "broken", "retryable"),
    [
        ({"accepted_on": date(2025, 7, 19)}, AcceptedBeforeReport, False),
        ({"today": date(2025, 8, 9)}, AcceptedInTheFuture, False),
        ({"accepted_grosze": 2_900_001}, AcceptedAboveSpent, False),
        ({"accepted_grosze": 2_800_001}, AcceptedAboveDisbursed, True),
    ],
)
def test_acceptance_keeps_to_the_report_and_to_what_was_paid_and_kept(
    change: dict[str, object], broken: type[Refusal], retryable: bool
) -> None:
    much_returned = replace(RETURNED, returned_total_grosze=200_000)
    history = Scenario(SETTLEMENT).given(PAID_ALL, REPORT_SUBMITTED, much_returned)
    assert history.when(partial(ACCEPT, **change)).refused(broken).retryable is retryable


def test_what_was_accepted_is_not_taken_back() -> None:
    history = Scenario(SETTLEMENT).given(PAID_ALL, REPORT_SUBMITTED, REPORT_ACCEPTED, ALL_ACCEPTED)
    history.when(partial(ACCEPT, accepted_grosze=2_899_999)).refused(AcceptedLessThanBefore)


def test_a_grant_is_settled_when_the_return_comes_after_the_acceptance() -> None:
    accepted = Scenario(SETTLEMENT).given(PAID_ALL, REPORT_SUBMITTED, REPORT_ACCEPTED, ALL_ACCEPTED)
    accepted.when(SETTLE).nothing_happens()
    accepted.given(RETURNED).when(SETTLE).then(GRANT_SETTLED)


def test_a_grant_is_settled_when_the_return_comes_before_the_acceptance() -> None:
    reported = Scenario(SETTLEMENT).given(PAID_ALL, REPORT_SUBMITTED, RETURNED)
    reported.when(SETTLE).nothing_happens()
    reported.given(REPORT_ACCEPTED, ALL_ACCEPTED).when(SETTLE).then(GRANT_SETTLED)


def test_a_grant_given_back_whole_is_settled_with_nothing_accepted() -> None:
    all_back = replace(RETURNED, returned_total_grosze=3_000_000)
    Scenario(SETTLEMENT).given(PAID_ALL, REPORT_SUBMITTED, all_back, REPORT_ACCEPTED).when(SETTLE).then(
        GrantSettled("grant-1", "torun-2025", "club-1", 0, 3_000_000, date(2025, 8, 20))
    )


def test_at_first_nothing_is_owed_and_nothing_is_settled() -> None:
    first = SETTLEMENT.initial
    assert (first.disbursed_grosze, first.unsettled_grosze, first.settled) == (0, 0, False)


def test_a_grant_without_a_known_payment_is_not_settled() -> None:
    spent_nothing = replace(REPORT_SUBMITTED, spent_grosze=0)
    Scenario(SETTLEMENT).given(spent_nothing, REPORT_ACCEPTED).when(SETTLE).nothing_happens()


def test_a_return_above_what_was_owed_does_not_settle() -> None:
    too_much = replace(RETURNED, returned_total_grosze=100_001)
    history = Scenario(SETTLEMENT).given(PAID_ALL, REPORT_SUBMITTED, REPORT_ACCEPTED, ALL_ACCEPTED, too_much)
    history.when(SETTLE).nothing_happens()


def test_a_payment_after_the_settlement_undoes_it_until_the_money_is_back() -> None:
    settled = (PAID_ALL, REPORT_SUBMITTED, REPORT_ACCEPTED, ALL_ACCEPTED, RETURNED, GRANT_SETTLED)
    Scenario(SETTLEMENT).given(*settled).when(SETTLE).nothing_happens()
    paid_more = PaymentNoted("grant-1", "torun-2025", 3_500_000, date(2025, 9, 1))
    Scenario(SETTLEMENT).given(*settled, paid_more).when(SETTLE).nothing_happens()
    more_back = replace(RETURNED, returned_total_grosze=600_000, value_on=date(2025, 9, 10))
    Scenario(SETTLEMENT).given(*settled, paid_more, more_back).when(SETTLE).then(
        GrantSettled("grant-1", "torun-2025", "club-1", 2_900_000, 600_000, date(2025, 9, 10))
    )
