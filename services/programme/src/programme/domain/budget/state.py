"""The budget's state: a book of accounts by effective day, and what is needed to place the next fact."""

from dataclasses import dataclass, field, replace
from datetime import date

from programme.domain.budget.events import EntryPosted
from shared.kernel import accounts
from shared.kernel.balances import Book
from shared.kernel.persistent import PersistentMap
from shared.kernel.postings import Place


@dataclass(frozen=True, slots=True)
class CallPlace:
    line: str
    resolved: bool = False


@dataclass(frozen=True, slots=True)
class GrantPlace:
    """Where a grant's money lies, and how far its facts have come.

    paid_grosze      all that the bank debited, also what came back since: a turnover, not a balance.
    accepted_grosze  accepted and not withdrawn.
    """

    line: str
    home: str
    call: str | None
    decision_no: int
    signed: bool = False
    ended: bool = False
    paid_grosze: int = 0
    accepted_grosze: int = 0


@dataclass(frozen=True, slots=True)
class BudgetState:
    status: str = "unknown"
    programme_limit: int | None = None
    budget_limit: int | None = None
    statements_through: date | None = None
    book: Book = field(default_factory=Book)
    lines: frozenset[str] = frozenset()
    calls: PersistentMap[CallPlace] = field(default_factory=PersistentMap)
    grants: PersistentMap[GrantPlace] = field(default_factory=PersistentMap)

    @property
    def limit(self) -> int:
        """What was put in, net."""
        return -self.book.account(accounts.LIMIT).total

    @property
    def stated_limit(self) -> int | None:
        """The lower of what programme and budget state; None before either does."""
        stated = [limit for limit in (self.programme_limit, self.budget_limit) if limit is not None]
        return min(stated) if stated else None

    @property
    def cut_pending(self) -> int:
        """What the limit still has to lose because free money did not cover a cut."""
        return max(0, self.limit - self.stated_limit) if self.stated_limit is not None else 0

    def place_of_call(self, call: str) -> Place | None:
        known = self.calls.get(call)
        return Place(line=known.line, call=call) if known else None

    def place_of_grant(self, grant: str) -> Place | None:
        known = self.grants.get(grant)
        if known is None:
            return None
        call = self.calls.get(known.call) if known.call else None
        back = accounts.line_account(known.line) if call is None or call.resolved else known.home
        return Place(line=known.line, call=known.call, grant=grant, home=known.home, back=back)


def evolve(state: BudgetState, event: object) -> BudgetState:
    """Apply an entry; total, and silent about rules."""
    if not isinstance(event, EntryPosted):
        return state
    posted = replace(state, book=state.book.post((*event.transfers, *event.suspense), event.effective_on))
    return _placed(posted, event)


def _placed(state: BudgetState, entry: EntryPosted) -> BudgetState:
    match entry.fact:
        case "BudgetDraftSubmitted" | "BudgetDraftDropped":
            return replace(state, status="conditional", budget_limit=entry.stated_grosze)
        case "ProgrammeAdopted" | "ProgrammeAmended":
            return replace(state, programme_limit=entry.stated_grosze)
        case "BudgetAdopted" | "BudgetAmended" | "ProgrammeTakenOver":
            return replace(state, status="in force", budget_limit=entry.stated_grosze)
        case "StatementsComplete":
            return replace(state, statements_through=entry.value_on)
        case "YearClosed":
            return replace(state, status="closed")
        case "AreaAllocated" | "AreaReallocated" if entry.line_id:
            return replace(state, lines=state.lines | {entry.line_id})
        case "CallOpened" if entry.call_id and entry.line_id:
            return replace(state, calls=state.calls.set(entry.call_id, CallPlace(entry.line_id)))
        case "CallResolved" | "CallAnnulled" if entry.call_id and entry.line_id:
            return replace(state, calls=state.calls.set(entry.call_id, CallPlace(entry.line_id, resolved=True)))
        case _ if entry.grant_id and entry.line_id:
            return replace(state, grants=state.grants.set(entry.grant_id, _grant(state, entry)))
        case _:
            return state


def _grant(state: BudgetState, entry: EntryPosted) -> GrantPlace:
    assert entry.grant_id is not None
    assert entry.line_id is not None
    known = state.grants.get(entry.grant_id)
    moved = sum(transfer.amount_grosze for transfer in (*entry.transfers, *entry.suspense))
    match entry.fact, known:
        case "FundsReserved", GrantPlace(signed=True):  # an increase: the place stays what it was
            return replace(known, decision_no=entry.decision_no or 0)
        case "FundsReserved", _:
            home = entry.transfers[0].debit
            return GrantPlace(entry.line_id, home, entry.call_id, entry.decision_no or 0)
        case "GrantTakenOver" | "YearTrancheConfirmed", _:
            return GrantPlace(entry.line_id, accounts.line_account(entry.line_id), None, 0, signed=True)
        case "ContractSigned", GrantPlace():
            return replace(known, signed=True)
        case "FundsDisbursed" | "PaymentTakenOver", GrantPlace():
            return replace(known, paid_grosze=known.paid_grosze + moved)
        case "ContractTerminated", GrantPlace():
            return replace(known, ended=True)
        case "ExpenditureAccepted", GrantPlace():
            return replace(known, accepted_grosze=known.accepted_grosze + entry.amount_grosze)
        case "AcceptanceWithdrawn", GrantPlace():
            return replace(known, accepted_grosze=known.accepted_grosze - entry.amount_grosze)
        case _, GrantPlace():
            return known
        case _:
            return GrantPlace(entry.line_id, accounts.line_account(entry.line_id), entry.call_id, 0)
