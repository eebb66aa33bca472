"""Commands, facts and questions of the payments service: tranche plan, payment, payment order, bank statement."""

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.messages import payments_changes_v1, payments_claims_v1
from shared.messages.fields import (
    Amount,
    AmountOrZero,
    Command,
    Day,
    Digest,
    Fact,
    Label,
    Number,
    ProgrammeId,
    Question,
    Slug,
    TrancheNumber,
)


class PreparePayment(Command):
    """A clerk prepares the payment of a tranche; somebody else must authorise it."""

    NAME: ClassVar = "prepare-payment"
    ROLE: ClassVar = "payment-clerk"
    ARTICLE: ClassVar = "UFP art. 44, 54"
    grant_id: Slug
    tranche_number: TrancheNumber


class AuthorisePayment(Command):
    """The second pair of eyes: never the person who prepared it."""

    NAME: ClassVar = "authorise-payment"
    ROLE: ClassVar = "payment-approver"
    ARTICLE: ClassVar = "UFP art. 53, 54, 69"
    grant_id: Slug
    tranche_number: TrancheNumber


class PaymentReference(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    grant_id: Slug
    tranche_number: TrancheNumber


class IssuePaymentOrder(Command):
    """Authorised payments leave as one payment order file for the bank."""

    NAME: ClassVar = "issue-payment-order"
    ROLE: ClassVar = "payment-clerk"
    order_id: Slug
    execute_on: Day
    payments: Annotated[list[PaymentReference], Field(min_length=1, max_length=500)]


class StatementLine(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    direction: Literal["debit", "credit"]
    amount_grosze: Amount
    value_on: Day
    reference: Label = Field(description='end-to-end reference: "<grant id>/<tranche>" paid, "<grant id>" given back')


class RecordStatement(Command):
    """A bank statement: what the bank says can be witnessed, never refused."""

    NAME: ClassVar = "record-statement"
    ROLE: ClassVar = "bank-interface"
    statement_id: Slug
    lines: Annotated[list[StatementLine], Field(min_length=1, max_length=500)]


class ConfirmStatements(Command):
    """Every bank statement up to a day is recorded: the year may be closed once its 31 December is confirmed."""

    NAME: ClassVar = "confirm-statements"
    ROLE: ClassVar = "treasurer"
    ARTICLE: ClassVar = "UFP art. 263(1)"
    programme_id: ProgrammeId
    through_on: Day


class TakeOverPayment(Command):
    """A payment known only from a register."""

    NAME: ClassVar = "take-over-payment"
    ROLE: ClassVar = "register-importer"
    payment_id: Slug
    grant_id: Slug
    programme_id: ProgrammeId
    amount_grosze: Amount
    value_on: Day
    row_digest: Digest
    evidence: Literal["register"]


class PaymentAuthorised(Fact):
    TYPE: ClassVar = "payments.payment-authorised"
    grant_id: str
    programme_id: str
    tranche_number: TrancheNumber
    amount_grosze: Amount


class FundsDisbursed(Fact):
    """The bank debited the city's account: the grant, or a tranche of it, is paid."""

    TYPE: ClassVar = "payments.funds-disbursed"
    grant_id: str
    programme_id: str
    organisation_id: str
    tranche_number: TrancheNumber
    amount_grosze: Amount
    value_on: Day
    disbursed_total_grosze: AmountOrZero = Field(description="paid on this grant so far, this payment included")
    statement_id: str


class FundsReturned(Fact):
    """The bank credited the city's account with principal of a grant."""

    TYPE: ClassVar = "payments.funds-returned"
    grant_id: str
    programme_id: str
    organisation_id: str
    amount_grosze: Amount
    value_on: Day
    disbursed_total_grosze: AmountOrZero
    returned_total_grosze: AmountOrZero = Field(description="given back on this grant so far, this one included")
    statement_id: str


class StatementLineUnmatched(Fact):
    """Money moved at the bank for which no payment of ours is known; somebody must look."""

    TYPE: ClassVar = "payments.statement-line-unmatched"
    statement_id: str
    line_number: Number
    direction: str
    amount_grosze: Amount
    value_on: Day


class StatementsComplete(Fact):
    """Whatever the bank moved up to this day has been recorded."""

    TYPE: ClassVar = "payments.statements-complete"
    programme_id: str
    through_on: Day


class PaymentTakenOver(Fact):
    TYPE: ClassVar = "payments.payment-taken-over"
    payment_id: str
    grant_id: str
    programme_id: str
    amount_grosze: Amount
    value_on: Day
    disbursed_total_grosze: AmountOrZero
    evidence: str


class PaymentQuestion(Question):
    """The tranche plan of a grant and what became of each tranche."""

    NAME: ClassVar = "payments"
    grant_id: Slug


class PaymentTotalsQuestion(Question):
    """What payments itself says was paid and given back, per grant of a programme."""

    NAME: ClassVar = "payment-totals"
    programme: ProgrammeId


class OrderFileQuestion(Question):
    """The payment order file of an order: ISO 20022 pain.001."""

    NAME: ClassVar = "order-file"
    order_id: Slug


COMMANDS: tuple[type[Command], ...] = (
    PreparePayment,
    AuthorisePayment,
    IssuePaymentOrder,
    RecordStatement,
    ConfirmStatements,
    TakeOverPayment,
    *payments_changes_v1.COMMANDS,
    *payments_claims_v1.COMMANDS,
)
FACTS: tuple[type[Fact], ...] = (
    PaymentAuthorised,
    FundsDisbursed,
    FundsReturned,
    StatementLineUnmatched,
    StatementsComplete,
    PaymentTakenOver,
    *payments_changes_v1.FACTS,
    *payments_claims_v1.FACTS,
)
QUESTIONS: tuple[type[Question], ...] = (
    PaymentQuestion,
    PaymentTotalsQuestion,
    OrderFileQuestion,
    payments_claims_v1.ClaimsQuestion,
)
