"""One small story in plain values, from which the approved examples and the corpus are written, each once.

A value is found by the name of its field, so that a grant, a call and an amount are the same in every message; where
one class needs another value, it says so below. What is written is never written again, so a change here changes only
what is new.
"""

from __future__ import annotations

import dataclasses
import typing
from datetime import UTC, date, datetime
from typing import Any

from pydantic import BaseModel

from shared.kernel.texts import TextRef

YEAR = "torun-2025"
LINE = "culture.wk.921-92105-2360"
CALL = "culture-2025-01"
GRANT = "culture-2025-01-007"
CALL_ACCOUNT = f"line/{LINE}/call/{CALL}"
GRANT_ACCOUNT = f"{CALL_ACCOUNT}/grant/{GRANT}"

TEXT = {"ref": "0f3c5a9e7d2b4c61a8e05b7d9c1f2a34", "digest": "6f" * 32}
"""A text kept outside events, as an event refers to it."""

_AREA = {
    "area": "culture",
    "task_areas": ["16"],
    "calls_announced": 2,
    "calls_resolved": 1,
    "calls_annulled": 1,
    "offers": 12,
    "offers_rejected": 1,
    "contracts": 8,
    "grants_settled": 7,
    "planned_grosze": 60_000_000,
    "requested_grosze": 54_000_000,
    "contracted_grosze": 45_000_000,
    "disbursed_grosze": 44_000_000,
    "accepted_grosze": 43_000_000,
    "returned_grosze": 1_000_000,
    "lapsed_grosze": 2_000_000,
}
"""One area of the yearly report."""

VALUES: dict[str, Any] = {
    "accepted_before_grosze": 3_900_000,
    "barred_by": "person-0013",
    "barred_on": date(2032, 1, 1),
    "called_on": date(2026, 4, 8),
    "claim_number": 1,
    "decided_on": date(2025, 1, 9),
    "decision_number": "UM/3/2027",
    "established_by": "person-0011",
    "found_on": date(2026, 4, 7),
    "granted_by": "person-0013",
    "granted_on": date(2027, 2, 1),
    "interest_grosze": 15_124,
    "paid_on": date(2026, 6, 30),
    "parts": [{"tranche_number": 1, "principal_grosze": 400_000, "interest_from": date(2025, 3, 31)}],
    "principal_grosze": 400_000,
    "use_until": None,
    "accepted_grosze": 3_900_000,
    "amounts": [{"year": 2026, "amount_grosze": 2_000_000}, {"year": 2027, "amount_grosze": 1_000_000}],
    "annex_number": "WK/12-1/2025",
    "cancelled_on": date(2025, 6, 10),
    "contract_amount_grosze": 3_500_000,
    "dropped_on": date(2024, 12, 20),
    "ended_on": date(2025, 6, 10),
    "lapsed_on": date(2025, 2, 24),
    "reversed_total_grosze": 2_500_000,
    "revoked_on": date(2025, 2, 24),
    "terminated_on": date(2025, 6, 10),
    "undertaking_id": "theatre-2026-2028",
    "withdrawn_on": date(2027, 3, 1),
    "year": 2026,
    "account": f"line/{LINE}",
    "annulled_on": date(2025, 1, 20),
    "changed_on": date(2025, 6, 26),
    "closed_on": date(2025, 12, 31),
    "from_line_id": LINE,
    "ground": "no-offer-submitted",
    "lapsed_grosze": 1_400_000,
    "pool_change_grosze": 2_000_000,
    "releases": [{"account": f"line/{LINE}", "amount_grosze": 1_000_000}],
    "through_on": date(2025, 12, 31),
    "to_line_id": "sport.wsir.926-92605-2360",
    "accepted_on": date(2025, 10, 20),
    "accepted_total_grosze": 3_900_000,
    "adopted_on": date(2024, 11, 28),
    "amount_grosze": 4_000_000,
    "authorised_by": "person-0012",
    "awarded_on": date(2025, 2, 10),
    "bank_account": "74000000000000000000000001",
    "body_sha256": "a1" * 32,
    "call_id": CALL,
    "appears_on": date(2024, 12, 2),
    "approved_on": date(2024, 11, 29),
    "body": "Organizacja imprez kulturalnych dla mieszkańców",
    "change_grosze": 2_000_000,
    "choice_on": date(2025, 2, 10),
    "chosen_from": datetime(2025, 1, 15, 23, 0, tzinfo=UTC),
    "completes": True,
    "corrected_on": date(2024, 12, 9),
    "criteria": [
        {"code": "feasibility", "weight_percent": 40, "scale_points": 10},
        {"code": "cost-calculation", "weight_percent": 60, "scale_points": 20},
    ],
    "extended_on": date(2024, 12, 16),
    "legal_basis": "udpp-open-call",
    "legal_until": datetime(2024, 12, 23, 23, 0, tzinfo=UTC),
    "line_shift_percent": 15,
    "matter": "announcement",
    "material": True,
    "mode": "supporting",
    "moved_on": date(2025, 3, 3),
    "offers_until_local": "2025-01-16T00:00",
    "rolling": False,
    "series_id": "torun-2025/1/2025",
    "stopped_on": date(2025, 6, 2),
    "cause_event_id": "5b0c1c5e-6a51-5a0e-9d43-0f6f6f1f2a10",
    "cause_type": "grants.grant-awarded",
    "caused_by": None,
    "closes_on": date(2024, 10, 14),
    "contract_number": "WK/12/2025",
    "credits_grosze": 100_000,
    "cut_pending_grosze": 0,
    "debits_grosze": 2_500_000,
    "debtor_account": "74000000000000000000000001",
    "debtor_name": "Gmina Miasta Toruń",
    "creditor_account": "74000000000000000000000001",
    "decision_no": 1,
    "declined_on": date(2025, 2, 20),
    "defect": "signature-missing",
    "direction": "debit",
    "disbursed_total_grosze": 2_500_000,
    "document": "WK/01/2025",
    "due_on": date(2025, 9, 30),
    "evidence": "register",
    "execute_on": date(2025, 3, 31),
    "file_format": "pain.001.001.09",
    "file_sha256": "b2" * 32,
    "frame_sha256": "a1" * 32,
    "free_grosze": 1_000_000,
    "grant_id": GRANT,
    "in_force": True,
    "issued_at": datetime(2025, 3, 28, 9, 30, tzinfo=UTC),
    "kind": "award",
    "krs": "0000123456",
    "limit_derived": True,
    "limit_grosze": 5_230_000_000,
    "line_id": LINE,
    "line_number": 1,
    "lines": [
        {"direction": "debit", "amount_grosze": 2_500_000, "value_on": date(2025, 3, 31), "reference": f"{GRANT}/1"},
        {"direction": "credit", "amount_grosze": 100_000, "value_on": date(2025, 11, 3), "reference": GRANT},
    ],
    "lines_count": 2,
    "max_grant_grosze": 10_000_000,
    "max_share_percent": 90,
    "min_grant_grosze": 500_000,
    "name": "Stowarzyszenie Przykładowe",
    "nip": "1234563218",
    "notice_id": "award-5b0c1c5e-6a51-5a0e-9d43-0f6f6f1f2a10",
    "number": "WK/01/2025",
    "offer_id": GRANT,
    "offers_until": datetime(2025, 1, 15, 23, 0, tzinfo=UTC),
    "opens_on": date(2024, 9, 30),
    "order_id": "order-2025-03-31",
    "ordered": True,
    "organisation_id": "org-0007",
    "organisation_name": "Stowarzyszenie Przykładowe",
    "pass_mark_points": 60,
    "passed": True,
    "payment_id": "payment-0007",
    "payments": [{"grant_id": GRANT, "tranche_number": 1}],
    "planned_grosze": 5_230_000_000,
    "points": 82,
    "pool_grosze": 50_000_000,
    "prepared_by": "person-0011",
    "programme_id": YEAR,
    "purpose": "Letni cykl koncertów",
    "reason": "call-pool-exceeded",
    "recipient": "org-0007",
    "reference": f"{GRANT}/1",
    "remarks_count": 17,
    "requested_grosze": 4_500_000,
    "resolution_number": "XII/123/24",
    "resolved_on": date(2025, 2, 10),
    "returned_grosze": 100_000,
    "returned_total_grosze": 100_000,
    "row_digest": "c3" * 32,
    "said_at": 12,
    "settled_on": date(2025, 11, 3),
    "signed_on": date(2025, 2, 28),
    "spent_grosze": 3_900_000,
    "spoken_of_on": date(2025, 2, 10),
    "stated_grosze": None,
    "statement_id": "statement-2025-062",
    "subject_id": GRANT,
    "submitted_on": date(2024, 11, 15),
    "taken_on": date(2025, 1, 1),
    "task_from": date(2025, 3, 1),
    "task_until": date(2025, 8, 31),
    "title": "Letni cykl koncertów",
    "total_cost_grosze": 5_500_000,
    "total_grosze": 2_500_000,
    "tranche_number": 1,
    "tranches": [
        {"number": 1, "amount_grosze": 2_500_000, "due_on": date(2025, 3, 31)},
        {"number": 2, "amount_grosze": 1_500_000, "due_on": date(2025, 6, 30)},
    ],
    "unused_grosze": 46_000_000,
    "answered_on": date(2024, 10, 21),
    "area": "culture",
    "areas": [_AREA],
    "commissions": "Komisję powołuje prezydent.",
    "content": "goals",
    "contributed_on": date(2024, 7, 25),
    "contribution": "Priorytety wydziału kultury.",
    "deadline": "adoption",
    "delivered_on": date(2024, 10, 22),
    "evaluation": "Ocena według wskaźników.",
    "execution": "Otwarte konkursy ofert.",
    "filed_by": "organisation",
    "filed_on": date(2024, 10, 7),
    "forms": "Zlecanie zadań i konsultacje.",
    "given_on": date(2024, 11, 4),
    "goals": "Rozwój współpracy.",
    "held_on": date(2024, 7, 18),
    "last_on": date(2024, 11, 5),
    "making_and_consultation": "Konsultacje trwały dwa tygodnie.",
    "meeting_id": "meeting-2024-07-18",
    "multi_year_id": "torun-wieloletni-2024",
    "opinion": "Rada popiera projekt.",
    "outcome": "partly-accepted",
    "participants_count": 42,
    "period_from": date(2025, 1, 1),
    "period_until": date(2025, 12, 31),
    "place": "bip",
    "principles": "Pomocniczość i jawność.",
    "priority_tasks": ["1", "16", "17"],
    "published_on": date(2025, 5, 20),
    "remark": "Więcej na sport dzieci.",
    "remark_id": "remark-007",
    "stage": "preparation",
    "subject_scope": ["1", "1aa", "16", "17"],
    "task_areas": ["16", "17"],
    "total": {**_AREA, "area": "", "task_areas": []},
    "unit": "wk",
    "verdict": "with-remarks",
    "warnings": ["after-30-november"],
    "value_on": date(2025, 3, 31),
}

ANNEXED = [
    {"number": 1, "amount_grosze": 2_500_000, "due_on": date(2025, 3, 31)},
    {"number": 2, "amount_grosze": 1_000_000, "due_on": date(2025, 6, 30)},
]

_OF_A_CLAIM = {"ground": "misused"}
_OF_A_DRAFT = {"number": "1/2025"}
VALUES["terms"] = {
    name: VALUES[name]
    for name in (
        *("call_id", "programme_id", "line_id", "unit", "legal_basis", "mode", "pool_grosze", "min_grant_grosze"),
        *("max_grant_grosze", "max_share_percent", "line_shift_percent", "pass_mark_points", "criteria", "task_from"),
        *("task_until", "choice_on", "rolling"),
    )
} | _OF_A_DRAFT
"""The terms of the story's call, as its events hold them."""

PARTICULAR: dict[str, dict[str, Any]] = {
    "CallAnnounced": {**_OF_A_DRAFT, "opens_on": date(2024, 12, 2)},
    "CallApproved": _OF_A_DRAFT,
    "CallContentWritten": {"content": "task-type"},
    "CallPublished": {"published_on": date(2024, 12, 2)},
    "RecordCallPublication": {"published_on": date(2024, 12, 2)},
    "WriteCallContent": {"content": "task-type"},
    "CallCorrected": {**_OF_A_DRAFT, "opens_on": date(2024, 12, 2)},
    "CallExtended": {**_OF_A_DRAFT, "opens_on": date(2024, 12, 2)},
    "CallNumbered": _OF_A_DRAFT,
    "DraftCall": _OF_A_DRAFT,
    "RollingCallStopped": {**_OF_A_DRAFT, "opens_on": date(2024, 12, 2), "rolling": True},
    "AcceptanceWithdrawn": {"amount_grosze": 400_000},
    "WithdrawAcceptance": {"amount_grosze": 400_000},
    "EstablishClaim": {**_OF_A_CLAIM, "tranches": [{"tranche_number": 1, "principal_grosze": 400_000}]},
    "ClaimEstablished": {**_OF_A_CLAIM, "due_on": date(2026, 4, 22)},
    "ClaimPaid": {"principal_grosze": 100_000},
    "GrantRelief": {"amount_grosze": 200_000},
    "ReliefGranted": {"amount_grosze": 200_000},
    "ClaimTimeBarred": {"amount_grosze": 100_000},
    "AnnexSigned": {"amount_grosze": 500_000, "direction": "down", "tranches": ANNEXED, "signed_on": date(2025, 5, 6)},
    "SignAnnex": {"tranches": ANNEXED, "signed_on": date(2025, 5, 6)},
    "PlanChanged": {"amount_grosze": 3_500_000, "tranches": ANNEXED, "signed_on": date(2025, 5, 6)},
    "DecideNotToAward": {"ground": "pool-used"},
    "OfferNotAwarded": {"ground": "pool-used"},
    "AwardRevoked": {"ground": "budget-cut"},
    "RevokeAward": {"ground": "budget-cut"},
    "ContractTerminated": {"amount_grosze": 1_500_000, "ground": "by-agreement"},
    "TerminateContract": {"ground": "by-agreement"},
    "DisbursementReversed": {"amount_grosze": 2_500_000, "value_on": date(2025, 4, 2)},
    "RecordReturnedTransfers": {
        "lines": [{"amount_grosze": 2_500_000, "value_on": date(2025, 4, 2), "reference": f"{GRANT}/1"}]
    },
    "ReversalNoted": {"value_on": date(2025, 4, 2)},
    "PaymentReversed": {"value_on": date(2025, 4, 2)},
    "TrancheCancelled": {"amount_grosze": 1_500_000, "tranche_number": 2},
    "CancelTranche": {"tranche_number": 2},
    "ProposeIncrease": {"amount_grosze": 500_000},
    "IncreaseProposed": {"amount_grosze": 500_000, "decision_no": 2},
    "IncreaseHeld": {"decision_no": 2},
    "IncreaseRefused": {"decision_no": 2},
    "IncreaseSigned": {"decision_no": 2},
    "IncreaseDropped": {"amount_grosze": 500_000, "decision_no": 2, "dropped_on": date(2025, 6, 10)},
    "DropIncrease": {"dropped_on": date(2025, 6, 10)},
    "ConfirmYearTranche": {"programme_id": "torun-2026"},
    "ReduceYearAmount": {"programme_id": "torun-2026", "amount_grosze": 500_000},
    "CallNoted": {"opens_on": date(2024, 12, 2)},
    "CallOpened": {"opens_on": date(2024, 12, 2)},
    "CheckOffer": {"passed": False},
    "FundsDisbursed": {"amount_grosze": 2_500_000},
    "FundsReturned": {"amount_grosze": 100_000, "value_on": date(2025, 11, 3), "disbursed_total_grosze": 4_000_000},
    "PrincipalReturned": {"amount_grosze": 100_000, "value_on": date(2025, 11, 3), "disbursed_total_grosze": 4_000_000},
    "TrancheDisbursed": {"amount_grosze": 2_500_000},
    "PaymentPrepared": {"amount_grosze": 2_500_000},
    "PaymentAuthorised": {"amount_grosze": 2_500_000},
    "PaymentDisbursed": {"amount_grosze": 2_500_000},
    "PaymentTakenOver": {"amount_grosze": 2_500_000},
    "OpenCall": {"opens_on": date(2024, 12, 2)},
    "RegisterRowTaken": {"amount_grosze": 2_500_000},
    "TakeOverPayment": {"amount_grosze": 2_500_000},
    "ExpenditureAccepted": {"amount_grosze": 3_900_000, "disbursed_total_grosze": 4_000_000},
    "AnswerRemark": {"reason": "Wprowadzono w części."},
    "CouncilOpinionGiven": {"opinion": TEXT},
    "DeadlineMissed": {"due_on": date(2024, 11, 30)},
    "AdoptionDeadlineMissed": {"due_on": date(2024, 11, 30)},
    "AmendProgrammeContents": {"adopted_on": date(2025, 6, 26)},
    "MultiYearProgrammeAdopted": {"programme_id": "torun-wieloletni-2024"},
    "ProgrammeContentsAmended": {"adopted_on": date(2025, 6, 26)},
    "ProgrammePublished": {"document": "programme"},
    "ProgrammeReportPublished": {"published_on": date(2026, 5, 20), "due_on": date(2026, 5, 31), "warnings": []},
    "PublishProgramme": {"document": "programme"},
    "PublishProgrammeReport": {"published_on": date(2026, 5, 20)},
    "ReportDeadlineMissed": {"due_on": date(2026, 5, 31)},
    "TaskAreasStated": {"content": "priority-tasks"},
    "PaymentOrderIssued": {
        "payments": [
            {
                "grant_id": GRANT,
                "tranche_number": 1,
                "organisation_id": "org-0007",
                "creditor_account": "74000000000000000000000001",
                "amount_grosze": 2_500_000,
            }
        ]
    },
    "StatementLineUnmatched": {"amount_grosze": 1_234_500, "line_number": 3, "reason": "grant-unknown"},
    "ReportSubmitted": {"submitted_on": date(2025, 9, 25)},
    "SubmitReport": {"submitted_on": date(2025, 9, 25)},
    "ReturnNoted": {"value_on": date(2025, 11, 3)},
}


def _entry(fact: str, debit: str, credit: str, amount: int, on: date, **more: Any) -> dict[str, Any]:
    """A journal entry that moves money once; what it does not speak of is None."""
    nothing = dict.fromkeys(("line_id", "call_id", "grant_id", "decision_no", "document"))
    moved = [{"debit": debit, "credit": credit, "amount_grosze": amount}] if amount else []
    days = {"effective_on": on, "value_on": on}
    return {**nothing, **days, "fact": fact, "amount_grosze": amount, "transfers": moved, "suspense": [], **more}


_CAUSE = {
    "event_id": "5b0c1c5e-6a51-5a0e-9d43-0f6f6f1f2a10",
    "service": "grants",
    "position": 12,
    "hlc": "01740736800000-00003",
}
_OF_LINE = {"line_id": LINE, "document": "WK/01/2025"}
_OF_CALL = {"line_id": LINE, "call_id": CALL}
_OF_GRANT = {**_OF_CALL, "grant_id": GRANT, "caused_by": _CAUSE}
_OF_COUNCIL = {"stated_grosze": 5_230_000_000, "document": "XII/123/24"}
_CASH = {**_OF_GRANT, "document": "statement-2025-062"}

ENTRIES: dict[str, dict[str, Any]] = {
    "budget-draft-submitted": _entry(
        "BudgetDraftSubmitted", "limit", "free", 5_230_000_000, date(2024, 11, 15), **_OF_COUNCIL
    ),
    "programme-adopted": _entry("ProgrammeAdopted", "limit", "free", 0, date(2024, 11, 28), **_OF_COUNCIL),
    "area-allocated": _entry("AreaAllocated", "free", f"line/{LINE}", 60_000_000, date(2024, 11, 29), **_OF_LINE),
    "call-opened": _entry("CallOpened", f"line/{LINE}", CALL_ACCOUNT, 50_000_000, date(2024, 12, 2), **_OF_CALL),
    "budget-adopted": _entry("BudgetAdopted", "limit", "free", 0, date(2024, 12, 19), **_OF_COUNCIL),
    "funds-reserved": _entry(
        "FundsReserved",
        CALL_ACCOUNT,
        f"{GRANT_ACCOUNT}/reserved",
        4_200_000,
        date(2025, 2, 10),
        **_OF_GRANT,
        decision_no=1,
    ),
    "contract-signed": _entry(
        "ContractSigned",
        f"{GRANT_ACCOUNT}/reserved",
        f"{GRANT_ACCOUNT}/contracted",
        4_000_000,
        date(2025, 2, 28),
        **_OF_GRANT,
        document="WK/12/2025",
    ),
    "call-resolved": _entry("CallResolved", CALL_ACCOUNT, f"line/{LINE}", 45_800_000, date(2025, 3, 3), **_OF_CALL),
    "award-declined": _entry(
        "AwardDeclined", f"{GRANT_ACCOUNT}/reserved", f"line/{LINE}", 200_000, date(2025, 3, 4), **_OF_GRANT
    ),
    "funds-disbursed": _entry(
        "FundsDisbursed",
        f"{GRANT_ACCOUNT}/contracted",
        f"{GRANT_ACCOUNT}/disbursed",
        4_000_000,
        date(2025, 3, 31),
        **_CASH,
    ),
    "expenditure-accepted": _entry(
        "ExpenditureAccepted",
        f"{GRANT_ACCOUNT}/disbursed",
        f"{GRANT_ACCOUNT}/settled",
        3_900_000,
        date(2025, 10, 20),
        **_OF_GRANT,
    ),
    "funds-returned": _entry(
        "FundsReturned", f"{GRANT_ACCOUNT}/disbursed", f"line/{LINE}", 100_000, date(2025, 11, 3), **_CASH
    ),
    "into-suspense": {
        **_entry("FundsDisbursed", "", "", 0, date(2025, 11, 4), **_CASH),
        "amount_grosze": 700,
        "suspense": [{"debit": "suspense/bank", "credit": f"suspense/grant/{GRANT}", "amount_grosze": 700}],
    },
    "programme-taken-over": _entry(
        "ProgrammeTakenOver",
        "limit",
        "free",
        0,
        date(2025, 1, 1),
        stated_grosze=5_230_000_000,
        document="register, limit derived",
    ),
    "grant-taken-over": _entry(
        "GrantTakenOver",
        f"line/{LINE}",
        f"line/{LINE}/grant/register-0001/contracted",
        2_500_000,
        date(2025, 2, 28),
        line_id=LINE,
        grant_id="register-0001",
        document="register",
        caused_by=_CAUSE,
    ),
    "payment-taken-over": _entry(
        "PaymentTakenOver",
        f"line/{LINE}/grant/register-0001/contracted",
        f"line/{LINE}/grant/register-0001/disbursed",
        2_500_000,
        date(2025, 4, 30),
        line_id=LINE,
        grant_id="register-0001",
        document="register",
        caused_by=_CAUSE,
    ),
    "budget-amended": _entry("BudgetAmended", "limit", "free", 0, date(2025, 6, 26), **_OF_COUNCIL),
    "area-reallocated": _entry(
        "AreaReallocated", f"line/{LINE}", "line/sport.wsir.926-92605-2360", 1_000_000, date(2025, 6, 27), **_OF_LINE
    ),
    "expenditure-blocked": _entry(
        "ExpenditureBlocked", f"line/{LINE}", f"line/{LINE}/blocked", 500_000, date(2025, 6, 30), **_OF_LINE
    ),
    "statements-complete": _entry("StatementsComplete", "", "", 0, date(2025, 12, 31)),
    "year-closed": _entry(
        "YearClosed", f"line/{LINE}", f"line/{LINE}/lapsed", 400_000, date(2025, 12, 31), document="WK/01/2025"
    ),
}
"""The journal's one kind of event in each of its uses, in an order that could have happened."""


def _commitment(fact: str, debit: str, credit: str, **more: Any) -> dict[str, Any]:
    """An entry of a commitments' book, about 2026."""
    moved = {"debit": f"wpf/2026/{debit}", "credit": f"wpf/2026/{credit}", "amount_grosze": 2_000_000}
    nothing = dict.fromkeys(("stated_grosze", "programme_id", "line_id", "decision_no"))
    about = {"fact": fact, "year": 2026, "effective_on": date(2026, 1, 12), "amount_grosze": 2_000_000}
    return {**nothing, **about, "grant_id": GRANT, "transfers": [moved], **more}


VARIANTS: dict[str, dict[str, dict[str, Any]]] = {
    "budget.entry-posted.v1": ENTRIES,
    "undertaking.commitment-posted.v1": {
        "limit-set": _commitment("CommitmentLimitSet", "limit", "free", stated_grosze=2_000_000, grant_id=None),
        "made": _commitment("MultiYearCommitmentMade", "free", f"grant/{GRANT}/committed"),
        "confirmed": _commitment(
            "YearTrancheConfirmed",
            f"grant/{GRANT}/committed",
            f"grant/{GRANT}/confirmed",
            programme_id="torun-2026",
            line_id=LINE,
        ),
    },
}
"""Stored names with more than one sample: variant to values."""

KEYS = {
    "budget": "programme_id",
    "programme": "programme_id",
    "execution": "programme_id",
    "known-year": "programme_id",
    "call": "call_id",
    "call-series": "series_id",
    "known-call": "call_id",
    "offer": "offer_id",
    "organisation": "organisation_id",
    "payment-order": "order_id",
    "statement": "statement_id",
    "register-row": "payment_id",
    "undertaking": "undertaking_id",
    "notice": "notice_id",
}
"""First word of a stored name to the field that is the stream's key; the others are keyed by grant."""


class NoSample(Exception):
    """A field has no value in the story."""


def wire_values(shape: type[BaseModel]) -> dict[str, Any]:
    """Plain values for every field of a wire shape."""
    return {name: _value(shape.__name__, name) for name in shape.model_fields}


def event_values(cls: type, *, variant: dict[str, Any] | None = None) -> dict[str, Any]:
    """Plain values for every field of a stored event."""
    hints = typing.get_type_hints(cls)
    given = variant or {}
    return {
        field.name: given[field.name] if field.name in given else _value(cls.__name__, field.name, hints[field.name])
        for field in dataclasses.fields(cls)
    }


def variants(stored_name: str) -> dict[str, dict[str, Any]]:
    """Variant to values; one nameless variant where a stored name has only one sample."""
    return VARIANTS.get(stored_name, {"": {}})


def key_of(stored_name: str, values: dict[str, Any]) -> str:
    return str(values.get(KEYS.get(stored_name.split(".", 1)[0], "grant_id"), GRANT))


def _value(owner: str, field: str, kind: Any = None) -> Any:
    if kind is TextRef:
        return TEXT
    try:
        return PARTICULAR.get(owner, {}).get(field, VALUES[field])
    except KeyError:
        raise NoSample(f"{owner}.{field} has no value in the story: add it to tests/messages/samples.py") from None
