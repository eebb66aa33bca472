"""Commands, facts and a question about refund claims: what must come back, with interest, and what never will."""

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.messages.fields import Amount, AmountOrZero, Command, Day, Fact, Label, Question, Slug, TrancheNumber

ClaimNumber = Annotated[int, Field(strict=True, ge=1, le=1000, description="number of the claim within its grant")]
Ground = Literal["unused", "misused", "excess", "undue"]


class ClaimedOfTranche(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    tranche_number: TrancheNumber
    principal_grosze: Amount


class EstablishClaim(Command):
    """What was unused, misused, taken in excess or without ground must be given back, and was called for."""

    NAME: ClassVar = "establish-claim"
    ROLE: ClassVar = "claims-clerk"
    ARTICLE: ClassVar = "UFP art. 60, 251, 252"
    grant_id: Slug
    claim_number: ClaimNumber
    ground: Ground
    principal_grosze: Amount = Field(description="only the part that is tainted or left over, in grosze")
    tranches: Annotated[list[ClaimedOfTranche], Field(max_length=100)] = Field(
        default_factory=list,
        description="how the principal lies on tranches; needed where it was misused; none: the grant as a whole",
    )
    found_on: Day = Field(description="day of the finding")
    called_on: Day = Field(description="day on which the organisation was called on to pay")
    use_until: Day | None = Field(default=None, description="last day of use, where the money was left unused")
    document: Label


class GrantRelief(Command):
    """A claim is written off, whole or in part, by a decision; its interest falls with the principal."""

    NAME: ClassVar = "grant-relief"
    ROLE: ClassVar = "claims-approver"
    ARTICLE: ClassVar = "UFP art. 64"
    grant_id: Slug
    claim_number: ClaimNumber
    amount_grosze: Amount = Field(description="principal that is written off, in grosze")
    decision_number: Label
    granted_on: Day


class MarkClaimTimeBarred(Command):
    """What is left of a claim is time-barred: five years from the end of the year in which it was due have passed."""

    NAME: ClassVar = "mark-claim-time-barred"
    ROLE: ClassVar = "claims-approver"
    ARTICLE: ClassVar = "UFP art. 67; Tax Ordinance art. 70"
    grant_id: Slug
    claim_number: ClaimNumber
    barred_on: Day = Field(description="first day on which nothing can be demanded any more")
    document: Label


class ReliefGranted(Fact):
    """A part of a claim, or all of it, was written off."""

    TYPE: ClassVar = "payments.relief-granted"
    grant_id: str
    programme_id: str
    claim_number: ClaimNumber
    amount_grosze: Amount
    decision_number: str
    granted_on: Day
    disbursed_total_grosze: AmountOrZero = Field(description="paid on this grant so far")


class ClaimTimeBarred(Fact):
    """What was left of a claim cannot be demanded any more."""

    TYPE: ClassVar = "payments.claim-time-barred"
    grant_id: str
    programme_id: str
    claim_number: ClaimNumber
    amount_grosze: Amount
    barred_on: Day
    document: str
    disbursed_total_grosze: AmountOrZero = Field(description="paid on this grant so far")


class ClaimsQuestion(Question):
    """The refund claims of a grant: what is left, paid, written off; with `on`, the interest if paid on that day."""

    NAME: ClassVar = "claims"
    grant_id: Slug
    on: Day | None = None


COMMANDS: tuple[type[Command], ...] = (EstablishClaim, GrantRelief, MarkClaimTimeBarred)
FACTS: tuple[type[Fact], ...] = (ReliefGranted, ClaimTimeBarred)
