"""Notes by their subject, each once, and the report."""

from dataclasses import dataclass, field, replace

from programme.domain.execution.events import (
    ContractChangeNoted,
    ContractNoted,
    GrantSettlementNoted,
    OfferNotAwardedNoted,
    OfferNoted,
    OfferRejectionNoted,
    ProgrammeReportPublished,
    ReportDeadlineMissed,
)
from shared.kernel.persistent import PersistentMap


@dataclass(frozen=True, slots=True)
class ExecutionState:
    """changed: grant to grosze, the sum of its contract's changes; the others: ids of offers and of grants."""

    offers: PersistentMap[OfferNoted] = field(default_factory=PersistentMap)
    rejected: PersistentMap[bool] = field(default_factory=PersistentMap)
    not_awarded: PersistentMap[bool] = field(default_factory=PersistentMap)
    contracts: PersistentMap[ContractNoted] = field(default_factory=PersistentMap)
    changed: PersistentMap[int] = field(default_factory=PersistentMap)
    settled: PersistentMap[bool] = field(default_factory=PersistentMap)
    report: ProgrammeReportPublished | None = None
    missed: ReportDeadlineMissed | None = None

    def offers_of_call(self, call_id: str) -> tuple[int, int]:
        """How many offers of a call were noted, and how many of them were not rejected."""
        offers = [offer_id for offer_id, offer in self.offers.items() if offer.call_id == call_id]
        return len(offers), sum(self.rejected.get(offer_id) is None for offer_id in offers)

    def unanswered(self, call_id: str) -> list[str]:
        """Offers of a call that were neither rejected nor decided against; awards are the budget's to know."""
        answered = (self.rejected, self.not_awarded)
        return [
            offer_id
            for offer_id, offer in self.offers.items()
            if offer.call_id == call_id and not any(answer.get(offer_id) for answer in answered)
        ]


def evolve(state: ExecutionState, event: object) -> ExecutionState:
    match event:
        case OfferNoted():
            return replace(state, offers=state.offers.set(event.offer_id, event))
        case OfferRejectionNoted():
            return replace(state, rejected=state.rejected.set(event.offer_id, True))
        case OfferNotAwardedNoted():
            return replace(state, not_awarded=state.not_awarded.set(event.offer_id, True))
        case ContractNoted():
            return replace(state, contracts=state.contracts.set(event.grant_id, event))
        case ContractChangeNoted():
            changed = (state.changed.get(event.grant_id) or 0) + event.change_grosze
            return replace(state, changed=state.changed.set(event.grant_id, changed))
        case GrantSettlementNoted():
            return replace(state, settled=state.settled.set(event.grant_id, True))
        case ProgrammeReportPublished():
            return replace(state, report=event)
        case ReportDeadlineMissed():
            return replace(state, missed=event)
        case _:
            return state
