"""Commands and facts of one grant's payments as plain values, the way they come off the wire."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.payments.facts import ACCOUNT

SIGNED: dict[str, Any] = {
    "grant_id": "grant-1",
    "programme_id": "torun-2025",
    "call_id": "call-1",
    "organisation_id": "org-1",
    "contract_number": "WSiR.1.2025",
    "amount_grosze": 3_000_000,
    "signed_on": date(2025, 1, 31),
    "bank_account": ACCOUNT,
    "tranches": [
        {"number": 1, "amount_grosze": 2_000_000, "due_on": date(2025, 2, 28)},
        {"number": 2, "amount_grosze": 1_000_000, "due_on": date(2025, 6, 30)},
    ],
    "task_until": date(2025, 11, 30),
}
NOTED: dict[str, Any] = {
    "grant_id": "row-1",
    "programme_id": "torun-2018",
    "line_id": "register.unknown.000-00000-0000",
    "amount_grosze": 250_000,
    "signed_on": date(2018, 3, 1),
    "evidence": "register",
}
ROW: dict[str, Any] = {
    "payment_id": "row-1-p1",
    "grant_id": "row-1",
    "programme_id": "torun-2018",
    "amount_grosze": 100_000,
    "value_on": date(2018, 4, 1),
    "row_digest": "c" * 64,
    "evidence": "register",
}
FIRST = {"grant_id": "grant-1", "tranche_number": 1}
SECOND = {"grant_id": "grant-1", "tranche_number": 2}


def line(direction: str, amount_grosze: int, reference: str, on: date = date(2025, 3, 4)) -> dict[str, Any]:
    return {"direction": direction, "amount_grosze": amount_grosze, "value_on": on, "reference": reference}
