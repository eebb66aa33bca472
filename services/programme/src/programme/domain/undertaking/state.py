"""What the council allowed per year, and what each contract has committed of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from programme.domain.undertaking.events import CommitmentPosted


@dataclass(frozen=True, slots=True)
class UndertakingState:
    """balances: account to grosze. reductions: how many a grant's year has had. lines: of confirmed parts."""

    balances: Mapping[str, int] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    made: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    reductions: Mapping[tuple[str, int], int] = field(default_factory=dict)
    lines: Mapping[tuple[str, int], str] = field(default_factory=dict)

    def balance(self, account: str) -> int:
        return self.balances.get(account, 0)


def evolve(state: UndertakingState, event: object) -> UndertakingState:
    if not isinstance(event, CommitmentPosted):
        return state
    balances = dict(state.balances)
    for transfer in event.transfers:
        balances[transfer.debit] = balances.get(transfer.debit, 0) - transfer.amount_grosze
        balances[transfer.credit] = balances.get(transfer.credit, 0) + transfer.amount_grosze
    state = replace(state, balances=balances)
    grant = event.grant_id or ""
    match event.fact:
        case "MultiYearCommitmentMade":
            amounts = (*state.made.get(grant, ()), (event.year, event.amount_grosze))
            documents = {**state.documents, grant: event.document}
            return replace(state, made={**state.made, grant: amounts}, documents=documents)
        case "YearTrancheConfirmed":
            return replace(state, lines={**state.lines, (grant, event.year): event.line_id or ""})
        case "YearAmountReduced":
            reductions = {**state.reductions, (grant, event.year): event.decision_no or 0}
            return replace(state, reductions=reductions)
    return state
