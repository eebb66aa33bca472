"""Example facts of one contract's grant, one register's grant, one order and one statement: each kind once."""

from __future__ import annotations

from datetime import UTC, date, datetime

from payments.domain.bank_year import StatementsConfirmed
from payments.domain.claim import ClaimedPart, ClaimEstablished, ClaimPaid, ClaimTimeBarred, ReliefGranted
from payments.domain.payment import (
    PaymentAuthorised,
    PaymentDisbursed,
    PaymentOrdered,
    PaymentPrepared,
    PaymentReversed,
)
from payments.domain.payment_order import OrderedPayment, PaymentOrderIssued
from payments.domain.register_row import RegisterRowTaken
from payments.domain.statement import StatementLineUnmatched, StatementRecorded
from payments.domain.tranche_plan import (
    DisbursementReversed,
    GrantNotedFromRegister,
    PaymentTakenOver,
    PlanChanged,
    PlanEnded,
    PlannedTranche,
    PrincipalReturned,
    TrancheCancelled,
    TrancheDisbursed,
    TranchesPlanned,
)
from shared.kernel.texts import TextRef

ACCOUNT = "61109010140000071219812874"
DEBTOR_ACCOUNT = "74000000000000000000000001"
SIGNED = date(2025, 1, 31)

PLANNED = TranchesPlanned(
    grant_id="grant-1",
    programme_id="torun-2025",
    organisation_id="org-1",
    contract_number="WSiR.1.2025",
    bank_account=ACCOUNT,
    amount_grosze=3_000_000,
    signed_on=SIGNED,
    tranches=(
        PlannedTranche(number=1, amount_grosze=2_000_000, due_on=date(2025, 2, 28)),
        PlannedTranche(number=2, amount_grosze=1_000_000, due_on=date(2025, 6, 30)),
    ),
)
NOTED = GrantNotedFromRegister(
    grant_id="row-1",
    programme_id="torun-2018",
    amount_grosze=250_000,
    signed_on=date(2018, 3, 1),
    evidence="register",
)
DISBURSED = TrancheDisbursed(
    grant_id="grant-1",
    programme_id="torun-2025",
    organisation_id="org-1",
    tranche_number=1,
    amount_grosze=2_000_000,
    value_on=date(2025, 3, 4),
    disbursed_total_grosze=2_000_000,
    statement_id="st-1",
    line_number=1,
    ordered=True,
)
RETURNED = PrincipalReturned(
    grant_id="grant-1",
    programme_id="torun-2025",
    organisation_id="org-1",
    amount_grosze=50_000,
    value_on=date(2025, 12, 8),
    disbursed_total_grosze=2_000_000,
    returned_total_grosze=50_000,
    statement_id="st-2",
    line_number=1,
)
TAKEN_OVER = PaymentTakenOver(
    payment_id="row-1-p1",
    grant_id="row-1",
    programme_id="torun-2018",
    amount_grosze=100_000,
    value_on=date(2018, 4, 1),
    disbursed_total_grosze=100_000,
    evidence="register",
)
PREPARED = PaymentPrepared(
    grant_id="grant-1",
    programme_id="torun-2025",
    organisation_id="org-1",
    tranche_number=1,
    amount_grosze=2_000_000,
    bank_account=ACCOUNT,
    prepared_by="p-clerk",
)
AUTHORISED = PaymentAuthorised(
    grant_id="grant-1",
    programme_id="torun-2025",
    tranche_number=1,
    amount_grosze=2_000_000,
    authorised_by="p-approver",
)
ORDERED = PaymentOrdered(grant_id="grant-1", tranche_number=1, order_id="order-1", execute_on=date(2025, 3, 4))
PAID = PaymentDisbursed(
    grant_id="grant-1",
    tranche_number=1,
    amount_grosze=2_000_000,
    value_on=date(2025, 3, 4),
    statement_id="st-1",
    ordered=True,
)
ORDER_LINE = OrderedPayment(
    grant_id="grant-1",
    tranche_number=1,
    organisation_id="org-1",
    creditor_account=ACCOUNT,
    amount_grosze=2_000_000,
)
ISSUED = PaymentOrderIssued(
    order_id="order-1",
    issued_at=datetime(2025, 3, 3, 9, 30, tzinfo=UTC),
    execute_on=date(2025, 3, 4),
    debtor_name="Gmina & Spółka <zmyślona>",
    debtor_account=DEBTOR_ACCOUNT,
    payments=(ORDER_LINE,),
    total_grosze=2_000_000,
    file_format="pain.001.001.09",
    file_sha256="2f8f7a9e5f6f3f0c1d8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b8c7d6e",
)
RECORDED = StatementRecorded(
    statement_id="st-1",
    frame_sha256="a" * 64,
    lines_count=2,
    debits_grosze=2_000_700,
    credits_grosze=0,
)
UNMATCHED = StatementLineUnmatched(
    statement_id="st-1",
    line_number=2,
    direction="debit",
    amount_grosze=700,
    value_on=date(2025, 3, 4),
    reference=TextRef(ref="text-1", digest="b" * 64),
    reason="grant-unknown",
)
ROW = RegisterRowTaken(
    payment_id="row-1-p1",
    grant_id="row-1",
    programme_id="torun-2018",
    amount_grosze=100_000,
    value_on=date(2018, 4, 1),
    row_digest="c" * 64,
    evidence="register",
)
PLAN_CHANGED = PlanChanged(
    grant_id="grant-1",
    annex_number="WSiR.17-1/2025",
    amount_grosze=2_500_000,
    signed_on=date(2025, 4, 1),
    tranches=(PlannedTranche(1, 2_000_000, date(2025, 3, 5)), PlannedTranche(2, 500_000, date(2025, 6, 5))),
)
PLAN_ENDED = PlanEnded("grant-1", date(2025, 4, 20))
CANCELLED = TrancheCancelled("grant-1", "torun-2025", 2, 1_000_000, date(2025, 4, 20), "S.4/2025")
REVERSED = DisbursementReversed(
    grant_id="grant-1",
    programme_id="torun-2025",
    tranche_number=1,
    amount_grosze=2_000_000,
    value_on=date(2025, 3, 6),
    disbursed_total_grosze=2_000_000,
    reversed_total_grosze=2_000_000,
    statement_id="st-9",
    line_number=1,
)
BEGUN_ANEW = PaymentReversed("grant-1", 1, date(2025, 3, 6), "st-9")
ESTABLISHED = ClaimEstablished(
    grant_id="grant-1",
    programme_id="torun-2025",
    organisation_id="org-1",
    claim_number=1,
    ground="misused",
    principal_grosze=1_000_000,
    parts=(ClaimedPart(1, 1_000_000, date(2025, 3, 3)),),
    found_on=date(2025, 9, 1),
    called_on=date(2025, 9, 3),
    use_until=None,
    due_on=date(2025, 9, 16),
    document="K.1.2025",
    established_by="p-clerk",
)
CLAIM_PAID = ClaimPaid("grant-1", "torun-2025", 1, 300_000, 25_097, date(2025, 10, 15), "st-3", 1)
RELIEVED = ReliefGranted("grant-1", "torun-2025", 1, 400_000, "D.7/2026", date(2026, 2, 2), "p-approver", 2_000_000)
BARRED = ClaimTimeBarred("grant-1", "torun-2025", 1, 300_000, date(2031, 1, 1), "N.1.2031", "p-approver", 2_000_000)
CLAIMED: list[object] = [ESTABLISHED, CLAIM_PAID, RELIEVED, BARRED]
CHANGES: list[object] = [PLAN_CHANGED, PLAN_ENDED, CANCELLED, REVERSED, BEGUN_ANEW]
EVERY_FACT: list[object] = [
    PLANNED,
    NOTED,
    DISBURSED,
    RETURNED,
    TAKEN_OVER,
    PREPARED,
    AUTHORISED,
    ORDERED,
    PAID,
    ISSUED,
    RECORDED,
    UNMATCHED,
    ROW,
    StatementsConfirmed("torun-2025", date(2025, 12, 31)),
    *CHANGES,
    *CLAIMED,
]
