"""The words of one ordinary grant's journey: commands given to grants, and facts that others tell it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from tests.grants.facts import LINE

ORGANISATION: dict[str, Any] = {
    "organisation_id": "club-1",
    "name": "Klub Sportowy",
    "bank_account": "61109010140000071219812874",
    "krs": "0000123456",
    "nip": None,
}
CALL: dict[str, Any] = {
    "call_id": "call-1",
    "programme_id": "torun-2025",
    "line_id": LINE,
    "number": "17/2025",
    "pool_grosze": 50_000_000,
    "opens_on": date(2024, 11, 20),
    "offers_until": datetime(2024, 12, 11, 23, 0, tzinfo=UTC),
    "min_grant_grosze": 100_000,
    "max_grant_grosze": 10_000_000,
    "max_share_percent": 80,
    "pass_mark_points": 60,
}
OFFER: dict[str, Any] = {
    "offer_id": "grant-1",
    "call_id": "call-1",
    "organisation_id": "club-1",
    "title": "Zajęcia dla dzieci",
    "requested_grosze": 4_000_000,
    "total_cost_grosze": 5_000_000,
    "task_from": date(2025, 2, 1),
    "task_until": date(2025, 6, 30),
}
PROPOSAL: dict[str, Any] = {"grant_id": "grant-1", "amount_grosze": 3_000_000}
RESERVED: dict[str, Any] = {
    "grant_id": "grant-1",
    "decision_no": 1,
    "programme_id": "torun-2025",
    "call_id": "call-1",
    "amount_grosze": 3_000_000,
}
BUDGET: dict[str, Any] = {
    "programme_id": "torun-2025",
    "limit_grosze": 5_230_000_000,
    "cut_pending_grosze": 0,
    "adopted_on": date(2024, 12, 19),
}
CONTRACT: dict[str, Any] = {
    "grant_id": "grant-1",
    "contract_number": "WSiR.17/2025",
    "amount_grosze": 3_000_000,
    "signed_on": date(2025, 1, 31),
    "tranches": [
        {"number": 1, "amount_grosze": 2_000_000, "due_on": date(2025, 2, 15)},
        {"number": 2, "amount_grosze": 1_000_000, "due_on": date(2025, 5, 15)},
    ],
}
PAID: dict[str, Any] = {
    "grant_id": "grant-1",
    "programme_id": "torun-2025",
    "organisation_id": "club-1",
    "tranche_number": 2,
    "amount_grosze": 1_000_000,
    "value_on": date(2025, 5, 15),
    "disbursed_total_grosze": 3_000_000,
    "statement_id": "st-2",
}
RETURNED: dict[str, Any] = {
    "grant_id": "grant-1",
    "programme_id": "torun-2025",
    "organisation_id": "club-1",
    "amount_grosze": 100_000,
    "value_on": date(2025, 8, 20),
    "disbursed_total_grosze": 3_000_000,
    "returned_total_grosze": 100_000,
    "statement_id": "st-9",
}
REPORT: dict[str, Any] = {"grant_id": "grant-1", "spent_grosze": 2_900_000, "submitted_on": date(2025, 7, 20)}
ACCEPTANCE: dict[str, Any] = {"grant_id": "grant-1", "accepted_grosze": 2_900_000, "accepted_on": date(2025, 8, 10)}
ROW: dict[str, Any] = {
    "grant_id": "row-1",
    "programme_id": "dept-2018",
    "line_id": "register.register.900-90095-2360",
    "organisation_name": "Association",
    "purpose": "Fête",
    "amount_grosze": 250_000,
    "signed_on": date(2018, 4, 3),
    "row_digest": "ab" * 32,
    "evidence": "register",
}
PAYMENT_TAKEN_OVER: dict[str, Any] = {
    "payment_id": "p-1",
    "grant_id": "row-1",
    "programme_id": "dept-2018",
    "amount_grosze": 250_000,
    "value_on": date(2018, 6, 1),
    "disbursed_total_grosze": 250_000,
    "evidence": "register",
}
