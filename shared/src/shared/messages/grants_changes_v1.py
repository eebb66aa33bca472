"""Commands and facts of the grants service that change an award or a contract after it was made."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from shared.messages.fields import Amount, AmountOrZero, Command, Day, Fact, Label, Number, Slug
from shared.messages.grants_shapes import Tranche, TrancheFact


class LapseAward(Command):
    """The organisation did not come to sign in time: the promise ends, and its money goes back."""

    NAME: ClassVar = "lapse-award"
    ROLE: ClassVar = "grants-officer"
    ARTICLE: ClassVar = "UDPP art. 15(4), 16(1)"
    grant_id: Slug
    lapsed_on: Day


class RevokeAward(Command):
    """The executive takes an award back before it is signed, for instance because the budget is cut."""

    NAME: ClassVar = "revoke-award"
    ROLE: ClassVar = "director"
    ARTICLE: ClassVar = "UDPP art. 15(2g); UFP art. 257-260"
    grant_id: Slug
    ground: Slug = Field(description="code of the ground")
    revoked_on: Day


class ProposeIncrease(Command):
    """The executive wants to raise a signed grant by an annex: programme is asked whether the money may be promised."""

    NAME: ClassVar = "propose-increase"
    ROLE: ClassVar = "director"
    ARTICLE: ClassVar = "UDPP art. 16(2); UFP art. 261"
    grant_id: Slug
    amount_grosze: Amount = Field(description="grosze on top of the contract")


class DropIncrease(Command):
    """A promised increase is not signed after all: its money goes back."""

    NAME: ClassVar = "drop-increase"
    ROLE: ClassVar = "director"
    ARTICLE: ClassVar = "UDPP art. 16(2)"
    grant_id: Slug
    dropped_on: Day


class SignAnnex(Command):
    """The contract is changed in writing: its whole amount and all its tranches, as they stand afterwards."""

    NAME: ClassVar = "sign-annex"
    ROLE: ClassVar = "director"
    ARTICLE: ClassVar = "UDPP art. 16(2); UFP art. 221(3)"
    grant_id: Slug
    annex_number: Label
    contract_amount_grosze: Amount = Field(description="grosze of the whole contract after the annex")
    signed_on: Day
    tranches: Annotated[list[Tranche], Field(min_length=1, max_length=100)]


class TerminateContract(Command):
    """The contract ends before it is performed: what is unpaid goes back to its line."""

    NAME: ClassVar = "terminate-contract"
    ROLE: ClassVar = "director"
    ARTICLE: ClassVar = "UDPP art. 16(1), 17; UFP art. 221(3)"
    grant_id: Slug
    ground: Literal["by-agreement", "withdrawn-by-organisation", "by-authority"]
    terminated_on: Day
    document: Label


class WithdrawAcceptance(Command):
    """A control found that accepted expenditure was not in order: so much of it is accepted no more."""

    NAME: ClassVar = "withdraw-acceptance"
    ROLE: ClassVar = "grants-officer"
    ARTICLE: ClassVar = "UDPP art. 17; UFP art. 252"
    grant_id: Slug
    amount_grosze: Amount
    withdrawn_on: Day
    document: Label


class AwardLapsed(Fact):
    """The promise of a decision number ended without a signature."""

    TYPE: ClassVar = "grants.award-lapsed"
    grant_id: str
    decision_no: Number
    programme_id: str
    call_id: str
    organisation_id: str
    amount_grosze: Amount
    lapsed_on: Day


class AwardRevoked(Fact):
    """The executive took the promise of a decision number back."""

    TYPE: ClassVar = "grants.award-revoked"
    grant_id: str
    decision_no: Number
    programme_id: str
    call_id: str
    organisation_id: str
    amount_grosze: Amount
    ground: str
    revoked_on: Day


class IncreaseProposed(Fact):
    """A question to programme: may this be promised on top of a contract? Answered as an award is."""

    TYPE: ClassVar = "grants.increase-proposed"
    grant_id: str
    decision_no: Number
    programme_id: str
    call_id: str
    amount_grosze: Amount


class IncreaseDropped(Fact):
    """A promised increase is not signed."""

    TYPE: ClassVar = "grants.increase-dropped"
    grant_id: str
    decision_no: Number
    programme_id: str
    amount_grosze: Amount
    dropped_on: Day


class AnnexSigned(Fact):
    """A deed that changes a contract: by how much and which way, and the contract as it stands afterwards."""

    TYPE: ClassVar = "grants.annex-signed"
    grant_id: str
    programme_id: str
    annex_number: str
    direction: Literal["up", "down", "same"]
    amount_grosze: AmountOrZero = Field(description="grosze by which the contract changes")
    contract_amount_grosze: Amount
    signed_on: Day
    tranches: list[TrancheFact]


class ContractTerminated(Fact):
    """A contract ended before it was performed."""

    TYPE: ClassVar = "grants.contract-terminated"
    grant_id: str
    programme_id: str
    ground: str
    amount_grosze: AmountOrZero = Field(description="grosze of the contract that grants knew as unpaid")
    disbursed_total_grosze: AmountOrZero = Field(description="what grants knew as debited when it decided")
    terminated_on: Day
    document: str


class AcceptanceWithdrawn(Fact):
    """Accepted expenditure is accepted no more; accepted_before_grosze is all that was accepted until then."""

    TYPE: ClassVar = "grants.acceptance-withdrawn"
    grant_id: str
    programme_id: str
    amount_grosze: Amount
    accepted_before_grosze: Amount
    withdrawn_on: Day
    document: str


COMMANDS: tuple[type[Command], ...] = (
    LapseAward,
    RevokeAward,
    ProposeIncrease,
    DropIncrease,
    SignAnnex,
    TerminateContract,
    WithdrawAcceptance,
)
FACTS: tuple[type[Fact], ...] = (
    AwardLapsed,
    AwardRevoked,
    IncreaseProposed,
    IncreaseDropped,
    AnnexSigned,
    ContractTerminated,
    AcceptanceWithdrawn,
)
