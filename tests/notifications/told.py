"""One fact of each kind that notifications listens to, as plain values, and the notice that it gives."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

AWARD: dict[str, Any] = {
    "grant_id": "grant-1",
    "decision_no": 1,
    "programme_id": "torun-2025",
    "call_id": "call-1",
    "organisation_id": "org-1",
    "amount_grosze": 3_000_000,
}
YEAR_OF_NOTHING: dict[str, Any] = {
    "area": "",
    "task_areas": [],
    "calls_announced": 0,
    "calls_resolved": 0,
    "calls_annulled": 0,
    "offers": 0,
    "offers_rejected": 0,
    "contracts": 0,
    "grants_settled": 0,
    "planned_grosze": 0,
    "requested_grosze": 0,
    "contracted_grosze": 0,
    "disbursed_grosze": 0,
    "accepted_grosze": 0,
    "returned_grosze": 0,
    "lapsed_grosze": 0,
}
TOLD: dict[str, dict[str, Any]] = {
    "programme.call-opened": {
        "call_id": "call-1",
        "programme_id": "torun-2025",
        "line_id": "sport.wsir.926-92605-2360",
        "number": "1/2025",
        "pool_grosze": 200_000_00,
        "opens_on": date(2024, 11, 20),
        "offers_until": datetime(2024, 12, 12, 14, 30, tzinfo=UTC),
        "min_grant_grosze": 1,
        "max_grant_grosze": 40_000_00,
        "max_share_percent": 90,
        "pass_mark_points": 60,
    },
    "programme.deadline-missed": {
        "programme_id": "torun-2025",
        "deadline": "adoption",
        "due_on": date(2024, 11, 30),
    },
    "programme.programme-report-published": {
        "programme_id": "torun-2025",
        "published_on": date(2026, 5, 20),
        "due_on": date(2026, 5, 31),
        "total": YEAR_OF_NOTHING,
        "areas": [],
    },
    "grants.grant-awarded": AWARD,
    "grants.award-refused": AWARD | {"reason": "call-pool-exhausted"},
    "grants.offer-rejected": {
        "offer_id": "grant-1",
        "call_id": "call-1",
        "organisation_id": "org-1",
        "defect": "unsigned",
    },
    "grants.contract-signed": {
        "grant_id": "grant-1",
        "programme_id": "torun-2025",
        "call_id": "call-1",
        "organisation_id": "org-1",
        "contract_number": "WSiR.1.2025",
        "amount_grosze": 3_000_000,
        "signed_on": date(2025, 1, 31),
        "bank_account": "61109010140000071219812874",
        "tranches": [{"number": 1, "amount_grosze": 3_000_000, "due_on": date(2025, 2, 28)}],
        "task_until": date(2025, 11, 30),
    },
    "payments.funds-disbursed": {
        "grant_id": "grant-1",
        "programme_id": "torun-2025",
        "organisation_id": "org-1",
        "tranche_number": 1,
        "amount_grosze": 2_000_000,
        "value_on": date(2025, 3, 4),
        "disbursed_total_grosze": 2_000_000,
        "statement_id": "st-1",
    },
    "grants.report-fallen-due": {
        "grant_id": "grant-1",
        "programme_id": "torun-2025",
        "organisation_id": "org-1",
        "due_on": date(2025, 12, 30),
    },
    "grants.grant-settled": {
        "grant_id": "grant-1",
        "programme_id": "torun-2025",
        "organisation_id": "org-1",
        "accepted_grosze": 2_900_000,
        "returned_grosze": 100_000,
        "settled_on": date(2025, 12, 8),
    },
}
# kind, recipient, subject, amount, day, reason
NOTICES: dict[str, tuple[Any, ...]] = {
    "programme.call-opened": ("call-opened", "public", "call-1", 200_000_00, date(2024, 11, 20), None),
    "programme.deadline-missed": (
        "deadline-missed",
        "programme-office",
        "torun-2025",
        None,
        date(2024, 11, 30),
        "adoption",
    ),
    "programme.programme-report-published": ("report-published", "public", "torun-2025", None, date(2026, 5, 20), None),
    "grants.grant-awarded": ("award", "org-1", "grant-1", 3_000_000, None, None),
    "grants.award-refused": ("refusal", "org-1", "grant-1", 3_000_000, None, "call-pool-exhausted"),
    "grants.offer-rejected": ("refusal", "org-1", "grant-1", None, None, "unsigned"),
    "grants.contract-signed": ("contract", "org-1", "grant-1", 3_000_000, date(2025, 1, 31), None),
    "payments.funds-disbursed": ("payment", "org-1", "grant-1", 2_000_000, date(2025, 3, 4), None),
    "grants.report-fallen-due": ("report-due", "org-1", "grant-1", None, date(2025, 12, 30), None),
    "grants.grant-settled": ("settlement", "org-1", "grant-1", 2_900_000, date(2025, 12, 8), None),
}
