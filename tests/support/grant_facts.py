"""Facts of grants and payments as programme hears them, made up: the whole way of many grants, as bytes of the bus."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from shared.kernel import hlc
from shared.kernel.canonical import canonical_json
from shared.kernel.ids import event_id
from shared.messages import grants_v1, payments_v1
from shared.messages.fields import Fact

YEAR = "torun-2025"
LINE = "sport.wsir.926-92605-2360"
CALL = "sport-1"
POOL = 100_000_00
DAY = date(2025, 3, 14)


@dataclass(frozen=True)
class Told:
    """A message: whose, under which subject, which bytes."""

    publisher: str
    subject: str
    body: bytes


@dataclass(frozen=True)
class Balances:
    """What the journal must come to when every fact has had its effect once."""

    opened: int
    contracted: int
    disbursed: int
    settled: int
    returned_to_line: int


def commands() -> list[tuple[str, str, dict[str, Any]]]:
    """(command, role, fields) that open a call with a pool for all."""
    return [
        (
            "submit-budget-draft",
            "treasurer",
            {"programme_id": YEAR, "limit_grosze": 2 * POOL, "submitted_on": "2024-11-15", "document": "1"},
        ),
        (
            "adopt-budget",
            "council-clerk",
            {"programme_id": YEAR, "limit_grosze": 2 * POOL, "resolution_number": "1", "adopted_on": "2025-01-02"},
        ),
        (
            "allocate-area",
            "treasurer",
            {"programme_id": YEAR, "line_id": LINE, "amount_grosze": POOL, "document": "1"},
        ),
        (
            "open-call",
            "call-editor",
            {
                "call_id": CALL,
                "programme_id": YEAR,
                "line_id": LINE,
                "number": "1/2025",
                "pool_grosze": POOL,
                "opens_on": "2025-01-03",
                "offers_until": "2025-02-01T12:00:00+01:00",
                "max_grant_grosze": POOL,
            },
        ),
    ]


def way_of(grants: int) -> tuple[list[Told], Balances]:
    """Five facts of each grant, in the order in which they happen: promised, signed, paid, accepted, given back."""
    told: list[Told] = []
    positions = {"grants": 0, "payments": 0}
    for number in range(1, grants + 1):
        for fact in _facts(f"grant-{number}"):
            publisher = fact.TYPE.split(".")[0]
            positions[publisher] += 1
            told.append(Told(publisher, fact.subject(), _envelope(fact, f"grant-{number}", positions[publisher])))
    return told, Balances(POOL - 90_00 * grants, 0, 0, 70_00 * grants, 20_00 * grants)


def tell(fact: Fact, subject: str, position: int) -> Told:
    """Any other fact about a subject, at a place in its publisher's store."""
    return Told(fact.TYPE.split(".")[0], fact.subject(), _envelope(fact, subject, position))


def _facts(grant: str) -> list[Fact]:
    common: dict[str, Any] = {"grant_id": grant, "programme_id": YEAR}
    at_org = {"organisation_id": "club"}
    return [
        grants_v1.AwardProposed(**common, **at_org, decision_no=1, call_id=CALL, amount_grosze=100_00),
        grants_v1.ContractSigned(
            **common,
            **at_org,
            call_id=CALL,
            contract_number="1",
            amount_grosze=90_00,
            signed_on=DAY,
            bank_account="0",
            tranches=[],
            task_until=DAY,
        ),
        payments_v1.FundsDisbursed(
            **common,
            **at_org,
            tranche_number=1,
            amount_grosze=90_00,
            value_on=DAY,
            disbursed_total_grosze=90_00,
            statement_id="1",
        ),
        grants_v1.ExpenditureAccepted(**common, amount_grosze=70_00, accepted_on=DAY, disbursed_total_grosze=90_00),
        payments_v1.FundsReturned(
            **common,
            **at_org,
            amount_grosze=20_00,
            value_on=DAY,
            disbursed_total_grosze=90_00,
            returned_total_grosze=20_00,
            statement_id="2",
        ),
    ]


def _envelope(fact: Fact, grant: str, position: int) -> bytes:
    noon = datetime(2025, 3, 14, 12, tzinfo=UTC)
    stamp = (int(noon.timestamp() * 1000) << hlc.COUNTER_BITS) + position
    return canonical_json(
        {
            "event_id": str(event_id("torun", f"{fact.TYPE}/{grant}", 1)),
            "type": fact.TYPE,
            "type_version": fact.VERSION,
            "authority": "torun",
            "stream": f"grant/{grant}",
            "version": 1,
            "position": position,
            "hlc": hlc.text_of(stamp),
            "recorded_at": noon,
            "acted_at": noon,
            "effective_on": DAY,
            "actor": "anna",
            "correlation_id": grant,
            "data": fact.model_dump(),
        }
    )
