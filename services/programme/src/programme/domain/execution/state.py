"""Notes by their subject, each once, and the report."""

from dataclasses import dataclass, field, replace

from programme.domain.execution.events import (
    ContractNoted,
    GrantSettlementNoted,
    OfferNoted,
    OfferRejectionNoted,
    ProgrammeReportPublished,
    ReportDeadlineMissed,
)
from shared.kernel.persistent import PersistentMap


@dataclass(frozen=True, slots=True)
class ExecutionState:
    """rejected and settled: ids of offers and of grants."""

    offers: PersistentMap[OfferNoted] = field(default_factory=PersistentMap)
    rejected: PersistentMap[bool] = field(default_factory=PersistentMap)
    contracts: PersistentMap[ContractNoted] = field(default_factory=PersistentMap)
    settled: PersistentMap[bool] = field(default_factory=PersistentMap)
    report: ProgrammeReportPublished | None = None
    missed: ReportDeadlineMissed | None = None

    def offers_of_call(self, call_id: str) -> tuple[int, int]:
        """How many offers of a call were noted, and how many of them were not rejected."""
        offers = [offer_id for offer_id, offer in self.offers.items() if offer.call_id == call_id]
        return len(offers), sum(self.rejected.get(offer_id) is None for offer_id in offers)


def evolve(state: ExecutionState, event: object) -> ExecutionState:
    match event:
        case OfferNoted():
            return replace(state, offers=state.offers.set(event.offer_id, event))
        case OfferRejectionNoted():
            return replace(state, rejected=state.rejected.set(event.offer_id, True))
        case ContractNoted():
            return replace(state, contracts=state.contracts.set(event.grant_id, event))
        case GrantSettlementNoted():
            return replace(state, settled=state.settled.set(event.grant_id, True))
        case ProgrammeReportPublished():
            return replace(state, report=event)
        case ReportDeadlineMissed():
            return replace(state, missed=event)
        case _:
            return state
