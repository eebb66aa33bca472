"""Commands, facts and questions of the grants service: organisation, offer, award, contract, settlement."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from shared.messages import grants_answers_v1, grants_changes_v1
from shared.messages.fields import (
    Amount,
    AmountOrZero,
    Command,
    Day,
    Digest,
    Fact,
    FreeText,
    Krs,
    Label,
    LineId,
    Nip,
    Nrb,
    Number,
    Points,
    ProgrammeId,
    Question,
    Slug,
)
from shared.messages.grants_shapes import Tranche, TrancheFact


class RegisterOrganisation(Command):
    """An organisation enters the register; its name is kept outside events."""

    NAME: ClassVar = "register-organisation"
    ROLE: ClassVar = "grants-officer"
    ARTICLE: ClassVar = "UDPP art. 3(2), 3(3)"
    organisation_id: Slug
    name: FreeText
    bank_account: Nrb
    krs: Krs | None = None
    nip: Nip | None = None


class SubmitOffer(Command):
    NAME: ClassVar = "submit-offer"
    ROLE: ClassVar = "applicant"
    ARTICLE: ClassVar = "UDPP art. 14"
    offer_id: Slug
    call_id: Slug
    organisation_id: Slug
    title: FreeText
    requested_grosze: Amount
    total_cost_grosze: Amount
    task_from: Day
    task_until: Day = Field(description="last day of the task")


class CheckOffer(Command):
    """The formal check of an offer: it passes, or it has a defect and is rejected."""

    NAME: ClassVar = "check-offer"
    ROLE: ClassVar = "grants-officer"
    ARTICLE: ClassVar = "UDPP art. 15(1)"
    offer_id: Slug
    passed: bool
    defect: Slug | None = Field(default=None, description="code of the defect; needed when it did not pass")


class ScoreOffer(Command):
    NAME: ClassVar = "score-offer"
    ROLE: ClassVar = "commission-member"
    ARTICLE: ClassVar = "UDPP art. 15(1), 15(2a)"
    offer_id: Slug
    points: Points


class ProposeAward(Command):
    """The executive wants to award: programme is asked whether the money may be promised."""

    NAME: ClassVar = "propose-award"
    ROLE: ClassVar = "director"
    ARTICLE: ClassVar = "UDPP art. 15(2g)"
    grant_id: Slug = Field(description="the id of the offer")
    amount_grosze: Amount


class DeclineAward(Command):
    """The organisation does not want the award: the reserved money goes back."""

    NAME: ClassVar = "decline-award"
    ROLE: ClassVar = "applicant"
    grant_id: Slug
    declined_on: Day


class SignContract(Command):
    NAME: ClassVar = "sign-contract"
    ROLE: ClassVar = "director"
    ARTICLE: ClassVar = "UDPP art. 16; UFP art. 221(3)"
    grant_id: Slug
    contract_number: Label
    amount_grosze: Amount
    signed_on: Day
    tranches: Annotated[list[Tranche], Field(min_length=1, max_length=100)]


class SubmitReport(Command):
    NAME: ClassVar = "submit-report"
    ROLE: ClassVar = "applicant"
    ARTICLE: ClassVar = "UDPP art. 18"
    grant_id: Slug
    spent_grosze: AmountOrZero = Field(description="spent from the grant")
    submitted_on: Day


class AcceptReport(Command):
    """The report is accepted: so much of the grant was properly used; the rest is to come back."""

    NAME: ClassVar = "accept-report"
    ROLE: ClassVar = "grants-officer"
    ARTICLE: ClassVar = "UDPP art. 17, 18"
    grant_id: Slug
    accepted_grosze: AmountOrZero
    accepted_on: Day


class MarkReportDue(Command):
    """The calendar's own command: the term of the report has begun to run."""

    NAME: ClassVar = "mark-report-due"
    ROLE: ClassVar = "calendar"
    ARTICLE: ClassVar = "UDPP art. 18(1)"
    grant_id: Slug


class TakeOverGrant(Command):
    """A grant known only from a register: no offer, score or approver is invented."""

    NAME: ClassVar = "take-over-grant"
    ROLE: ClassVar = "register-importer"
    grant_id: Slug
    programme_id: ProgrammeId
    line_id: LineId
    organisation_name: FreeText
    purpose: FreeText
    amount_grosze: Amount
    signed_on: Day
    row_digest: Digest
    evidence: Literal["register"]


class OfferSubmitted(Fact):
    TYPE: ClassVar = "grants.offer-submitted"
    offer_id: str
    call_id: str
    organisation_id: str
    requested_grosze: Amount


class OfferRejected(Fact):
    """The formal check found a defect."""

    TYPE: ClassVar = "grants.offer-rejected"
    offer_id: str
    call_id: str
    organisation_id: str
    defect: str


class AwardProposed(Fact):
    """A question to programme: may this be promised? Decision numbers are spent one by one."""

    TYPE: ClassVar = "grants.award-proposed"
    grant_id: str
    decision_no: Number
    programme_id: str
    call_id: str
    organisation_id: str
    amount_grosze: Amount


class GrantAwarded(Fact):
    TYPE: ClassVar = "grants.grant-awarded"
    grant_id: str
    decision_no: Number
    programme_id: str
    call_id: str
    organisation_id: str
    amount_grosze: Amount


class AwardRefused(Fact):
    TYPE: ClassVar = "grants.award-refused"
    grant_id: str
    decision_no: Number
    programme_id: str
    call_id: str
    organisation_id: str
    amount_grosze: Amount
    reason: str


class AwardDeclined(Fact):
    TYPE: ClassVar = "grants.award-declined"
    grant_id: str
    decision_no: Number
    programme_id: str
    call_id: str
    organisation_id: str
    amount_grosze: Amount
    declined_on: Day


class ContractSigned(Fact):
    """A deed: reserved money becomes contracted; what was reserved above it goes back."""

    TYPE: ClassVar = "grants.contract-signed"
    grant_id: str
    programme_id: str
    call_id: str
    organisation_id: str
    contract_number: str
    amount_grosze: Amount
    signed_on: Day
    bank_account: str
    tranches: list[TrancheFact]
    task_until: Day


class ReportFallenDue(Fact):
    TYPE: ClassVar = "grants.report-fallen-due"
    grant_id: str
    programme_id: str
    organisation_id: str
    due_on: Day = Field(description="30 days after the last day of the task")


class ExpenditureAccepted(Fact):
    """Part of what was disbursed was accepted as properly used."""

    TYPE: ClassVar = "grants.expenditure-accepted"
    grant_id: str
    programme_id: str
    amount_grosze: Amount
    accepted_on: Day
    disbursed_total_grosze: AmountOrZero = Field(description="what grants knew as paid when it decided")


class GrantSettled(Fact):
    """Accepted plus returned equals disbursed: nothing is owed either way."""

    TYPE: ClassVar = "grants.grant-settled"
    grant_id: str
    programme_id: str
    organisation_id: str
    accepted_grosze: AmountOrZero
    returned_grosze: AmountOrZero
    settled_on: Day


class GrantTakenOver(Fact):
    TYPE: ClassVar = "grants.grant-taken-over"
    grant_id: str
    programme_id: str
    line_id: str
    amount_grosze: Amount
    signed_on: Day
    evidence: str


class GrantQuestion(Question):
    """All that grants knows of one offer, award, contract and settlement."""

    NAME: ClassVar = "grant"
    grant_id: Slug


class GrantsQuestion(Question):
    """The register of grants of a programme, by id."""

    NAME: ClassVar = "grants"
    programme: ProgrammeId
    after: str = Field(default="", description="grant id to start after")
    limit: Annotated[int, Field(ge=1, le=5000)] = 1000


class KnownCallQuestion(Question):
    """The terms by which grants judges offers of a call: programme's latest word that has arrived here."""

    NAME: ClassVar = "known-call"
    call_id: Slug


COMMANDS: tuple[type[Command], ...] = (
    RegisterOrganisation,
    SubmitOffer,
    CheckOffer,
    ScoreOffer,
    ProposeAward,
    DeclineAward,
    SignContract,
    SubmitReport,
    AcceptReport,
    MarkReportDue,
    TakeOverGrant,
    *grants_changes_v1.COMMANDS,
    *grants_answers_v1.COMMANDS,
)
FACTS: tuple[type[Fact], ...] = (
    OfferSubmitted,
    OfferRejected,
    AwardProposed,
    GrantAwarded,
    AwardRefused,
    AwardDeclined,
    ContractSigned,
    ReportFallenDue,
    ExpenditureAccepted,
    GrantSettled,
    GrantTakenOver,
    *grants_changes_v1.FACTS,
    *grants_answers_v1.FACTS,
)
QUESTIONS: tuple[type[Question], ...] = (GrantQuestion, GrantsQuestion, KnownCallQuestion)
