"""The book of multi-year commitments: its accounts and its posting table (UFP art. 226(3), 226(4), 228).

One book for each undertaking of the long-term forecast (WPF), outside every year's limit. Each year of it balances in
itself: what the council allowed is free, committed by a contract, or confirmed in that year's own budget.

wpf/<year>/limit                      contra account: what the council allowed
wpf/<year>/free                       allowed, not committed
wpf/<year>/grant/<grant>/committed    signed for that year, whose budget does not bear it yet
wpf/<year>/grant/<grant>/confirmed    contracted in that year's budget
"""

from shared.kernel.postings import Posting

COMMITMENT_POSTINGS: tuple[Posting, ...] = (
    Posting("CommitmentLimitSet", "raise", "limit", "free"),
    Posting("CommitmentLimitSet", "lower", "free", "limit"),
    Posting("MultiYearCommitmentMade", "", "free", "committed"),
    Posting("YearTrancheConfirmed", "", "committed", "confirmed"),
    Posting("YearAmountReduced", "committed", "committed", "free"),
    Posting("YearAmountReduced", "confirmed", "confirmed", "free"),
)

_BY_FACT_AND_CASE = {(posting.fact, posting.case): posting for posting in COMMITMENT_POSTINGS}


def commitment_posting(fact: str, case: str = "") -> Posting:
    return _BY_FACT_AND_CASE[fact, case]


def commitment_account(year: int, role: str, grant: str | None = None) -> str:
    """The account that a role of the table means in a year."""
    return f"wpf/{year}/grant/{grant}/{role}" if role in ("committed", "confirmed") else f"wpf/{year}/{role}"
