"""The bank's lines against payments' facts: whatever is changed, lost, double or unexplained is a difference."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import pytest

from audit.gathering import Gathered
from audit.reconciling import differences
from audit.spoken import nobody_asked
from tests.audit.history import P
from tests.audit.lawful import Spoil, find, lawful, records
from tests.audit.test_checks import all_of, never, says

PAID, BACK = "tranche-plan.tranche-disbursed", "tranche-plan.principal-returned"
STATEMENT, ORDER = "statement.statement-recorded", "payment-order.payment-order-issued"


def told(spoil: Spoil | None = None) -> list[str]:
    """What is said differently about the bank."""
    events = lawful()
    if spoil:
        spoil(events)
    gathered = Gathered(P)
    for record in records(events):
        gathered.take(record)
    return [str(one) for one in differences(gathered, nobody_asked("not asked here")) if one.where == "bank"]


def unmatched(reason: str) -> Spoil:
    """One more line, which fits nothing."""

    def spoil(events) -> None:
        statement = find(events, STATEMENT, statement_id="s-g1-1")
        paid = find(events, PAID, grant_id="g1")
        data = {
            "statement_id": "s-g1-1",
            "line_number": 2,
            "direction": "debit",
            "amount_grosze": 77,
            "value_on": paid.data["value_on"],
            "reference": {"ref": "r", "digest": "d"},
            "reason": reason,
        }
        envelope = deepcopy(paid.envelope) | {"data": data}
        statement.data.update(lines_count=2, debits_grosze=400_077, frame_sha256="")
        line = replace(paid, name="statement.statement-line-unmatched.v2", position=paid.position + 900)
        events.append(replace(line, envelope=envelope))

    return spoil


SPOILT: dict[str, tuple[Spoil, str]] = {
    "a line left unmatched": (unmatched("reference-names-nothing"), "line 2: a debit of 2025-02-03 fits no payment"),
    "a line that is lost": (never(PAID, grant_id="g1", tranche_number=1), "line 1 is of no fact"),
    "a line that is used twice": (says(PAID, {"grant_id": "g2"}, statement_id="s-g1-1"), "line 1 is of 2 facts"),
    "an amount that differs": (says(PAID, {"grant_id": "g1"}, amount_grosze=399_999), "with another amount"),
    "sums that differ": (says(BACK, amount_grosze=9_999), "credits add up otherwise"),
    "a day that differs": (says(PAID, {"grant_id": "g1"}, value_on="2025-02-06"), "and debited on 2025-02-06"),
    "a day that the bank did not write": (says(BACK, value_on="2025-11-13"), "is not as the bank wrote it"),
    "a debit without an order": (never(ORDER, order_id="o-g1-1"), "no order of ours asked for it"),
    "a payment without a debit": (
        all_of(never(PAID, grant_id="g2"), never("payment.payment-ordered", grant_id="g2")),
        "no statement up to 2025-12-31 has it",
    ),
    "a return without a line": (says(BACK, line_number=3), "has no line 3, and a fact names it"),
    "a statement that is not recorded": (never(STATEMENT, statement_id="s-g1-2"), "is not recorded, and facts name"),
}


def test_a_lawful_year_agrees_with_its_bank():
    assert told() == []


@pytest.mark.parametrize("what", SPOILT)
def test_what_differs_from_the_bank_is_told_with_its_facts(what: str):
    spoil, words = SPOILT[what]
    found = [one for one in told(spoil) if words in one]
    assert len(found) == 1, told(spoil)
    assert "payments:" in found[0]
