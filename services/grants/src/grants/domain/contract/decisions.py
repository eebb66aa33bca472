"""Signing a contract; taking a grant over from a register."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from grants.domain.contract.events import ContractSigned, GrantTakenOver, Tranche
from grants.domain.contract.rules import SIGNING_RULES, Deed
from grants.domain.contract.state import ContractState, Signed, TakenOver, Unsigned
from shared.kernel.refusal import Refusal
from shared.kernel.texts import TextRef


class ContractUnknown(Refusal):
    rule = "A report is about a contract that was signed."
    article = "UDPP art. 18(1)"
    status = 404


class ContractAlreadySigned(Refusal):
    rule = "A grant has one contract, signed once; a change needs an annex."
    article = "UDPP art. 16(1), 16(2)"


class AnotherBodyUnderTheSameId(Refusal):
    rule = "A grant is taken over once; the same id never means another row, nor a grant of our own."


def sign_contract(
    state: ContractState,
    *,
    grant_id: str,
    programme_id: str,
    call_id: str,
    organisation_id: str,
    contract_number: str,
    amount_grosze: int,
    awarded_grosze: int,
    awarded_on: date | None,
    signed_on: date,
    bank_account: str,
    tranches: Sequence[Tranche],
    task_until: date,
    year_in_force: bool,
    cut_pending_grosze: int,
    adopted_on: date | None,
    today: date,
) -> list[ContractSigned]:
    """Record the deed.

    Nothing happens when the same contract is signed already, whatever became of the year since.
    Refuses: ContractAlreadySigned and the first broken rule of SIGNING_RULES. Law: UDPP art. 13(5), 16; UFP 221(3).
    """
    wish = ContractSigned(
        grant_id=grant_id,
        programme_id=programme_id,
        call_id=call_id,
        organisation_id=organisation_id,
        contract_number=contract_number,
        amount_grosze=amount_grosze,
        signed_on=signed_on,
        bank_account=bank_account,
        tranches=tuple(sorted(tranches, key=lambda tranche: tranche.number)),
        task_until=task_until,
    )
    match state:
        case Signed(contract=contract) if contract == wish:
            return []
        case Signed() | TakenOver():
            raise ContractAlreadySigned(f"{grant_id} has a contract with other terms", field="grant_id")
    for rule in SIGNING_RULES:
        rule(Deed(wish, awarded_grosze, awarded_on, year_in_force, cut_pending_grosze, adopted_on, today))
    return [wish]


def take_over_grant(
    state: ContractState,
    *,
    grant_id: str,
    programme_id: str,
    line_id: str,
    organisation_name: TextRef,
    purpose: TextRef,
    amount_grosze: int,
    signed_on: date,
    row_digest: str,
    evidence: str,
    offer_known: bool,
) -> list[GrantTakenOver]:
    """Record a grant that only a register knows.

    Nothing happens when the same row was taken over already; texts are not compared, and the row's digest has none.
    Refuses: AnotherBodyUnderTheSameId.
    """
    wish = GrantTakenOver(
        grant_id=grant_id,
        programme_id=programme_id,
        line_id=line_id,
        organisation_name=organisation_name,
        purpose=purpose,
        amount_grosze=amount_grosze,
        signed_on=signed_on,
        row_digest=row_digest,
        evidence=evidence,
    )
    match state:
        case TakenOver(known) if _same_row(wish, known):
            return []
        case Unsigned() if not offer_known:
            return [wish]
    raise AnotherBodyUnderTheSameId(f"{grant_id} is another grant", field="grant_id")


def _same_row(wish: GrantTakenOver, known: GrantTakenOver) -> bool:
    return replace(wish, organisation_name=known.organisation_name, purpose=known.purpose) == known


def signed_contract(state: ContractState, *, grant_id: str) -> ContractSigned:
    """The contract as it stands. Refuses: ContractUnknown, also for a grant taken over: its reports lie elsewhere."""
    if isinstance(state, Signed):
        return state.terms
    raise ContractUnknown(f"no contract of {grant_id} was signed here", field="grant_id")
