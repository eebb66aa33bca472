"""What becomes of a plan: annexes, an end, a tranche that is not paid, a transfer that the other bank sent back."""

from collections.abc import Sequence
from datetime import date

from payments.domain.tranche_plan.decisions import GrantHasNoContract, GrantUnknown, TrancheUnknown
from payments.domain.tranche_plan.events import (
    DisbursementReversed,
    PlanChanged,
    PlanEnded,
    PlannedTranche,
    TrancheCancelled,
)
from payments.domain.tranche_plan.state import NoPlan, Plan, PlanState
from shared.kernel.money import GROSZE_MAX
from shared.kernel.refusal import NotYet, Refusal


class PaidTrancheNotCancelled(Refusal):
    rule = "A tranche that the bank has paid is not cancelled: it is given back."
    article = "UFP art. 251"


class TrancheOnItsWay(Refusal):
    rule = "A tranche that is in a payment order is not cancelled while the bank may still pay it."
    article = "UFP art. 221(3)"


class CancelledInTheFuture(Refusal):
    rule = "An act is not dated after the day on which it is recorded."


def change_plan(
    state: PlanState,
    *,
    grant_id: str,
    annex_number: str,
    amount_grosze: int,
    signed_on: date,
    tranches: Sequence[PlannedTranche],
) -> list[PlanChanged]:
    """Note what an annex made of the contract. Nothing happens when it is the latest one noted. Waits for the plan."""
    plan = _known(state, grant_id)
    wish = PlanChanged(grant_id, annex_number, amount_grosze, signed_on, tuple(tranches))
    same = (plan.annex_number, plan.amount_grosze, plan.tranches) == (annex_number, amount_grosze, wish.tranches)
    return [] if same else [wish]


def end_plan(state: PlanState, *, grant_id: str, ended_on: date) -> list[PlanEnded]:
    """Note that the contract has ended, once. Waits for the plan."""
    return [] if _known(state, grant_id).ended_on else [PlanEnded(grant_id, ended_on)]


def cancel_tranche(
    state: PlanState,
    *,
    grant_id: str,
    tranche_number: int,
    ordered: bool,
    cancelled_on: date,
    document: str,
    today: date,
) -> list[TrancheCancelled]:
    """Decide that a planned tranche is not paid. Nothing happens when it is cancelled already.

    Refuses: GrantUnknown (worth repeating), GrantHasNoContract, TrancheUnknown, PaidTrancheNotCancelled,
    TrancheOnItsWay, CancelledInTheFuture.
    """
    if isinstance(state, NoPlan):
        raise GrantUnknown(f"no grant {grant_id} is known here yet", field="grant_id")
    if state.from_register:
        raise GrantHasNoContract(f"grant {grant_id} is known only from a register", field="grant_id")
    if tranche_number in state.cancelled_tranches:
        return []
    tranche = state.tranche(tranche_number)
    if tranche is None:
        raise TrancheUnknown(f"the contract of {grant_id} plans no tranche {tranche_number}", field="tranche_number")
    if tranche_number in state.disbursed_tranches:
        raise PaidTrancheNotCancelled(f"tranche {tranche_number} of {grant_id} is paid", field="tranche_number")
    if ordered:
        raise TrancheOnItsWay(f"tranche {tranche_number} of {grant_id} is ordered", field="tranche_number")
    if cancelled_on > today:
        raise CancelledInTheFuture(f"{cancelled_on} is after {today}", field="cancelled_on")
    return [
        TrancheCancelled(grant_id, state.programme_id, tranche_number, tranche.amount_grosze, cancelled_on, document)
    ]


def why_no_reversal(state: PlanState, *, tranche_number: int, amount_grosze: int) -> str:
    """Why a transfer that came back reverses no debit of this plan: a code, "" when it does."""
    if isinstance(state, NoPlan):
        return "grant-unknown"
    if tranche_number not in state.disbursed_tranches:
        return "tranche-not-paid"
    if state.disbursed_tranches[tranche_number] != amount_grosze:
        return "not-what-was-debited"
    return "total-beyond-the-ledger" if state.reversed_total_grosze + amount_grosze > GROSZE_MAX else ""


def witness_reversal(
    state: PlanState, *, tranche_number: int, amount_grosze: int, value_on: date, statement_id: str, line_number: int
) -> list[DisbursementReversed]:
    """Believe the bank that a transfer came back whole: its tranche is unpaid again, and may be prepared anew.

    Nothing when there is a reason why_no_reversal: then the line stays unmatched. Never refuses.
    """
    reason = why_no_reversal(state, tranche_number=tranche_number, amount_grosze=amount_grosze)
    if isinstance(state, NoPlan) or reason:
        return []
    return [
        DisbursementReversed(
            grant_id=state.grant_id,
            programme_id=state.programme_id,
            tranche_number=tranche_number,
            amount_grosze=amount_grosze,
            value_on=value_on,
            disbursed_total_grosze=state.disbursed_total_grosze,
            reversed_total_grosze=state.reversed_total_grosze + amount_grosze,
            statement_id=statement_id,
            line_number=line_number,
        )
    ]


def _known(state: PlanState, grant_id: str) -> Plan:
    if isinstance(state, NoPlan):
        raise NotYet(grant_id, "the contract has not been planned")
    return state
