"""One ordinary grant, fact by fact; a test changes what it is about with `dataclasses.replace`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from grants.domain.award import (
    AwardDeclined,
    AwardLapsed,
    AwardProposed,
    AwardRefused,
    AwardRevoked,
    Candidate,
    GrantAwarded,
)
from grants.domain.contract import AnnexSigned, ContractSigned, ContractTerminated, GrantTakenOver, Tranche
from grants.domain.increase import (
    IncreaseDropped,
    IncreaseHeld,
    IncreaseProposed,
    IncreaseRefused,
    IncreaseSigned,
)
from grants.domain.known_call import CallNoted, CallResolutionNoted
from grants.domain.known_year import YearNoted
from grants.domain.offer import (
    Announcement,
    OfferFormallyAccepted,
    OfferFormallyRejected,
    OfferNotAwarded,
    OfferScored,
    OfferSubmitted,
)
from grants.domain.organisation import OrganisationRegistered
from grants.domain.settlement import (
    AcceptanceWithdrawn,
    ExpenditureAccepted,
    GrantSettled,
    PaymentNoted,
    ReportAccepted,
    ReportFallenDue,
    ReportSubmitted,
    ReturnNoted,
    ReversalNoted,
)
from shared.kernel.texts import TextRef

TITLE = TextRef(ref="t1", digest="0" * 64)
ACCOUNT = "61109010140000071219812874"
LINE = "sport.wsir.926-92605-2360"

ORGANISATION_REGISTERED = OrganisationRegistered("club-1", TextRef("n1", "1" * 64), ACCOUNT, "0000123456", None)

CALL_NOTED = CallNoted(
    call_id="call-1",
    programme_id="torun-2025",
    line_id=LINE,
    opens_on=date(2024, 11, 20),
    offers_until=datetime(2024, 12, 11, 23, 0, tzinfo=UTC),
    min_grant_grosze=100_000,
    max_grant_grosze=10_000_000,
    max_share_percent=80,
    pass_mark_points=60,
    mode="supporting",
    task_from=None,
    task_until=None,
    chosen_from=None,
    said_at=4,
)
CALL_RESOLUTION_NOTED = CallResolutionNoted("call-1", date(2025, 1, 10))
DRAFT_NOTED = YearNoted("torun-2025", in_force=False, cut_pending_grosze=0, said_at=3, adopted_on=None)
YEAR_NOTED = YearNoted("torun-2025", in_force=True, cut_pending_grosze=0, said_at=9, adopted_on=date(2024, 12, 19))

ANNOUNCEMENT = Announcement(
    call_id="call-1",
    programme_id="torun-2025",
    line_id=LINE,
    opens_on=date(2024, 11, 20),
    offers_until=datetime(2024, 12, 11, 23, 0, tzinfo=UTC),
    min_grant_grosze=100_000,
    max_grant_grosze=10_000_000,
    max_share_percent=80,
    mode="supporting",
    task_from=None,
    task_until=None,
    resolved=False,
)

OFFER_SUBMITTED = OfferSubmitted(
    offer_id="grant-1",
    call_id="call-1",
    programme_id="torun-2025",
    line_id=LINE,
    organisation_id="club-1",
    title=TITLE,
    requested_grosze=4_000_000,
    total_cost_grosze=5_000_000,
    task_from=date(2025, 2, 1),
    task_until=date(2025, 6, 30),
)
OFFER_ACCEPTED = OfferFormallyAccepted("grant-1")
OFFER_REJECTED = OfferFormallyRejected("grant-1", "call-1", "club-1", "no-signature")
OFFER_SCORED = OfferScored("grant-1", 72)
OFFER_NOT_AWARDED = OfferNotAwarded("grant-1", "call-1", "club-1", "pool-used", date(2025, 1, 9))

CANDIDATE = Candidate(
    programme_id="torun-2025",
    call_id="call-1",
    organisation_id="club-1",
    requested_grosze=4_000_000,
    total_cost_grosze=5_000_000,
    points=72,
    pass_mark_points=60,
    max_grant_grosze=10_000_000,
    max_share_percent=80,
    mode="supporting",
    too_early=False,
    call_resolved=False,
    not_awarded=False,
)
_DECISION: dict[str, Any] = {
    "grant_id": "grant-1",
    "programme_id": "torun-2025",
    "call_id": "call-1",
    "organisation_id": "club-1",
    "amount_grosze": 3_000_000,
}


def award_proposed(number: int = 1) -> AwardProposed:
    return AwardProposed(**_DECISION, decision_no=number)


def grant_awarded(number: int = 1) -> GrantAwarded:
    return GrantAwarded(**_DECISION, decision_no=number, awarded_on=date(2025, 1, 20))


def award_refused(number: int = 1) -> AwardRefused:
    return AwardRefused(**_DECISION, decision_no=number, reason="call-pool-exhausted")


def award_declined(number: int = 1, declined_on: date = date(2025, 1, 20)) -> AwardDeclined:
    return AwardDeclined(**_DECISION, decision_no=number, declined_on=declined_on)


TRANCHES = (
    Tranche(1, 2_000_000, date(2025, 2, 15)),
    Tranche(2, 1_000_000, date(2025, 5, 15)),
)
CONTRACT_SIGNED = ContractSigned(
    grant_id="grant-1",
    programme_id="torun-2025",
    call_id="call-1",
    organisation_id="club-1",
    contract_number="WSiR.17/2025",
    amount_grosze=3_000_000,
    signed_on=date(2025, 1, 31),
    bank_account=ACCOUNT,
    tranches=TRANCHES,
    task_until=date(2025, 6, 30),
)
GRANT_TAKEN_OVER = GrantTakenOver(
    grant_id="row-1",
    programme_id="dept-2018",
    line_id="register.register.900-90095-2360",
    organisation_name=TextRef("n2", "2" * 64),
    purpose=TextRef("p2", "3" * 64),
    amount_grosze=250_000,
    signed_on=date(2018, 4, 3),
    row_digest="ab" * 32,
    evidence="register",
)

PAID_FIRST = PaymentNoted("grant-1", "torun-2025", 2_000_000, date(2025, 2, 15))
PAID_ALL = PaymentNoted("grant-1", "torun-2025", 3_000_000, date(2025, 5, 15))
REPORT_FALLEN_DUE = ReportFallenDue("grant-1", "torun-2025", "club-1", date(2025, 7, 30))
REPORT_SUBMITTED = ReportSubmitted("grant-1", "torun-2025", "club-1", 2_900_000, date(2025, 7, 20))
REPORT_ACCEPTED = ReportAccepted("grant-1", date(2025, 8, 10))
ALL_ACCEPTED = ExpenditureAccepted("grant-1", "torun-2025", 2_900_000, 2_900_000, date(2025, 8, 10), 3_000_000)
RETURNED = ReturnNoted("grant-1", "torun-2025", 100_000, date(2025, 8, 20))
GRANT_SETTLED = GrantSettled("grant-1", "torun-2025", "club-1", 2_900_000, 100_000, date(2025, 8, 20))

EVERY_FACT: tuple[object, ...] = (
    ORGANISATION_REGISTERED,
    CALL_NOTED,
    CALL_RESOLUTION_NOTED,
    DRAFT_NOTED,
    YEAR_NOTED,
    OFFER_SUBMITTED,
    OFFER_ACCEPTED,
    OFFER_REJECTED,
    OFFER_SCORED,
    award_proposed(),
    grant_awarded(),
    award_refused(),
    award_declined(),
    CONTRACT_SIGNED,
    GRANT_TAKEN_OVER,
    PAID_FIRST,
    PAID_ALL,
    REPORT_FALLEN_DUE,
    REPORT_SUBMITTED,
    REPORT_ACCEPTED,
    ALL_ACCEPTED,
    RETURNED,
    GRANT_SETTLED,
)

LAPSED = AwardLapsed(**_DECISION, decision_no=1, lapsed_on=date(2025, 2, 20))
REVOKED = AwardRevoked(**_DECISION, decision_no=1, ground="budget-cut", revoked_on=date(2025, 2, 20))
INCREASE_PROPOSED = IncreaseProposed("grant-1", 2, "torun-2025", "call-1", 500_000)
INCREASE_HELD = IncreaseHeld("grant-1", 2)
INCREASE_REFUSED = IncreaseRefused("grant-1", 2, "increase-not-covered")
INCREASE_SIGNED = IncreaseSigned("grant-1", 2)
INCREASE_DROPPED = IncreaseDropped("grant-1", 2, "torun-2025", 500_000, date(2025, 4, 10))
ANNEX_UP = AnnexSigned(
    grant_id="grant-1",
    programme_id="torun-2025",
    annex_number="WSiR.17-1/2025",
    direction="up",
    amount_grosze=500_000,
    contract_amount_grosze=3_500_000,
    signed_on=date(2025, 4, 1),
    tranches=(TRANCHES[0], Tranche(2, 1_500_000, date(2025, 5, 15))),
)
TERMINATED = ContractTerminated(
    grant_id="grant-1",
    programme_id="torun-2025",
    ground="by-agreement",
    amount_grosze=1_000_000,
    disbursed_total_grosze=2_000_000,
    terminated_on=date(2025, 4, 20),
    document="WSiR.17-2/2025",
)
SENT_BACK = ReversalNoted("grant-1", "torun-2025", 2_000_000, date(2025, 2, 18))
WITHDRAWN = AcceptanceWithdrawn("grant-1", "torun-2025", 400_000, 2_900_000, date(2027, 3, 1), "KN.4/2027")

CHANGES: tuple[object, ...] = (
    LAPSED,
    REVOKED,
    INCREASE_PROPOSED,
    INCREASE_HELD,
    INCREASE_REFUSED,
    INCREASE_SIGNED,
    INCREASE_DROPPED,
    ANNEX_UP,
    TERMINATED,
    SENT_BACK,
    WITHDRAWN,
    OFFER_NOT_AWARDED,
)
"""Facts that change an award or a contract after it was made."""
