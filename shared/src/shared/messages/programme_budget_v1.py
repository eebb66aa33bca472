"""Commands with which the treasurer and the council change the plan of a programme year. Owned by programme."""

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from shared.kernel.money import GROSZE_MAX
from shared.messages.fields import Amount, AmountOrZero, Command, Day, Label, LineId, ProgrammeId, Slug

_LINE = r"line/[a-z0-9][a-z0-9-]*\.[a-z0-9][a-z0-9-]*\.[0-9]{3}-[0-9]{5}-[0-9]{4}"

PlanAccount = Annotated[
    str,
    Field(
        max_length=300,
        pattern=rf"^(free|{_LINE}(/pool|/call/[a-z0-9][a-z0-9-]*)?)$",
        description="free, a line, its small-grant pool, or a call's pool",
        examples=["line/sport.wsir.926-92605-2360/call/c1"],
    ),
]
ReleaseAccount = Annotated[
    str,
    Field(
        max_length=300,
        pattern=rf"^{_LINE}(/pool|/call/[a-z0-9][a-z0-9-]*)?$",
        description="a line, its small-grant pool, or a call's pool",
        examples=["line/sport.wsir.926-92605-2360"],
    ),
]


def _not_zero(change: int) -> int:
    if change == 0:
        raise ValueError("a change of nothing is no change")
    return change


Change = Annotated[
    int,
    Field(strict=True, ge=-GROSZE_MAX, le=GROSZE_MAX, description="grosze; below zero takes away; never zero"),
    AfterValidator(_not_zero),
]


class AmendProgramme(Command):
    """The council changes the programme's amount: the other of the two limits stays."""

    NAME: ClassVar = "amend-programme"
    ROLE: ClassVar = "council-clerk"
    ARTICLE: ClassVar = "UDPP art. 5a(1)"
    programme_id: ProgrammeId
    limit_grosze: Amount
    resolution_number: Label
    adopted_on: Day


class AmendBudget(Command):
    """The council changes the budget. What free money does not cover of a cut stays pending."""

    NAME: ClassVar = "amend-budget"
    ROLE: ClassVar = "council-clerk"
    ARTICLE: ClassVar = "UFP art. 211, 233, 240"
    programme_id: ProgrammeId
    limit_grosze: Amount
    resolution_number: Label
    adopted_on: Day


class DropBudgetDraft(Command):
    """The draft is withdrawn, or the council adopts the budget without the programme's money: the limit is zero."""

    NAME: ClassVar = "drop-budget-draft"
    ROLE: ClassVar = "council-clerk"
    ARTICLE: ClassVar = "UDPP art. 13(5); UFP art. 233, 239"
    programme_id: ProgrammeId
    dropped_on: Day
    document: Label


class Release(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    account: ReleaseAccount
    amount_grosze: Amount


class CarryOutCut(Command):
    """One decision ends a pending cut: the named accounts and free money give it, or nothing happens."""

    NAME: ClassVar = "carry-out-cut"
    ROLE: ClassVar = "treasurer"
    ARTICLE: ClassVar = "UFP art. 257-260"
    programme_id: ProgrammeId
    releases: list[Release] = Field(default_factory=list, max_length=500, description="none where free money is enough")
    document: Label


class ReallocateArea(Command):
    """Money goes from one line to another."""

    NAME: ClassVar = "reallocate-area"
    ROLE: ClassVar = "treasurer"
    ARTICLE: ClassVar = "UFP art. 257, 258"
    programme_id: ProgrammeId
    from_line_id: LineId
    to_line_id: LineId
    amount_grosze: Amount
    document: Label


class DeallocateArea(Command):
    """Money goes from a line back to free."""

    NAME: ClassVar = "deallocate-area"
    ROLE: ClassVar = "treasurer"
    ARTICLE: ClassVar = "UFP art. 257, 258"
    programme_id: ProgrammeId
    line_id: LineId
    amount_grosze: Amount
    document: Label


class SetSmallGrantPool(Command):
    """How much of a line is set aside for new small grants; zero gives it back."""

    NAME: ClassVar = "set-small-grant-pool"
    ROLE: ClassVar = "treasurer"
    ARTICLE: ClassVar = "UDPP art. 19a(7)"
    programme_id: ProgrammeId
    line_id: LineId
    pool_grosze: AmountOrZero
    document: Label


class BlockExpenditure(Command):
    """The executive blocks planned spending: it can be neither announced nor promised until it is unblocked."""

    NAME: ClassVar = "block-expenditure"
    ROLE: ClassVar = "treasurer"
    ARTICLE: ClassVar = "UFP art. 260"
    programme_id: ProgrammeId
    account: PlanAccount
    amount_grosze: Amount
    document: Label


class UnblockExpenditure(Command):
    """What was blocked is free to be spent as planned again."""

    NAME: ClassVar = "unblock-expenditure"
    ROLE: ClassVar = "treasurer"
    ARTICLE: ClassVar = "UFP art. 260"
    programme_id: ProgrammeId
    account: PlanAccount
    amount_grosze: Amount
    document: Label


class ChangeCallPool(Command):
    """A call's pool is raised from its line, or lowered, never below what is promised already."""

    NAME: ClassVar = "change-call-pool"
    ROLE: ClassVar = "call-editor"
    ARTICLE: ClassVar = "UDPP art. 13(2)(2)"
    call_id: Slug
    pool_change_grosze: Change
    document: Label


class AnnulCall(Command):
    """A call is annulled on one of the two grounds of the act; its pool goes back to the line."""

    NAME: ClassVar = "annul-call"
    ROLE: ClassVar = "call-editor"
    ARTICLE: ClassVar = "UDPP art. 18a"
    call_id: Slug
    ground: Literal["no-offer-submitted", "no-offer-met-the-requirements"]
    annulled_on: Day


class CloseYear(Command):
    """The year is over and its statements are in: what was planned and not paid lapses as of 31 December."""

    NAME: ClassVar = "close-year"
    ROLE: ClassVar = "treasurer"
    ARTICLE: ClassVar = "UFP art. 263(1)"
    programme_id: ProgrammeId
    document: Label


COMMANDS: tuple[type[Command], ...] = (
    DropBudgetDraft,
    AmendProgramme,
    AmendBudget,
    CarryOutCut,
    ReallocateArea,
    DeallocateArea,
    SetSmallGrantPool,
    BlockExpenditure,
    UnblockExpenditure,
    ChangeCallPool,
    AnnulCall,
    CloseYear,
)
