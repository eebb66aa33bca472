"""What may become of a signed contract: an annex in writing, an end before performance (UDPP art. 16; UFP 221(3))."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from grants.domain.contract.decisions import signed_contract
from grants.domain.contract.events import AnnexSigned, ContractTerminated, Tranche
from grants.domain.contract.rules import (
    CutPending,
    Deed,
    YearNotInForce,
    deed_is_not_of_tomorrow,
    tranches_fall_due_in_the_year,
    tranches_make_up_the_contract,
)
from grants.domain.contract.state import ContractState, Signed
from shared.kernel.money import format_pln
from shared.kernel.refusal import Refusal


class ContractEnded(Refusal):
    rule = "A contract that has ended is not changed and does not end again."
    article = "UDPP art. 16(1)"


class AnnexBeforeContract(Refusal):
    rule = "An annex or an end is not dated before the contract or the annex that it follows."
    article = "UDPP art. 16(2)"


class AnnexAfterTask(Refusal):
    rule = "A contract is changed while its task still runs."
    article = "UDPP art. 16(2); UFP art. 221(3)"


class IncreaseNotHeld(Refusal):
    """Retryable: programme's answer may be on its way."""

    rule = "A contract is raised by exactly what programme holds for the increase."
    article = "UFP art. 261"
    retryable = True


class AnnexBelowPaid(Refusal):
    rule = "A contract is not lowered below what was paid on it."
    article = "UDPP art. 16(2)"


class IncreaseStillOpen(Refusal):
    rule = "While an increase is asked for or held, the contract does not end: it is dropped first."
    article = "UFP art. 261"


class WithdrawnAfterPayment(Refusal):
    rule = "The organisation withdraws from a contract before anything is paid on it."
    article = "UDPP art. 16(1)"


def sign_annex(
    state: ContractState,
    *,
    grant_id: str,
    annex_number: str,
    contract_amount_grosze: int,
    signed_on: date,
    tranches: Sequence[Tranche],
    held_grosze: int,
    paid_grosze: int,
    year_in_force: bool,
    cut_pending_grosze: int,
    today: date,
) -> list[AnnexSigned]:
    """Record a change of the contract: its whole amount and all its tranches, as they stand afterwards.

    held_grosze: the increase that programme holds; paid_grosze: what the bank is known to have paid and not reversed.
    Nothing happens when the same annex is the latest one. Raising needs a year in force with no cut pending; lowering
    does not. Refuses: ContractUnknown, ContractEnded, and the rules of this chapter and of tranches.
    """
    terms = signed_contract(state, grant_id=grant_id)
    assert isinstance(state, Signed)
    ordered = tuple(sorted(tranches, key=lambda tranche: tranche.number))
    latest = state.annex
    if latest and (latest.annex_number, latest.contract_amount_grosze, latest.signed_on, latest.tranches) == (
        annex_number,
        contract_amount_grosze,
        signed_on,
        ordered,
    ):
        return []
    _still_runs(state, grant_id, signed_on, "signed_on")
    if signed_on > terms.task_until:
        raise AnnexAfterTask(f"the task ended on {terms.task_until}", field="signed_on")
    change = contract_amount_grosze - terms.amount_grosze
    if change > 0:
        _may_be_raised(terms.programme_id, change, held_grosze, year_in_force, cut_pending_grosze)
    if contract_amount_grosze < paid_grosze:
        raise AnnexBelowPaid(f"{format_pln(paid_grosze)} PLN are paid", field="contract_amount_grosze")
    afterwards = replace(terms, amount_grosze=contract_amount_grosze, tranches=ordered)
    deed = Deed(afterwards, contract_amount_grosze, None, year_in_force, cut_pending_grosze, None, today)
    deed_is_not_of_tomorrow(replace(deed, contract=replace(afterwards, signed_on=signed_on)))
    tranches_make_up_the_contract(deed)
    tranches_fall_due_in_the_year(deed)
    return [
        AnnexSigned(
            grant_id=grant_id,
            programme_id=terms.programme_id,
            annex_number=annex_number,
            direction="up" if change > 0 else "down" if change < 0 else "same",
            amount_grosze=abs(change),
            contract_amount_grosze=contract_amount_grosze,
            signed_on=signed_on,
            tranches=ordered,
        )
    ]


def terminate_contract(
    state: ContractState,
    *,
    grant_id: str,
    ground: str,
    terminated_on: date,
    document: str,
    debited_grosze: int,
    paid_grosze: int,
    increase_open: bool,
    today: date,
) -> list[ContractTerminated]:
    """End a contract: what is unpaid is promised no more; what was paid is still to be accounted for.

    debited_grosze: all that the bank debited; paid_grosze: without what it sent back. Nothing happens when the contract
    ended so already. Refuses: ContractUnknown, ContractEnded, AnnexBeforeContract, IncreaseStillOpen,
    WithdrawnAfterPayment, SignedInTheFuture.
    """
    terms = signed_contract(state, grant_id=grant_id)
    assert isinstance(state, Signed)
    ended = state.terminated
    if ended and (ended.ground, ended.terminated_on, ended.document) == (ground, terminated_on, document):
        return []
    _still_runs(state, grant_id, terminated_on, "terminated_on")
    if increase_open:
        raise IncreaseStillOpen(f"an increase of {grant_id} is open", field="grant_id")
    if ground == "withdrawn-by-organisation" and paid_grosze:
        raise WithdrawnAfterPayment(f"{format_pln(paid_grosze)} PLN are paid", field="ground")
    deed_is_not_of_tomorrow(
        Deed(replace(terms, signed_on=terminated_on), terms.amount_grosze, None, True, 0, None, today)
    )
    return [
        ContractTerminated(
            grant_id=grant_id,
            programme_id=terms.programme_id,
            ground=ground,
            amount_grosze=max(0, terms.amount_grosze - paid_grosze),
            disbursed_total_grosze=debited_grosze,
            terminated_on=terminated_on,
            document=document,
        )
    ]


def has_ended(state: ContractState) -> bool:
    """Whether the contract ended before it was performed."""
    return isinstance(state, Signed) and state.terminated is not None


def _still_runs(state: Signed, grant_id: str, on: date, field: str) -> None:
    if state.terminated:
        raise ContractEnded(f"the contract of {grant_id} ended on {state.terminated.terminated_on}", field="grant_id")
    since = max(state.contract.signed_on, state.annex.signed_on) if state.annex else state.contract.signed_on
    if on < since:
        raise AnnexBeforeContract(f"{on} is before {since}", field=field)


def _may_be_raised(
    programme_id: str, change: int, held_grosze: int, year_in_force: bool, cut_pending_grosze: int
) -> None:
    if not year_in_force:
        raise YearNotInForce(f"the budget of {programme_id} is not known to be in force")
    if cut_pending_grosze > 0:
        raise CutPending(f"{programme_id} still has {format_pln(cut_pending_grosze)} to lose")
    if change != held_grosze:
        raise IncreaseNotHeld(
            f"{format_pln(change)} PLN are asked for, {format_pln(held_grosze)} PLN are held",
            field="contract_amount_grosze",
        )
