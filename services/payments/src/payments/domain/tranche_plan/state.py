"""What is known of one grant's plan and its cash."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from payments.domain.tranche_plan.events import (
    DisbursementReversed,
    GrantNotedFromRegister,
    PaymentTakenOver,
    PlanChanged,
    PlanEnded,
    PlannedTranche,
    PrincipalReturned,
    TrancheCancelled,
    TrancheDisbursed,
    TranchesPlanned,
)

Movement = tuple[str, int, int | None]
"""What moved money: statement id, number of its line, and the tranche that it paid or reversed; None for a return."""


@dataclass(frozen=True, slots=True)
class NoPlan:
    """Grants has told us nothing of this grant yet."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A grant with money to move. `organisation_id` and `bank_account` are empty when a register is all we have.

    disbursed_tranches     number to what the bank debited for it, of those that are paid now;
    disbursed_total_grosze all debits, also those that came back: totals of payments only grow.
    """

    grant_id: str
    programme_id: str
    organisation_id: str
    bank_account: str
    amount_grosze: int
    signed_on: date
    contract_number: str
    tranches: tuple[PlannedTranche, ...]
    ended_on: date | None = None
    annex_number: str = ""
    cancelled_tranches: frozenset[int] = frozenset()
    disbursed_tranches: Mapping[int, int] = field(default_factory=dict)
    disbursed_total_grosze: int = 0
    reversed_total_grosze: int = 0
    returned_total_grosze: int = 0
    movements: frozenset[Movement] = frozenset()

    @property
    def from_register(self) -> bool:
        return not self.contract_number

    @property
    def outstanding_grosze(self) -> int:
        """What was paid and has not come back."""
        return self.disbursed_total_grosze - self.reversed_total_grosze - self.returned_total_grosze

    def tranche(self, number: int) -> PlannedTranche | None:
        return next((tranche for tranche in self.tranches if tranche.number == number), None)


PlanState = NoPlan | Plan


def evolve(state: PlanState, event: object) -> PlanState:
    match state, event:
        case NoPlan(), TranchesPlanned():
            return Plan(
                grant_id=event.grant_id,
                programme_id=event.programme_id,
                organisation_id=event.organisation_id,
                bank_account=event.bank_account,
                amount_grosze=event.amount_grosze,
                signed_on=event.signed_on,
                contract_number=event.contract_number,
                tranches=event.tranches,
            )
        case NoPlan(), GrantNotedFromRegister():
            return Plan(
                grant_id=event.grant_id,
                programme_id=event.programme_id,
                organisation_id="",
                bank_account="",
                amount_grosze=event.amount_grosze,
                signed_on=event.signed_on,
                contract_number="",
                tranches=(),
            )
        case Plan(), TrancheDisbursed():
            return replace(
                state,
                disbursed_tranches={**state.disbursed_tranches, event.tranche_number: event.amount_grosze},
                disbursed_total_grosze=event.disbursed_total_grosze,
                movements=state.movements | {(event.statement_id, event.line_number, event.tranche_number)},
            )
        case Plan(), PrincipalReturned():
            return replace(
                state,
                returned_total_grosze=event.returned_total_grosze,
                movements=state.movements | {(event.statement_id, event.line_number, None)},
            )
        case Plan(), PlanChanged():
            return replace(
                state, annex_number=event.annex_number, amount_grosze=event.amount_grosze, tranches=event.tranches
            )
        case Plan(), PlanEnded():
            return replace(state, ended_on=event.ended_on)
        case Plan(), TrancheCancelled():
            return replace(state, cancelled_tranches=state.cancelled_tranches | {event.tranche_number})
        case Plan(), DisbursementReversed():
            left = {number: paid for number, paid in state.disbursed_tranches.items() if number != event.tranche_number}
            return replace(
                state,
                disbursed_tranches=left,
                reversed_total_grosze=event.reversed_total_grosze,
                movements=state.movements | {(event.statement_id, event.line_number, event.tranche_number)},
            )
        case Plan(), PaymentTakenOver():
            return replace(state, disbursed_total_grosze=event.disbursed_total_grosze)
        case _:
            return state
