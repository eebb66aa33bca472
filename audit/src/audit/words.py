"""What the services say of themselves, against the count: programme's budget, grants' register, payments' totals."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from audit.difference import Difference
from audit.facts import Fact
from audit.figures import FIGURES, SUSPENSE
from audit.meanings import RELEASES, WRITING_OFF

Row = Mapping[str, Any]

# Turnovers of a grant: which facts raise each. Annexes and withdrawn acceptances change them either way.
TURNOVERS: dict[str, tuple[str, ...]] = {
    "contracted": ("ContractSigned", "GrantTakenOver"),
    "disbursed": ("FundsDisbursed", "PaymentTakenOver"),
    "accepted": ("ExpenditureAccepted",),
    "returned": ("FundsReturned",),
    "reversed": ("DisbursementReversed",),
    "written-off": tuple(sorted(WRITING_OFF)),
}
GRANTS_SAYS = {
    "awarded_grosze": "awarded",
    "contracted_grosze": "contracted",
    "disbursed_grosze": "disbursed",
    "accepted_grosze": "accepted",
    "returned_grosze": "returned",
    "reversed_grosze": "reversed",
}
PAYMENTS_SAYS = {
    "amount_grosze": "contracted",
    "disbursed_grosze": "disbursed",
    "returned_grosze": "returned",
    "reversed_grosze": "reversed",
    "written_off_grosze": "written-off",
}


def compare_budget(figures: Mapping[str, Any], answer: Mapping[str, Any]) -> list[Difference]:
    """The journal's figures against programme's own answer, in total and by area."""
    found = _figures("", figures, answer, (*FIGURES, SUSPENSE))
    for area in sorted({*figures["areas"], *answer["areas"]}):
        here, there = figures["areas"].get(area, {}), answer["areas"].get(area, {})
        found += _figures(f", area {area}", here, there, FIGURES)
    return found


def _figures(whose: str, here: Row, there: Row, names: Iterable[str]) -> list[Difference]:
    return [
        Difference("budget", f"{name}{whose}", here.get(name, 0), there.get(name, 0))
        for name in names
        if here.get(name, 0) != there.get(name, 0)
    ]


def compare_grants(facts: Iterable[Fact], rows: Sequence[Row]) -> list[Difference]:
    """The rows of grants' register against the facts of all services."""
    return _rows("grants", _turnovers(facts), rows, GRANTS_SAYS)


def compare_payments(facts: Iterable[Fact], totals: Row) -> list[Difference]:
    """Payments' totals per grant, and in all, against the facts of all services."""
    counted = _turnovers(facts)
    found = _rows("payments", counted, totals["grants"], PAYMENTS_SAYS)
    for field in ("disbursed_grosze", "returned_grosze"):
        total = sum(grant.amounts[PAYMENTS_SAYS[field]] for grant in counted.values())
        if total != totals[field]:
            found.append(Difference("payments", f"{field} of all grants", total, totals[field]))
    return found


class _Grant:
    def __init__(self) -> None:
        self.amounts: dict[str, int] = dict.fromkeys(("awarded", *TURNOVERS), 0)
        self.facts: list[str] = []


def _turnovers(facts: Iterable[Fact]) -> dict[str, _Grant]:
    grants: dict[str, _Grant] = defaultdict(_Grant)
    for fact in facts:
        if fact.grant is None:
            continue
        grant = grants[fact.grant]
        grant.facts.append(str(fact))
        match fact.name:
            case "FundsReserved" if not grant.amounts["contracted"]:
                grant.amounts["awarded"] = fact.amount
            case name if name in RELEASES - {"IncreaseDropped"}:
                grant.amounts["awarded"] = 0
            case "AnnexSigned":
                grant.amounts["contracted"] += fact.amount if fact.direction == "up" else -fact.amount
            case "AcceptanceWithdrawn":
                grant.amounts["accepted"] -= fact.amount
        for turnover, names in TURNOVERS.items():
            if fact.name in names:
                grant.amounts[turnover] += fact.amount
    return grants


def _rows(
    service: str, counted: Mapping[str, _Grant], rows: Sequence[Row], fields: Mapping[str, str]
) -> list[Difference]:
    """Each grant known to either; a grant without a row is said to be all zeros."""
    said = {row["grant_id"]: row for row in rows}
    found = []
    for grant_id in sorted({*counted, *said}):
        grant, row = counted.get(grant_id) or _Grant(), said.get(grant_id, {})
        for field, turnover in fields.items():
            amount, words = grant.amounts[turnover], row.get(field, 0)
            if amount != words:
                found.append(Difference(service, f"{field} of {grant_id}", amount, words, tuple(grant.facts)))
    return found
