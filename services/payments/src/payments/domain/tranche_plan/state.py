"""What is known of one grant's plan and its cash."""

from dataclasses import dataclass, replace
from datetime import date

from payments.domain.tranche_plan.events import (
    GrantNotedFromRegister,
    PaymentTakenOver,
    PlannedTranche,
    PrincipalReturned,
    TrancheDisbursed,
    TranchesPlanned,
)

Movement = tuple[str, int, int | None]
"""What moved money: statement id, number of its line, and the tranche that it paid; None for a return."""


@dataclass(frozen=True, slots=True)
class NoPlan:
    """Grants has told us nothing of this grant yet."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A grant with money to move. `organisation_id` and `bank_account` are empty when a register is all we have."""

    grant_id: str
    programme_id: str
    organisation_id: str
    bank_account: str
    amount_grosze: int
    signed_on: date
    contract_number: str
    tranches: tuple[PlannedTranche, ...]
    disbursed_tranches: frozenset[int] = frozenset()
    disbursed_total_grosze: int = 0
    returned_total_grosze: int = 0
    movements: frozenset[Movement] = frozenset()

    @property
    def from_register(self) -> bool:
        return not self.contract_number

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
                disbursed_tranches=state.disbursed_tranches | {event.tranche_number},
                disbursed_total_grosze=event.disbursed_total_grosze,
                movements=state.movements | {(event.statement_id, event.line_number, event.tranche_number)},
            )
        case Plan(), PrincipalReturned():
            return replace(
                state,
                returned_total_grosze=event.returned_total_grosze,
                movements=state.movements | {(event.statement_id, event.line_number, None)},
            )
        case Plan(), PaymentTakenOver():
            return replace(state, disbursed_total_grosze=event.disbursed_total_grosze)
        case _:
            return state
