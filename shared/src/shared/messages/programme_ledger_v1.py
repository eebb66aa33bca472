"""Questions about the ledger: chart of accounts, account statement, turnover-and-balance sheet. Owned by programme.

Every balance and turnover in the answers is in integer grosze. Periods are days of effect, both ends inclusive.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from shared.messages.fields import Day, Instant, ProgrammeId, Question

Grouping = Literal["area", "unit", "classification", "division", "chapter", "paragraph", "line", "call", "grant"]
SheetGrouping = Literal[
    "account", "balance", "area", "unit", "classification", "division", "chapter", "paragraph", "line", "call"
]
AccountName = Annotated[
    str,
    Field(
        min_length=1,
        max_length=400,
        pattern=r"^[a-z0-9*][a-z0-9.*-]*(/[a-z0-9*][a-z0-9.*-]*)*$",
        description="an account of the ledger; with * in place of a grant, what all grants of one home hold",
        examples=["line/sport.wsir.926-92605-2360", "line/sport.wsir.926-92605-2360/call/c1/grant/*/reserved"],
    ),
]


def _is_place(text: str) -> str:
    Day.fromisoformat(text.split("/", maxsplit=1)[0])
    return text


Place = Annotated[
    str,
    Field(pattern=r"^\d{4}-\d{2}-\d{2}/\d{1,16}/\d{1,6}$", description="next_after of an earlier page"),
    AfterValidator(_is_place),
]
Limit = Annotated[int, Field(ge=1, le=5000)]
KnownAt = Annotated[Instant | None, Field(description="default: the latest instant that every service has passed")]
FromDay = Annotated[Day | None, Field(description="first day of effect; default: from the first entry")]
ToDay = Annotated[Day | None, Field(description="last day of effect, inclusive; default: everything effective")]


class AccountsQuestion(Question):
    """The accounts of the general ledger with what each holds, or those of the single grants under one of them."""

    NAME: ClassVar = "accounts"
    programme: ProgrammeId | None = None
    as_of: Day | None = Field(default=None, description="day of effect, inclusive; default: everything effective")
    known_at: KnownAt = None
    under: AccountName | None = Field(default=None, description="an account of the general ledger: its single grants")
    after: AccountName | None = Field(default=None, description="next_after of an earlier page")
    limit: Limit = 1000


class AccountQuestion(Question):
    """The statement of one account: opening balance, postings in order of effect, closing balance."""

    NAME: ClassVar = "account"
    programme: ProgrammeId | None = None
    account: AccountName
    from_on: FromDay = None
    to_on: ToDay = None
    known_at: KnownAt = None
    after: Place | None = None
    limit: Limit = 1000


class TurnoverSheetQuestion(Question):
    """The turnover-and-balance sheet of a period (Accounting Act art. 18(1)), per account or per group of accounts."""

    NAME: ClassVar = "turnover-sheet"
    programme: ProgrammeId | None = None
    from_on: FromDay = None
    to_on: ToDay = None
    known_at: KnownAt = None
    by: SheetGrouping = "account"


QUESTIONS: tuple[type[Question], ...] = (AccountsQuestion, AccountQuestion, TurnoverSheetQuestion)
