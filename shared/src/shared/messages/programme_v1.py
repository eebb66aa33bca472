"""Commands, facts and questions of the programme service: programme, budget, call."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from shared.messages import (
    programme_budget_v1,
    programme_call_v1,
    programme_commitments_v1,
    programme_ledger_v1,
    programme_making_v1,
)
from shared.messages.fields import (
    Amount,
    AmountOrZero,
    Command,
    Day,
    Fact,
    Instant,
    Label,
    LineId,
    Number,
    Percent,
    Points,
    ProgrammeId,
    Question,
    Slug,
)


class DraftProgramme(Command):
    """A department writes the draft of the annual programme."""

    NAME: ClassVar = "draft-programme"
    ROLE: ClassVar = "programme-editor"
    ARTICLE: ClassVar = "UDPP art. 5a(1)"
    programme_id: ProgrammeId
    planned_grosze: Amount


class OpenConsultation(Command):
    NAME: ClassVar = "open-consultation"
    ROLE: ClassVar = "programme-editor"
    ARTICLE: ClassVar = "UDPP art. 5(5)"
    programme_id: ProgrammeId
    opens_on: Day
    closes_on: Day


class CloseConsultation(Command):
    NAME: ClassVar = "close-consultation"
    ROLE: ClassVar = "programme-editor"
    ARTICLE: ClassVar = "UDPP art. 5(5)"
    programme_id: ProgrammeId
    remarks_count: Annotated[int, Field(strict=True, ge=0, le=100_000)]


class AdoptProgramme(Command):
    """The council adopts the programme: its amount is one of the two limits of the year."""

    NAME: ClassVar = "adopt-programme"
    ROLE: ClassVar = "council-clerk"
    ARTICLE: ClassVar = "UDPP art. 5a(1), 5a(4)"
    programme_id: ProgrammeId
    limit_grosze: Amount
    resolution_number: Label
    adopted_on: Day


class SubmitBudgetDraft(Command):
    """The draft budget goes to the council; calls may be opened on it, nothing may be signed."""

    NAME: ClassVar = "submit-budget-draft"
    ROLE: ClassVar = "treasurer"
    ARTICLE: ClassVar = "UDPP art. 13(5)"
    programme_id: ProgrammeId
    limit_grosze: Amount
    submitted_on: Day
    document: Label


class AdoptBudget(Command):
    """The council adopts the budget: the year is in force; the limit is the lower of programme and budget."""

    NAME: ClassVar = "adopt-budget"
    ROLE: ClassVar = "council-clerk"
    ARTICLE: ClassVar = "UFP art. 211, 239"
    programme_id: ProgrammeId
    limit_grosze: Amount
    resolution_number: Label
    adopted_on: Day


class AllocateArea(Command):
    """Money goes from free to a line: (area, executing unit, dział/rozdział/paragraf)."""

    NAME: ClassVar = "allocate-area"
    ROLE: ClassVar = "treasurer"
    ARTICLE: ClassVar = "UFP art. 211(1), 247"
    programme_id: ProgrammeId
    line_id: LineId
    amount_grosze: Amount
    document: Label


class OpenCall(Command):
    """A department opens a call; its pool is taken from the line."""

    NAME: ClassVar = "open-call"
    ROLE: ClassVar = "call-editor"
    ARTICLE: ClassVar = "UDPP art. 13"
    call_id: Slug
    programme_id: ProgrammeId
    line_id: LineId
    number: Label
    pool_grosze: Amount
    opens_on: Day
    offers_until: Instant = Field(description="the first instant at which an offer is too late")
    min_grant_grosze: Amount = 1
    max_grant_grosze: Amount
    max_share_percent: Percent = Field(default=100, description="of the task's whole cost")
    pass_mark_points: Points = 60


class ResolveCall(Command):
    """Every proposal has been answered: what is left of the pool goes back to the line."""

    NAME: ClassVar = "resolve-call"
    ROLE: ClassVar = "call-editor"
    ARTICLE: ClassVar = "UDPP art. 15(2h)"
    call_id: Slug
    resolved_on: Day


class TakeOverProgramme(Command):
    """A year known only from a register of awarded grants: its limit, with how it is known."""

    NAME: ClassVar = "take-over-programme"
    ROLE: ClassVar = "register-importer"
    programme_id: ProgrammeId
    line_id: LineId
    limit_grosze: Amount
    limit_derived: bool = Field(description="true: the sum of the register's rows, no council said it")
    taken_on: Day
    evidence: Literal["register"]


class ProgrammeAdopted(Fact):
    TYPE: ClassVar = "programme.programme-adopted"
    programme_id: str
    limit_grosze: AmountOrZero
    resolution_number: str
    adopted_on: Day


class BudgetDraftSubmitted(Fact):
    TYPE: ClassVar = "programme.budget-draft-submitted"
    programme_id: str
    limit_grosze: AmountOrZero


class BudgetAdopted(Fact):
    """The year is in force: contracts may be signed, unless a cut is pending."""

    TYPE: ClassVar = "programme.budget-adopted"
    programme_id: str
    limit_grosze: AmountOrZero
    cut_pending_grosze: AmountOrZero = Field(
        description="what the limit still has to lose; while above zero, no signature"
    )
    adopted_on: Day


class AreaAllocated(Fact):
    TYPE: ClassVar = "programme.area-allocated"
    programme_id: str
    line_id: str
    amount_grosze: Amount


class CallOpened(Fact):
    TYPE: ClassVar = "programme.call-opened"
    call_id: str
    programme_id: str
    line_id: str
    number: str
    pool_grosze: Amount
    opens_on: Day
    offers_until: datetime
    min_grant_grosze: Amount
    max_grant_grosze: Amount
    max_share_percent: Percent
    pass_mark_points: Points


class CallResolved(Fact):
    TYPE: ClassVar = "programme.call-resolved"
    call_id: str
    programme_id: str
    unused_grosze: AmountOrZero
    resolved_on: Day


class LimitChanged(Fact):
    """The limit of a year that is known already was amended, or a pending cut of it was carried out."""

    TYPE: ClassVar = "programme.limit-changed"
    programme_id: str
    limit_grosze: AmountOrZero = Field(description="as the accounts hold it")
    in_force: bool
    cut_pending_grosze: AmountOrZero = Field(
        description="what the limit still has to lose; while above zero, no signature"
    )
    changed_on: Day


class YearClosed(Fact):
    """What was planned and not paid has lapsed; nothing more is promised or signed in this year."""

    TYPE: ClassVar = "programme.year-closed"
    programme_id: str
    lapsed_grosze: AmountOrZero
    closed_on: Day


class CallAnnulled(Fact):
    TYPE: ClassVar = "programme.call-annulled"
    call_id: str
    programme_id: str
    ground: str
    annulled_on: Day


class FundsReserved(Fact):
    """The answer yes to an award proposal: the money is held until grants' own fact ends it."""

    TYPE: ClassVar = "programme.funds-reserved"
    grant_id: str
    decision_no: Number
    programme_id: str
    call_id: str
    amount_grosze: Amount


class FundsRefused(Fact):
    """The answer no: why, and what was free at that moment."""

    TYPE: ClassVar = "programme.funds-refused"
    grant_id: str
    decision_no: Number
    programme_id: str
    call_id: str
    amount_grosze: Amount
    reason: str = Field(description="code of the broken rule, as in a problem")
    free_grosze: AmountOrZero


class BudgetQuestion(Question):
    """The budget of a programme year as of a day, as known at an instant."""

    NAME: ClassVar = "budget"
    programme: ProgrammeId | None = Field(default=None, description="default: the only one, or the deployment's")
    as_of: Day | None = Field(default=None, description="effective date, inclusive; default: everything effective")
    known_at: Instant | None = Field(
        default=None, description="default: the latest instant that every service has passed"
    )
    by: programme_ledger_v1.Grouping | None = Field(
        default=None, description="figures per group in place of those per area; groups and elsewhere make the total"
    )


class CallQuestion(Question):
    """All that is recorded of one call, with the texts of its announcement: what a public page needs."""

    NAME: ClassVar = "call"
    call_id: Slug


class ProgrammeQuestion(Question):
    NAME: ClassVar = "programme"
    programme: ProgrammeId


class JournalQuestion(Question):
    """Entries of a budget's journal, in order; those that fit every filter given."""

    NAME: ClassVar = "journal"
    programme: ProgrammeId
    after: Annotated[int, Field(ge=0)] = Field(default=0, description="journal number to start after")
    limit: Annotated[int, Field(ge=1, le=5000)] = 1000
    from_on: programme_ledger_v1.FromDay = None
    to_on: programme_ledger_v1.ToDay = None
    known_at: Instant | None = Field(default=None, description="entries recorded by then; default: all")
    fact: str | None = Field(
        default=None, max_length=80, pattern=r"^[A-Za-z]+$", description="row of the posting table, e.g. FundsReserved"
    )
    line: LineId | None = None
    call: Slug | None = None
    grant: Slug | None = None


COMMANDS: tuple[type[Command], ...] = (
    DraftProgramme,
    OpenConsultation,
    CloseConsultation,
    AdoptProgramme,
    SubmitBudgetDraft,
    AdoptBudget,
    AllocateArea,
    OpenCall,
    ResolveCall,
    TakeOverProgramme,
    *programme_budget_v1.COMMANDS,
    *programme_making_v1.COMMANDS,
    *programme_call_v1.COMMANDS,
    *programme_commitments_v1.COMMANDS,
)
FACTS: tuple[type[Fact], ...] = (
    ProgrammeAdopted,
    BudgetDraftSubmitted,
    BudgetAdopted,
    AreaAllocated,
    CallOpened,
    CallResolved,
    CallAnnulled,
    LimitChanged,
    YearClosed,
    FundsReserved,
    FundsRefused,
    *programme_making_v1.FACTS,
    *programme_call_v1.FACTS,
)
QUESTIONS: tuple[type[Question], ...] = (
    BudgetQuestion,
    CallQuestion,
    ProgrammeQuestion,
    JournalQuestion,
    *programme_making_v1.QUESTIONS,
    *programme_ledger_v1.QUESTIONS,
    *programme_call_v1.QUESTIONS,
)
