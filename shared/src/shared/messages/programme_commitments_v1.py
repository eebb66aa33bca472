"""Commands of multi-year undertakings and their commitments. Owned by programme."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from shared.messages.fields import Amount, AmountOrZero, Command, Label, LineId, ProgrammeId, Slug

Year = Annotated[int, Field(strict=True, ge=2000, le=2999, description="a budget year")]


class SetCommitmentLimit(Command):
    """The council allows so much of a year to be committed for a multi-year undertaking."""

    NAME: ClassVar = "set-commitment-limit"
    ROLE: ClassVar = "council-clerk"
    ARTICLE: ClassVar = "UFP art. 226(3), 226(4), 228"
    undertaking_id: Slug
    year: Year
    limit_grosze: AmountOrZero
    document: Label


class YearAmount(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    year: Year
    amount_grosze: Amount


class MakeMultiYearCommitment(Command):
    """A contract of several years commits amounts of the years to come: all of them or none."""

    NAME: ClassVar = "make-multi-year-commitment"
    ROLE: ClassVar = "treasurer"
    ARTICLE: ClassVar = "UFP art. 226(3), 228; UDPP art. 16(3)"
    undertaking_id: Slug
    grant_id: Slug
    amounts: Annotated[list[YearAmount], Field(min_length=1, max_length=5)]
    document: Label


class ConfirmYearTranche(Command):
    """The adopted budget of a year bears its part of a commitment: the line's money becomes contracted."""

    NAME: ClassVar = "confirm-year-tranche"
    ROLE: ClassVar = "treasurer"
    ARTICLE: ClassVar = "UFP art. 228; UDPP art. 16(3)"
    undertaking_id: Slug
    grant_id: Slug
    programme_id: ProgrammeId
    line_id: LineId
    document: Label


class ReduceYearAmount(Command):
    """A year of a commitment gets less than was committed."""

    NAME: ClassVar = "reduce-year-amount"
    ROLE: ClassVar = "treasurer"
    ARTICLE: ClassVar = "UFP art. 228; UDPP art. 16(2)"
    undertaking_id: Slug
    grant_id: Slug
    programme_id: ProgrammeId
    amount_grosze: Amount
    document: Label


COMMANDS: tuple[type[Command], ...] = (
    SetCommitmentLimit,
    MakeMultiYearCommitment,
    ConfirmYearTranche,
    ReduceYearAmount,
)
