"""Commands and facts of the payments service about tranches that are not paid, or were sent back by a bank."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from shared.messages.fields import Amount, AmountOrZero, Command, Day, Fact, Label, Slug, TrancheNumber


class CancelTranche(Command):
    """A tranche will not be paid: the contract goes on without it, and its money goes back to the line."""

    NAME: ClassVar = "cancel-tranche"
    ROLE: ClassVar = "treasurer"
    ARTICLE: ClassVar = "UFP art. 44, 221(3)"
    grant_id: Slug
    tranche_number: TrancheNumber
    cancelled_on: Day
    document: Label


class ReturnedTransfer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    amount_grosze: Amount
    value_on: Day
    reference: Label = Field(description='end-to-end reference of the transfer that came back: "<grant id>/<tranche>"')


class RecordReturnedTransfers(Command):
    """A statement of transfers that the other bank sent back: witnessed, never refused."""

    NAME: ClassVar = "record-returned-transfers"
    ROLE: ClassVar = "bank-interface"
    ARTICLE: ClassVar = "UFP art. 252(6), 263(1)"
    statement_id: Slug
    lines: Annotated[list[ReturnedTransfer], Field(min_length=1, max_length=500)]


class TrancheCancelled(Fact):
    """A tranche of a contract will not be paid."""

    TYPE: ClassVar = "payments.tranche-cancelled"
    grant_id: str
    programme_id: str
    tranche_number: TrancheNumber
    amount_grosze: Amount
    cancelled_on: Day
    document: str


class DisbursementReversed(Fact):
    """The bank credited what it had debited for a tranche: the tranche is unpaid again."""

    TYPE: ClassVar = "payments.disbursement-reversed"
    grant_id: str
    programme_id: str
    tranche_number: TrancheNumber
    amount_grosze: Amount
    value_on: Day
    disbursed_total_grosze: AmountOrZero = Field(description="debited on this grant so far, reversed or not")
    reversed_total_grosze: AmountOrZero = Field(description="sent back on this grant so far, this one included")
    statement_id: str


COMMANDS: tuple[type[Command], ...] = (CancelTranche, RecordReturnedTransfers)
FACTS: tuple[type[Fact], ...] = (TrancheCancelled, DisbursementReversed)
