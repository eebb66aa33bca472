"""What a stored fact means for money: the one table that ties the services' stored names to the posting table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meaning:
    """service  who owns the fact, and in whose store alone it counts;
    fact     its row in the posting table, or one of MOVELESS; None: an entry of a book, which names its own;
    amount   the field with grosze; None: the fact does not say how much it moves;
    day      the field with the day on which it takes effect; None: the envelope's.
    """

    service: str
    fact: str | None
    amount: str | None
    day: str | None


JOURNAL_ENTRY = "budget.entry-posted.v1"
COMMITMENT_ENTRY = "undertaking.commitment-posted.v1"

MEANINGS: dict[str, Meaning] = {
    JOURNAL_ENTRY: Meaning("programme", None, "amount_grosze", "value_on"),
    COMMITMENT_ENTRY: Meaning("programme", None, "amount_grosze", "effective_on"),
    "programme.adopted.v1": Meaning("programme", "ProgrammeAdopted", "limit_grosze", "adopted_on"),
    "programme.adopted.v2": Meaning("programme", "ProgrammeAdopted", "limit_grosze", "adopted_on"),
    "call.approved.v1": Meaning("programme", "CallOpened", "pool_grosze", "approved_on"),
    "call.opened.v1": Meaning("programme", "CallOpened", "pool_grosze", "opens_on"),
    "call.resolved.v1": Meaning("programme", "CallResolved", "unused_grosze", "resolved_on"),
    "call.annulled.v1": Meaning("programme", "CallAnnulled", None, "annulled_on"),
    "reservation.funds-reserved.v1": Meaning("programme", "FundsReserved", "amount_grosze", None),
    "award.declined.v1": Meaning("grants", "AwardDeclined", "amount_grosze", "declined_on"),
    "award.lapsed.v1": Meaning("grants", "AwardLapsed", "amount_grosze", "lapsed_on"),
    "award.revoked.v1": Meaning("grants", "AwardRevoked", "amount_grosze", "revoked_on"),
    "increase.dropped.v1": Meaning("grants", "IncreaseDropped", "amount_grosze", "dropped_on"),
    "contract.annex-signed.v1": Meaning("grants", "AnnexSigned", "amount_grosze", "signed_on"),
    "contract.terminated.v1": Meaning("grants", "ContractTerminated", "amount_grosze", "terminated_on"),
    "contract.signed.v1": Meaning("grants", "ContractSigned", "amount_grosze", "signed_on"),
    "contract.grant-taken-over.v1": Meaning("grants", "GrantTakenOver", "amount_grosze", "signed_on"),
    "settlement.expenditure-accepted.v1": Meaning("grants", "ExpenditureAccepted", "amount_grosze", "accepted_on"),
    "settlement.acceptance-withdrawn.v1": Meaning("grants", "AcceptanceWithdrawn", "amount_grosze", "withdrawn_on"),
    "tranche-plan.tranche-cancelled.v1": Meaning("payments", "TrancheCancelled", "amount_grosze", "cancelled_on"),
    "tranche-plan.disbursement-reversed.v1": Meaning("payments", "DisbursementReversed", "amount_grosze", "value_on"),
    "tranche-plan.tranche-disbursed.v1": Meaning("payments", "FundsDisbursed", "amount_grosze", "value_on"),
    "tranche-plan.principal-returned.v1": Meaning("payments", "FundsReturned", "amount_grosze", "value_on"),
    "tranche-plan.payment-taken-over.v1": Meaning("payments", "PaymentTakenOver", "amount_grosze", "value_on"),
    "claim.relief-granted.v1": Meaning("payments", "ReliefGranted", "amount_grosze", "granted_on"),
    "claim.claim-time-barred.v1": Meaning("payments", "ClaimTimeBarred", "amount_grosze", "barred_on"),
    "bank-year.statements-confirmed.v1": Meaning("payments", "StatementsComplete", None, "through_on"),
}

# Facts that have a journal entry and move nothing. Programme notes only the latest of them.
MOVELESS = frozenset({"StatementsComplete"})

# Rows whose source is the budget stream itself: nobody else records them. Every other entry only posts another fact.
OWN_ENTRIES = frozenset(
    {
        "BudgetDraftSubmitted",
        "BudgetDraftDropped",
        "BudgetAdopted",
        "ProgrammeAmended",
        "BudgetAmended",
        "CutCarriedOut",
        "ProgrammeTakenOver",
        "AreaAllocated",
        "AreaReallocated",
        "AreaDeallocated",
        "SmallGrantPoolSet",
        "ExpenditureBlocked",
        "ExpenditureUnblocked",
        "CallPoolIncreased",
        "CallPoolReduced",
        "YearClosed",
    }
)

# Facts of the commitments' book that a year's budget bears, each in the transaction of its own journal's entry.
COMMITMENT_FACTS = frozenset({"YearTrancheConfirmed", "YearAmountReduced"})

# Facts that state no amount: how much they move is counted.
UNSTATED = frozenset(meaning.fact for meaning in MEANINGS.values() if meaning.amount is None)

# Facts that empty accounts: one entry for each effective day on which something can be taken out.
SWEEPS = frozenset({"CallResolved", "CallAnnulled", "YearClosed"})

# Facts that end a promise before it is signed: each by the number of its decision.
RELEASES = frozenset({"AwardDeclined", "AwardLapsed", "AwardRevoked", "IncreaseDropped"})

# Facts after which a part of what was claimed will never come back.
WRITING_OFF = frozenset({"ReliefGranted", "ClaimTimeBarred"})

# Facts that lead money back to where an earlier one took it from, or end the wait for it: in the second book too.
BRINGING_BACK = frozenset({"FundsReturned", "DisbursementReversed", "AcceptanceWithdrawn"}) | WRITING_OFF

QUIET = frozenset(
    {
        "award.granted.v1",
        "award.granted.v2",
        "award.proposed.v1",
        "award.refused.v1",
        "claim.claim-established.v1",
        "claim.claim-paid.v1",
        "execution.contract-change-noted.v1",
        "execution.contract-noted.v1",
        "execution.grant-settlement-noted.v1",
        "execution.offer-not-awarded-noted.v1",
        "execution.offer-noted.v1",
        "execution.offer-rejection-noted.v1",
        "execution.programme-report-published.v1",
        "execution.report-deadline-missed.v1",
        "call-series.call-numbered.v1",
        "call.announced.v1",
        "call.announcement-planned.v1",
        "call.content-written.v1",
        "call.corrected.v1",
        "call.drafted.v1",
        "call.extended.v1",
        "call.pool-moved.v1",
        "call.published.v1",
        "call.rolling-call-stopped.v1",
        "increase.held.v1",
        "increase.proposed.v1",
        "increase.refused.v1",
        "increase.signed.v1",
        "known-call.noted.v1",
        "known-call.noted.v2",
        "known-call.resolution-noted.v1",
        "known-year.noted.v1",
        "known-year.noted.v2",
        "notice.notice-recorded.v1",
        "offer.formally-accepted.v1",
        "offer.formally-rejected.v1",
        "offer.not-awarded.v1",
        "offer.scored.v1",
        "offer.submitted.v1",
        "organisation.registered.v1",
        "payment-order.payment-order-issued.v1",
        "payment.payment-authorised.v1",
        "payment.payment-disbursed.v1",
        "payment.payment-ordered.v1",
        "payment.payment-prepared.v1",
        "programme.adoption-deadline-missed.v1",
        "programme.area-mapped.v1",
        "payment.payment-reversed.v1",
        "programme.consultation-closed.v1",
        "programme.consultation-opened.v1",
        "programme.contents-amended.v1",
        "programme.council-found-absent.v1",
        "programme.council-opinion-given.v1",
        "programme.council-opinion-requested.v1",
        "programme.council-opinion-waived.v1",
        "programme.department-contributed.v1",
        "programme.drafted.v1",
        "programme.meeting-held.v1",
        "programme.multi-year-adopted.v1",
        "programme.multi-year-drafted.v1",
        "programme.multi-year-referred-to.v1",
        "programme.period-stated.v1",
        "programme.planned-amount-stated.v1",
        "programme.published.v1",
        "programme.remark-answered.v1",
        "programme.remark-filed.v1",
        "programme.task-areas-stated.v1",
        "programme.text-stated.v1",
        "register-row.register-row-taken.v1",
        "reservation.funds-refused.v1",
        "settlement.grant-settled.v1",
        "settlement.payment-noted.v1",
        "settlement.report-accepted.v1",
        "settlement.report-fallen-due.v1",
        "settlement.report-submitted.v1",
        "settlement.return-noted.v1",
        "settlement.reversal-noted.v1",
        "statement.statement-line-unmatched.v1",
        "statement.statement-line-unmatched.v2",
        "statement.statement-recorded.v1",
        "statement.statement-recorded.v2",
        "tranche-plan.grant-noted-from-register.v1",
        "tranche-plan.plan-changed.v1",
        "tranche-plan.plan-ended.v1",
        "tranche-plan.tranches-planned.v1",
    }
)
"""Names that move no money of the budget: steps of a procedure, notes of what another service said, statements' frames.

A name that is in neither table may mean money that nobody here counts, so reconciliation reports it.
"""


def stem(name: str) -> str:
    """The name without its version: "call.opened.v1" gives "call.opened"."""
    return name.rsplit(".v", 1)[0]


MONEY_STEMS = tuple(sorted({stem(name) for name in MEANINGS}))
