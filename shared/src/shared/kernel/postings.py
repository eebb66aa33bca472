"""The posting table: which fact moves money from which account to which. One table as data, for programme and auditor.

Roles are resolved by `Place`: "home" is where a grant's money came from, "back" where it goes when it is released
(home again, or the line once the call is resolved), "source" and "target" the accounts that a plan's change names.
"lapsed" is where that account's money lapses, or the grant's; "lapsed-line" where the line's does.

Cases after the closing of a year: "found later" takes from what lapsed, "lapses" lets it lapse again in the same entry.
"""

from dataclasses import dataclass

from shared.kernel import accounts


@dataclass(frozen=True, slots=True)
class Posting:
    """fact, the case of it, and the two roles. `witnessed`: it has happened whether or not the account can bear it."""

    fact: str
    case: str
    debit: str
    credit: str
    witnessed: bool = False


POSTINGS: tuple[Posting, ...] = (
    Posting("BudgetDraftSubmitted", "raise", "limit", "free"),
    Posting("BudgetDraftSubmitted", "cut", "free", "limit", witnessed=True),
    Posting("ProgrammeAdopted", "raise", "limit", "free"),
    Posting("ProgrammeAdopted", "cut", "free", "limit", witnessed=True),
    Posting("BudgetDraftDropped", "cut", "free", "limit", witnessed=True),
    Posting("BudgetAdopted", "raise", "limit", "free"),
    Posting("BudgetAdopted", "cut", "free", "limit", witnessed=True),
    Posting("ProgrammeAmended", "raise", "limit", "free"),
    Posting("ProgrammeAmended", "cut", "free", "limit", witnessed=True),
    Posting("BudgetAmended", "raise", "limit", "free"),
    Posting("BudgetAmended", "cut", "free", "limit", witnessed=True),
    Posting("CutCarriedOut", "release", "source", "free"),
    Posting("CutCarriedOut", "cut", "free", "limit"),
    Posting("ProgrammeTakenOver", "raise", "limit", "free"),
    Posting("AreaAllocated", "", "free", "line"),
    Posting("AreaReallocated", "", "line", "target"),
    Posting("AreaDeallocated", "", "line", "free"),
    Posting("SmallGrantPoolSet", "more", "line", "pool"),
    Posting("SmallGrantPoolSet", "less", "pool", "line"),
    Posting("ExpenditureBlocked", "", "source", "blocked"),
    Posting("ExpenditureUnblocked", "", "blocked", "source"),
    Posting("ExpenditureUnblocked", "call ended", "blocked", "line"),
    Posting("CallOpened", "", "line", "call"),
    Posting("CallPoolIncreased", "", "line", "call"),
    Posting("CallPoolReduced", "", "call", "line"),
    Posting("CallAnnulled", "", "call", "line"),
    Posting("FundsReserved", "", "home", "reserved"),
    Posting("FundsReserved", "increase", "back", "reserved"),
    Posting("AwardDeclined", "", "reserved", "back"),
    Posting("AwardLapsed", "", "reserved", "back"),
    Posting("AwardRevoked", "", "reserved", "back"),
    Posting("IncreaseDropped", "", "reserved", "back"),
    Posting("ContractSigned", "signed", "reserved", "contracted", witnessed=True),
    Posting("ContractSigned", "difference", "reserved", "back", witnessed=True),
    Posting("ContractSigned", "found later", "lapsed", "contracted", witnessed=True),
    Posting("ContractSigned", "lapses", "contracted", "lapsed", witnessed=True),
    Posting("AnnexSigned", "up", "reserved", "contracted", witnessed=True),
    Posting("AnnexSigned", "down", "contracted", "line", witnessed=True),
    Posting("AnnexSigned", "found later", "lapsed", "contracted", witnessed=True),
    Posting("AnnexSigned", "lapses", "contracted", "lapsed", witnessed=True),
    Posting("ContractTerminated", "", "contracted", "line", witnessed=True),
    Posting("TrancheCancelled", "", "contracted", "line", witnessed=True),
    Posting("CallResolved", "", "call", "line"),
    Posting("FundsDisbursed", "", "contracted", "disbursed", witnessed=True),
    Posting("FundsDisbursed", "found later", "lapsed", "disbursed", witnessed=True),
    Posting("DisbursementReversed", "", "disbursed", "contracted", witnessed=True),
    Posting("DisbursementReversed", "contract ended", "disbursed", "line", witnessed=True),
    Posting("DisbursementReversed", "later", "disbursed", "returned", witnessed=True),
    Posting("DisbursementReversed", "year closed", "disbursed", "lapsed", witnessed=True),
    Posting("ExpenditureAccepted", "", "disbursed", "settled"),
    Posting("AcceptanceWithdrawn", "", "settled", "disbursed", witnessed=True),
    Posting("FundsReturned", "same year", "disbursed", "line", witnessed=True),
    Posting("FundsReturned", "later", "disbursed", "returned", witnessed=True),
    Posting("FundsReturned", "lapses", "line", "lapsed-line", witnessed=True),
    Posting("ReliefGranted", "", "disbursed", "written-off", witnessed=True),
    Posting("ClaimTimeBarred", "", "disbursed", "written-off", witnessed=True),
    Posting("YearTrancheConfirmed", "", "line", "contracted"),
    Posting("YearAmountReduced", "", "contracted", "line", witnessed=True),
    Posting("GrantTakenOver", "", "home", "contracted"),
    Posting("GrantTakenOver", "found later", "lapsed-line", "contracted"),
    Posting("GrantTakenOver", "lapses", "contracted", "lapsed"),
    Posting("PaymentTakenOver", "", "contracted", "disbursed"),
    Posting("PaymentTakenOver", "found later", "lapsed", "disbursed"),
    Posting("YearClosed", "", "source", "lapsed"),
)

_BY_FACT_AND_CASE = {(posting.fact, posting.case): posting for posting in POSTINGS}


def posting(fact: str, case: str = "") -> Posting:
    return _BY_FACT_AND_CASE[fact, case]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact's money lies: enough to name every account of its posting."""

    line: str | None = None
    call: str | None = None
    grant: str | None = None
    home: str | None = None
    back: str | None = None
    source: str | None = None
    target: str | None = None

    def account(self, role: str) -> str:
        """The account that a role of the table means here."""
        match role:
            case "limit" | "free":
                return role
            case "line":
                return accounts.line_account(_known(self.line))
            case "call":
                return accounts.call_account(_known(self.line), _known(self.call))
            case "pool":
                return accounts.pool_account(_known(self.line))
            case "home" | "back" | "source" | "target":
                return _known(getattr(self, role))
            case "blocked":
                return accounts.blocked_twin(_known(self.source))
            case "lapsed" if self.source:
                return accounts.lapsed_from(self.source)
            case "lapsed-line":
                return accounts.sink(self.line, "lapsed")
            case "returned" | "written-off":
                return accounts.sink(self.line, role)
            case _:
                return accounts.grant_account(_known(self.home), _known(self.grant), role)


def _known(value: str | None) -> str:
    if value is None:
        raise ValueError("the place does not name what the posting needs")
    return value
