"""What a deed must keep to: the award, the tranches, the year (UDPP art. 13(5), 16; UFP art. 221(3))."""

from dataclasses import dataclass
from datetime import date

from grants.domain.contract.events import ContractSigned
from shared.kernel.ids import in_year, year_of
from shared.kernel.money import format_pln
from shared.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Deed:
    """A contract about to be recorded, and what it rests on. today is the day of recording, in Warsaw.

    awarded_on and adopted_on are None where an earlier build did not keep the day.
    """

    contract: ContractSigned
    awarded_grosze: int
    awarded_on: date | None
    year_in_force: bool
    cut_pending_grosze: int
    adopted_on: date | None
    today: date


class YearNotInForce(Refusal):
    """Retryable: the council's resolution may still be on its way from programme."""

    rule = "Contracts are signed after the budget of the year is adopted."
    article = "UDPP art. 13(5)"
    retryable = True


class CutPending(Refusal):
    """Retryable: the cut ends by a decision of programme."""

    rule = "While the limit still has to lose money, no contract is signed."
    article = "UDPP art. 13(5)"
    retryable = True


class SignedInTheFuture(Refusal):
    rule = "A deed is not dated after the day on which it is recorded."


class SignedBeforeAdoption(Refusal):
    rule = "No contract is dated before the day on which the budget of the year was adopted."
    article = "UDPP art. 13(5)"


class SignedBeforeAward(Refusal):
    rule = "A contract is not dated before the award that it rests on."
    article = "UDPP art. 15(4), 16(1)"


class TaskBeyondBudgetYear(Refusal):
    rule = "The task of an annual contract ends by 31 December of the budget year."
    article = "UFP art. 221(3)"


class ContractAboveAward(Refusal):
    rule = "A contract is not above the award that it rests on."
    article = "UDPP art. 15(4), 16(1)"


class TranchesMisnumbered(Refusal):
    rule = "Tranches are numbered from 1, one by one."
    article = "UFP art. 221(3)"


class TranchesDoNotAddUp(Refusal):
    rule = "The tranches add up to the amount of the contract, to the grosz."
    article = "UFP art. 221(3)"


class TrancheBeforeSignature(Refusal):
    rule = "No tranche falls due before the contract is signed."
    article = "UFP art. 221(3)"


class TrancheOutsideBudgetYear(Refusal):
    rule = "Money of a budget year is paid and used by 31 December of that year."
    article = "UFP art. 221(3)"


def year_allows_signing(deed: Deed) -> None:
    if not deed.year_in_force:
        raise YearNotInForce(f"the budget of {deed.contract.programme_id} is not known to be in force")
    if deed.cut_pending_grosze > 0:
        raise CutPending(f"{deed.contract.programme_id} still has {format_pln(deed.cut_pending_grosze)} to lose")


def deed_is_not_of_tomorrow(deed: Deed) -> None:
    if deed.contract.signed_on > deed.today:
        raise SignedInTheFuture(f"{deed.contract.signed_on} is after {deed.today}", field="signed_on")


def deed_is_not_of_yesterday(deed: Deed) -> None:
    """The gate is a day, not only a state: a deed entered after the adoption and dated before it passed no gate."""
    signed_on = deed.contract.signed_on
    if deed.adopted_on and signed_on < deed.adopted_on:
        raise SignedBeforeAdoption(f"{signed_on} is before {deed.adopted_on}", field="signed_on")
    if deed.awarded_on and signed_on < deed.awarded_on:
        raise SignedBeforeAward(f"{signed_on} is before {deed.awarded_on}", field="signed_on")


def task_ends_in_the_year(deed: Deed) -> None:
    task_until, programme_id = deed.contract.task_until, deed.contract.programme_id
    if task_until.year > year_of(programme_id):
        raise TaskBeyondBudgetYear(f"{task_until} is after {year_of(programme_id)}", field="grant_id")


def amount_keeps_to_the_award(deed: Deed) -> None:
    amount = deed.contract.amount_grosze
    if amount > deed.awarded_grosze:
        raise ContractAboveAward(
            f"{format_pln(amount)} is above {format_pln(deed.awarded_grosze)}", field="amount_grosze"
        )


def tranches_make_up_the_contract(deed: Deed) -> None:
    tranches, amount = deed.contract.tranches, deed.contract.amount_grosze
    numbers = [tranche.number for tranche in tranches]
    if numbers != list(range(1, len(tranches) + 1)):
        raise TranchesMisnumbered(f"numbered {numbers}", field="tranches")
    planned = sum(tranche.amount_grosze for tranche in tranches)
    if planned != amount:
        raise TranchesDoNotAddUp(
            f"the tranches make {format_pln(planned)}, the contract is {format_pln(amount)}", field="tranches"
        )


def tranches_fall_due_in_the_year(deed: Deed) -> None:
    programme_id, signed_on = deed.contract.programme_id, deed.contract.signed_on
    for tranche in deed.contract.tranches:
        if tranche.due_on < signed_on:
            raise TrancheBeforeSignature(
                f"tranche {tranche.number} is due on {tranche.due_on}, signed on {signed_on}", field="tranches"
            )
        if not in_year(tranche.due_on, programme_id):
            raise TrancheOutsideBudgetYear(
                f"tranche {tranche.number} is due on {tranche.due_on}, not in {year_of(programme_id)}", field="tranches"
            )


SIGNING_RULES = (
    year_allows_signing,
    deed_is_not_of_tomorrow,
    deed_is_not_of_yesterday,
    task_ends_in_the_year,
    amount_keeps_to_the_award,
    tranches_make_up_the_contract,
    tranches_fall_due_in_the_year,
)
