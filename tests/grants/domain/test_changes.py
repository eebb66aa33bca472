"""What may become of an award and of a signed contract, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from grants.domain import award, contract, increase, settlement
from grants.domain.award import AWARD, Ended
from grants.domain.award.decisions import (
    AwardAwaitsAnswer,
    DeclinedBeforeAward,
    DeclinedInTheFuture,
    NoAwardStands,
    PromiseSigned,
)
from grants.domain.contract import CONTRACT, Tranche
from grants.domain.contract.changes import (
    AnnexAfterTask,
    AnnexBeforeContract,
    AnnexBelowPaid,
    ContractEnded,
    IncreaseNotHeld,
    IncreaseStillOpen,
    WithdrawnAfterPayment,
)
from grants.domain.contract.decisions import ContractUnknown
from grants.domain.contract.rules import CutPending, SignedInTheFuture, TranchesDoNotAddUp, YearNotInForce
from grants.domain.increase import INCREASE
from grants.domain.increase.decisions import (
    ContractNotRunning,
    DroppedInTheFuture,
    IncreaseAwaitsAnswer,
    NoIncreaseHeld,
    OneIncreaseAtATime,
)
from grants.domain.settlement import SETTLEMENT
from grants.domain.settlement.rules import WithdrawnAboveAccepted, WithdrawnBeforeAcceptance, WithdrawnInTheFuture
from tests.grants.facts import (
    ALL_ACCEPTED,
    ANNEX_UP,
    CONTRACT_SIGNED,
    GRANT_SETTLED,
    GRANT_TAKEN_OVER,
    INCREASE_DROPPED,
    INCREASE_HELD,
    INCREASE_PROPOSED,
    INCREASE_REFUSED,
    INCREASE_SIGNED,
    LAPSED,
    PAID_ALL,
    PAID_FIRST,
    REPORT_ACCEPTED,
    REPORT_SUBMITTED,
    RETURNED,
    REVOKED,
    SENT_BACK,
    TERMINATED,
    TRANCHES,
    WITHDRAWN,
    award_proposed,
    grant_awarded,
)

TODAY = date(2025, 4, 25)
AWARDED = (award_proposed(), grant_awarded())


def lapse(*history, on=date(2025, 2, 20), signed=False):
    return award.lapse_award(AWARD.fold(history), grant_id="grant-1", lapsed_on=on, signed=signed, today=TODAY)


def revoke(*history, on=date(2025, 2, 20), signed=False, ground="budget-cut"):
    state = AWARD.fold(history)
    return award.revoke_award(state, grant_id="grant-1", ground=ground, revoked_on=on, signed=signed, today=TODAY)


@pytest.mark.parametrize(("end", "fact"), [(lapse, LAPSED), (revoke, REVOKED)])
def test_an_award_ends_without_a_contract_once_and_its_number_is_spent(end, fact):
    assert end(*AWARDED) == [fact]
    assert end(*AWARDED, fact) == []
    state = AWARD.fold((*AWARDED, fact))
    assert isinstance(state, Ended)
    assert AWARD.fold((*AWARDED, fact, award_proposed(2))).proposal.decision_no == 2


@pytest.mark.parametrize("end", [lapse, revoke])
def test_only_a_standing_unsigned_award_ends_and_not_before_it_was_made_nor_tomorrow(end):
    with pytest.raises(PromiseSigned):
        end(*AWARDED, signed=True)
    with pytest.raises(DeclinedBeforeAward):
        end(*AWARDED, on=date(2025, 1, 19))
    with pytest.raises(DeclinedInTheFuture):
        end(*AWARDED, on=date(2025, 4, 26))
    with pytest.raises(AwardAwaitsAnswer):
        end(award_proposed())
    with pytest.raises(NoAwardStands):
        end(*AWARDED, LAPSED, on=date(2025, 2, 21))


def propose(*history, amount=500_000, ended=False):
    return increase.propose_increase(
        INCREASE.fold(history),
        grant_id="grant-1",
        programme_id="torun-2025",
        call_id="call-1",
        award_decision_no=1,
        amount_grosze=amount,
        ended=ended,
    )


def test_an_increase_takes_the_number_after_the_awards_and_one_stands_at_a_time():
    assert propose() == [INCREASE_PROPOSED]
    assert propose(INCREASE_PROPOSED) == []
    assert propose(INCREASE_PROPOSED, INCREASE_HELD) == []
    with pytest.raises(OneIncreaseAtATime):
        propose(INCREASE_PROPOSED, amount=1)
    with pytest.raises(ContractNotRunning):
        propose(ended=True)
    for end in (INCREASE_REFUSED,), (INCREASE_HELD, INCREASE_SIGNED), (INCREASE_HELD, INCREASE_DROPPED):
        assert propose(INCREASE_PROPOSED, *end) == [replace(INCREASE_PROPOSED, decision_no=3)]


def test_only_the_number_that_waits_takes_programmes_answer():
    asked = INCREASE.fold([INCREASE_PROPOSED])
    assert increase.hold_increase(asked, decision_no=2) == [INCREASE_HELD]
    assert increase.hold_increase(asked, decision_no=1) == []
    assert increase.refuse_increase(asked, decision_no=2, reason="increase-not-covered") == [INCREASE_REFUSED]
    held = INCREASE.fold([INCREASE_PROPOSED, INCREASE_HELD])
    assert increase.hold_increase(held, decision_no=2) == []
    assert increase.refuse_increase(held, decision_no=2, reason="late") == []


def test_a_held_increase_is_dropped_and_no_other():
    def drop(*history, on=date(2025, 4, 10)):
        return increase.drop_increase(INCREASE.fold(history), grant_id="grant-1", dropped_on=on, today=TODAY)

    assert drop(INCREASE_PROPOSED, INCREASE_HELD) == [INCREASE_DROPPED]
    assert drop(INCREASE_PROPOSED, INCREASE_HELD, INCREASE_DROPPED) == []
    with pytest.raises(IncreaseAwaitsAnswer):
        drop(INCREASE_PROPOSED)
    with pytest.raises(NoIncreaseHeld):
        drop()
    with pytest.raises(DroppedInTheFuture):
        drop(INCREASE_PROPOSED, INCREASE_HELD, on=date(2025, 4, 26))


def sign(*history, **otherwise):
    wish = {
        "annex_number": ANNEX_UP.annex_number,
        "contract_amount_grosze": 3_500_000,
        "signed_on": date(2025, 4, 1),
        "tranches": ANNEX_UP.tranches,
        "held_grosze": 500_000,
        "paid_grosze": 2_000_000,
        "year_in_force": True,
        "cut_pending_grosze": 0,
        "today": TODAY,
    }
    return contract.sign_annex(CONTRACT.fold(history), grant_id="grant-1", **(wish | otherwise))


DOWN = {"contract_amount_grosze": 2_400_000, "tranches": (TRANCHES[0], Tranche(2, 400_000, date(2025, 5, 15)))}


def test_an_annex_raises_a_contract_by_exactly_what_is_held():
    assert sign(CONTRACT_SIGNED) == [ANNEX_UP]
    assert sign(CONTRACT_SIGNED, ANNEX_UP) == []
    with pytest.raises(IncreaseNotHeld):
        sign(CONTRACT_SIGNED, held_grosze=499_999)
    with pytest.raises(CutPending):
        sign(CONTRACT_SIGNED, cut_pending_grosze=1)
    with pytest.raises(YearNotInForce):
        sign(CONTRACT_SIGNED, year_in_force=False)


def test_an_annex_lowers_a_contract_also_while_a_cut_is_pending_but_not_below_what_is_paid():
    (annex,) = sign(CONTRACT_SIGNED, **DOWN, cut_pending_grosze=5, held_grosze=0)
    assert (annex.direction, annex.amount_grosze, annex.contract_amount_grosze) == ("down", 600_000, 2_400_000)
    with pytest.raises(AnnexBelowPaid):
        sign(CONTRACT_SIGNED, **DOWN, paid_grosze=2_400_001)


def test_an_annex_may_change_only_the_days():
    later = (TRANCHES[0], replace(TRANCHES[1], due_on=date(2025, 6, 15)))
    (annex,) = sign(CONTRACT_SIGNED, contract_amount_grosze=3_000_000, tranches=later)
    assert (annex.direction, annex.amount_grosze) == ("same", 0)


def test_an_annex_keeps_to_its_time_and_its_tranches_to_its_amount():
    with pytest.raises(AnnexAfterTask):
        sign(CONTRACT_SIGNED, signed_on=date(2025, 7, 1), today=date(2025, 8, 1))
    with pytest.raises(AnnexBeforeContract):
        sign(CONTRACT_SIGNED, signed_on=date(2025, 1, 30))
    with pytest.raises(SignedInTheFuture):
        sign(CONTRACT_SIGNED, signed_on=date(2025, 4, 26))
    with pytest.raises(TranchesDoNotAddUp):
        sign(CONTRACT_SIGNED, tranches=TRANCHES)
    with pytest.raises(ContractEnded):
        sign(CONTRACT_SIGNED, TERMINATED)
    with pytest.raises(ContractUnknown):
        sign(GRANT_TAKEN_OVER)


def terminate(*history, **otherwise):
    wish = {
        "ground": "by-agreement",
        "terminated_on": date(2025, 4, 20),
        "document": "WSiR.17-2/2025",
        "debited_grosze": 2_000_000,
        "paid_grosze": 2_000_000,
        "increase_open": False,
        "today": TODAY,
    }
    return contract.terminate_contract(CONTRACT.fold(history), grant_id="grant-1", **(wish | otherwise))


def test_a_contract_ends_once_and_what_is_unpaid_is_told():
    assert terminate(CONTRACT_SIGNED) == [TERMINATED]
    assert terminate(CONTRACT_SIGNED, TERMINATED) == []
    assert terminate(CONTRACT_SIGNED, ANNEX_UP)[0].amount_grosze == 1_500_000
    with pytest.raises(ContractEnded):
        terminate(CONTRACT_SIGNED, TERMINATED, ground="by-authority")
    with pytest.raises(IncreaseStillOpen):
        terminate(CONTRACT_SIGNED, increase_open=True)
    with pytest.raises(AnnexBeforeContract):
        terminate(CONTRACT_SIGNED, ANNEX_UP, terminated_on=date(2025, 3, 31))
    with pytest.raises(SignedInTheFuture):
        terminate(CONTRACT_SIGNED, terminated_on=date(2025, 4, 26))


def test_an_organisation_withdraws_before_payment_only():
    with pytest.raises(WithdrawnAfterPayment):
        terminate(CONTRACT_SIGNED, ground="withdrawn-by-organisation")
    assert terminate(CONTRACT_SIGNED, ground="withdrawn-by-organisation", paid_grosze=0, debited_grosze=0)


def test_a_deed_stays_signed_when_its_terms_change():
    state = CONTRACT.fold([CONTRACT_SIGNED, ANNEX_UP])
    assert contract.signed_contract(state, grant_id="grant-1").amount_grosze == 3_500_000
    assert state.contract == CONTRACT_SIGNED


def test_a_transfer_that_was_sent_back_is_paid_no_more_and_totals_only_grow():
    noting = {"grant_id": "grant-1", "programme_id": "torun-2025", "disbursed_total_grosze": 2_000_000}
    noting |= {"reversed_total_grosze": 2_000_000, "value_on": date(2025, 2, 18)}
    assert settlement.note_reversal(SETTLEMENT.fold([PAID_FIRST]), **noting) == [SENT_BACK]
    early = settlement.note_reversal(SETTLEMENT.initial, **noting)
    assert [type(fact).__name__ for fact in early] == ["PaymentNoted", "ReversalNoted"]
    state = SETTLEMENT.fold([PAID_FIRST, SENT_BACK])
    assert settlement.note_reversal(state, **noting) == []
    assert (state.debited_grosze, state.disbursed_grosze) == (2_000_000, 0)


ACCEPTED = (PAID_ALL, REPORT_SUBMITTED, REPORT_ACCEPTED, ALL_ACCEPTED, RETURNED, GRANT_SETTLED)


def withdraw(*history, amount=400_000, on=date(2027, 3, 1)):
    return settlement.withdraw_acceptance(
        SETTLEMENT.fold(history),
        grant_id="grant-1",
        programme_id="torun-2025",
        amount_grosze=amount,
        withdrawn_on=on,
        document="KN.4/2027",
        today=date(2027, 3, 2),
    )


def test_a_control_withdraws_an_acceptance_years_later_and_the_grant_is_settled_no_more():
    assert withdraw(*ACCEPTED) == [WITHDRAWN]
    state = SETTLEMENT.fold([*ACCEPTED, WITHDRAWN])
    assert (state.settled, state.accepted_grosze, state.unsettled_grosze) == (False, 2_500_000, 400_000)
    with pytest.raises(WithdrawnAboveAccepted):
        withdraw(*ACCEPTED, amount=2_900_001)
    with pytest.raises(WithdrawnBeforeAcceptance):
        withdraw(*ACCEPTED, on=date(2025, 8, 9))
    with pytest.raises(WithdrawnInTheFuture):
        withdraw(*ACCEPTED, on=date(2027, 3, 3))
