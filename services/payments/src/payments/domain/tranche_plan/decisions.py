"""What may be planned, what the bank is believed, and what a register may add."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from payments.domain.tranche_plan.events import (
    GrantNotedFromRegister,
    PaymentTakenOver,
    PlannedTranche,
    PrincipalReturned,
    TrancheDisbursed,
    TranchesPlanned,
)
from payments.domain.tranche_plan.state import NoPlan, Plan, PlanState
from shared.kernel.money import GROSZE_MAX
from shared.kernel.refusal import Refusal


class GrantUnknown(Refusal):
    """The contract may still be on its way from grants, so the same command may succeed later."""

    rule = "Money is paid only on a grant that grants has told payments of."
    article = "UFP art. 221(3)"
    status = 404
    retryable = True


class TrancheUnknown(Refusal):
    rule = "Only a tranche that the contract plans is paid."
    article = "UFP art. 221(3)"
    status = 404


class GrantHasNoContract(Refusal):
    rule = "A grant known only from a register has no contract of ours to pay from."
    article = "UFP art. 221(3)"


class ContractHasEnded(Refusal):
    rule = "Nothing is paid on a contract that has ended, and no tranche that was cancelled."
    article = "UFP art. 44, 221(3)"


class TranchesPlannedOtherwise(Refusal):
    rule = "A contract is planned once; another plan for the same grant is for a person to look at."
    article = "UDPP art. 16"


class GrantIsUnderContract(Refusal):
    rule = "Payments of a grant under contract are known from the bank, not from a register."


class PaymentUnderOtherProgramme(Refusal):
    rule = "A payment belongs to the programme of its grant."
    article = "UFP art. 251, 263"


class PaymentsExceedGrant(Refusal):
    rule = "The payments of a register never add up to more than the grant."
    article = "UFP art. 221(3)"


@dataclass(frozen=True, slots=True)
class PlannedPayment:
    """A tranche as the contract plans it, with whom it is to be paid to."""

    programme_id: str
    organisation_id: str
    bank_account: str
    amount_grosze: int


def plan_tranches(
    state: PlanState,
    *,
    grant_id: str,
    programme_id: str,
    organisation_id: str,
    contract_number: str,
    bank_account: str,
    amount_grosze: int,
    signed_on: date,
    tranches: Sequence[PlannedTranche],
) -> list[TranchesPlanned]:
    """Note what a signed contract promises. Nothing happens when the same plan stands already.

    Refuses: TranchesPlannedOtherwise.
    """
    planned = TranchesPlanned(
        grant_id=grant_id,
        programme_id=programme_id,
        organisation_id=organisation_id,
        contract_number=contract_number,
        bank_account=bank_account,
        amount_grosze=amount_grosze,
        signed_on=signed_on,
        tranches=tuple(tranches),
    )
    if isinstance(state, NoPlan):
        return [planned]
    if _same_plan(state, planned):
        return []
    raise TranchesPlannedOtherwise(f"grant {grant_id} has another plan already")


def note_from_register(
    state: PlanState, *, grant_id: str, programme_id: str, amount_grosze: int, signed_on: date, evidence: str
) -> list[GrantNotedFromRegister]:
    """Note a grant that only a register knows. Nothing happens when it is noted already.

    Refuses: TranchesPlannedOtherwise.
    """
    if isinstance(state, NoPlan):
        return [GrantNotedFromRegister(grant_id, programme_id, amount_grosze, signed_on, evidence)]
    known = (state.programme_id, state.amount_grosze, state.signed_on)
    if state.from_register and known == (programme_id, amount_grosze, signed_on):
        return []
    raise TranchesPlannedOtherwise(f"grant {grant_id} is known with other terms already")


def planned_payment(state: PlanState, *, grant_id: str, tranche_number: int) -> PlannedPayment:
    """What the contract says of one tranche.

    Refuses: GrantUnknown (worth repeating), GrantHasNoContract, TrancheUnknown, ContractHasEnded.
    """
    plan = plan_of(state, grant_id)
    if plan.from_register:
        raise GrantHasNoContract(f"grant {grant_id} is known only from a register", field="grant_id")
    tranche = plan.tranche(tranche_number)
    if tranche is None:
        raise TrancheUnknown(f"the contract of {grant_id} plans no tranche {tranche_number}", field="tranche_number")
    if plan.ended_on or tranche_number in plan.cancelled_tranches:
        what = f"contract ended on {plan.ended_on}" if plan.ended_on else f"tranche {tranche_number} is cancelled"
        raise ContractHasEnded(f"{grant_id}: {what}", field="tranche_number")
    return PlannedPayment(plan.programme_id, plan.organisation_id, plan.bank_account, tranche.amount_grosze)


def why_no_debit(state: PlanState, *, tranche_number: int, amount_grosze: int) -> str:
    """Why a debit pays no tranche of this plan: a code, "" when it does."""
    if isinstance(state, NoPlan):
        return "grant-unknown"
    if state.tranche(tranche_number) is None:
        return "tranche-not-planned"
    if tranche_number in state.disbursed_tranches:
        return "tranche-already-paid"
    return _beyond_the_ledger(state.disbursed_total_grosze + amount_grosze)


def why_no_credit(state: PlanState, *, amount_grosze: int) -> str:
    """Why a credit is no return of this grant: a code, "" when it is."""
    if isinstance(state, NoPlan):
        return "grant-unknown"
    return _beyond_the_ledger(state.returned_total_grosze + amount_grosze)


def _beyond_the_ledger(total_grosze: int) -> str:
    """A total that no service could count with would stop every one that hears of it: a person must look first."""
    return "total-beyond-the-ledger" if total_grosze > GROSZE_MAX else ""


def has_moved(state: PlanState, *, statement_id: str, line_number: int, tranche_number: int | None) -> bool:
    """Whether this line of this statement has paid this tranche, or with None, was a return of this grant."""
    return isinstance(state, Plan) and (statement_id, line_number, tranche_number) in state.movements


def witness_debit(
    state: PlanState,
    *,
    tranche_number: int,
    amount_grosze: int,
    value_on: date,
    statement_id: str,
    line_number: int,
    ordered: bool,
) -> list[TrancheDisbursed]:
    """Believe the bank that a tranche was paid, with the bank's amount, whatever the plan says of it.

    Nothing when there is a reason why_no_debit: then the line stays unmatched. Never refuses.
    Law: UFP art. 252(6), the day of transfer.
    """
    if isinstance(state, NoPlan) or why_no_debit(state, tranche_number=tranche_number, amount_grosze=amount_grosze):
        return []
    return [
        TrancheDisbursed(
            grant_id=state.grant_id,
            programme_id=state.programme_id,
            organisation_id=state.organisation_id,
            tranche_number=tranche_number,
            amount_grosze=amount_grosze,
            value_on=value_on,
            disbursed_total_grosze=state.disbursed_total_grosze + amount_grosze,
            statement_id=statement_id,
            line_number=line_number,
            ordered=ordered,
        )
    ]


def witness_credit(
    state: PlanState, *, amount_grosze: int, value_on: date, statement_id: str, line_number: int
) -> list[PrincipalReturned]:
    """Believe the bank that money came back on a grant, even more than was paid: programme shows what is too much.

    Nothing when there is a reason why_no_credit: then the line stays unmatched. Never refuses. Law: UFP art. 251.
    """
    if isinstance(state, NoPlan) or why_no_credit(state, amount_grosze=amount_grosze):
        return []
    return [
        PrincipalReturned(
            grant_id=state.grant_id,
            programme_id=state.programme_id,
            organisation_id=state.organisation_id,
            amount_grosze=amount_grosze,
            value_on=value_on,
            disbursed_total_grosze=state.disbursed_total_grosze,
            returned_total_grosze=state.returned_total_grosze + amount_grosze,
            statement_id=statement_id,
            line_number=line_number,
        )
    ]


def take_over_payment(
    state: PlanState,
    *,
    payment_id: str,
    grant_id: str,
    programme_id: str,
    amount_grosze: int,
    value_on: date,
    evidence: str,
) -> list[PaymentTakenOver]:
    """Add a register's payment to a register's grant; that a row is taken once is the register row's rule.

    Refuses: GrantUnknown (worth repeating), GrantIsUnderContract, PaymentUnderOtherProgramme, PaymentsExceedGrant.
    """
    plan = plan_of(state, grant_id)
    if not plan.from_register:
        raise GrantIsUnderContract(f"grant {grant_id} has contract {plan.contract_number}", field="grant_id")
    if programme_id != plan.programme_id:
        raise PaymentUnderOtherProgramme(f"grant {grant_id} is of {plan.programme_id}", field="programme_id")
    total = plan.disbursed_total_grosze + amount_grosze
    if total > plan.amount_grosze:
        raise PaymentsExceedGrant(
            f"{total} grosze would be paid on {grant_id}, which is {plan.amount_grosze} grosze", field="amount_grosze"
        )
    return [PaymentTakenOver(payment_id, grant_id, programme_id, amount_grosze, value_on, total, evidence)]


def plan_of(state: PlanState, grant_id: str) -> Plan:
    """Refuses: GrantUnknown (worth repeating)."""
    if isinstance(state, NoPlan):
        raise GrantUnknown(f"no grant {grant_id} is known here yet", field="grant_id")
    return state


def _same_plan(plan: Plan, planned: TranchesPlanned) -> bool:
    return (plan.contract_number, plan.programme_id, plan.organisation_id, plan.bank_account) == (
        planned.contract_number,
        planned.programme_id,
        planned.organisation_id,
        planned.bank_account,
    ) and (plan.amount_grosze, plan.signed_on, plan.tranches) == (
        planned.amount_grosze,
        planned.signed_on,
        planned.tranches,
    )
