"""The final check: the ledger, a fresh replay by the auditor's code, the services' own read models, and the plan.

The ledger is programme's budget question. The replay reads all four event stores and shares no code with the services.
The read models are grants' register and payments' totals: they know nothing of the ledger's accounts, so what they say
is set beside what it must be made of. Amounts are grosze; the check holds only when every difference is zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from grosz.demo.plan import Plan
from grosz.demo.waiting import Asker, grants_of
from shared.kernel.accounts import BALANCES
from shared.messages.payments_v1 import PaymentTotalsQuestion

Recount = Callable[[dict[str, str], str], dict[str, Any]]


class RecountAbsent(Exception):
    """The auditor's code is not installed, so nothing independent can confirm the ledger."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure of the ledger beside the same figure from elsewhere."""

    what: str
    source: str
    ledger_grosze: int
    other_grosze: int

    @property
    def difference_grosze(self) -> int:
        return self.other_grosze - self.ledger_grosze

    def plain(self) -> dict[str, Any]:
        return {
            "what": self.what,
            "source": self.source,
            "ledger_grosze": self.ledger_grosze,
            "other_grosze": self.other_grosze,
            "difference_grosze": self.difference_grosze,
        }


def auditors_recount() -> Recount:
    """The auditor's own replay. Raises RecountAbsent."""
    try:
        recount: Recount = import_module("audit.recount").recount
    except (ImportError, AttributeError) as error:
        raise RecountAbsent(f"the auditor's code (audit.recount) is not installed here: {error}") from error
    return recount


def with_replay(ledger: Mapping[str, Any], replayed: Mapping[str, Any]) -> list[Comparison]:
    """The twelve balances and the limit, in total and per area. What the replay does not give counts as zero."""
    compared = _figures("replay of the event stores", "", ledger, replayed)
    areas: Mapping[str, Any] = replayed.get("areas", {})
    if "areas" in replayed:
        for area in sorted({*ledger["areas"], *areas}):
            ours, theirs = ledger["areas"].get(area, {}), areas.get(area, {})
            compared += _figures("replay of the event stores", f"{area}: ", ours, theirs)
    return compared


def with_plan(ledger: Mapping[str, Any], plan: Plan) -> list[Comparison]:
    """What the seed's plan comes to, in total and per area."""
    compared = _figures("plan of this seed", "", ledger, _limited(plan.expected))
    for area, figures in plan.expected_areas.items():
        compared += _figures("plan of this seed", f"{area}: ", ledger["areas"].get(area, {}), _limited(figures))
    return compared


async def with_read_models(asker: Asker, ledger: Mapping[str, Any], programme: str) -> list[Comparison]:
    """Grants' register and payments' totals, beside what the ledger must show if they are right."""
    register = (await grants_of(asker, programme)).values()
    totals = await asker.ask("payments", PaymentTotalsQuestion(programme=programme))
    return compared_with_read_models(ledger, list(register), totals)


def compared_with_read_models(
    ledger: Mapping[str, Any], register: list[Mapping[str, Any]], totals: Mapping[str, Any]
) -> list[Comparison]:
    """Turnovers of the registers against balances of the ledger.

    What was given back lies in `returned` or again in the headroom, by its value date: the two are taken together.
    """
    grants = "grants' register"
    unsigned = sum(row["awarded_grosze"] for row in register if not row["contracted_grosze"])
    contracted = sum(row["contracted_grosze"] for row in register)
    accepted = sum(row["accepted_grosze"] for row in register)
    paid = {grants: sum(row["disbursed_grosze"] for row in register), "payments' totals": totals["disbursed_grosze"]}
    back = {grants: sum(row["returned_grosze"] for row in register), "payments' totals": totals["returned_grosze"]}
    free = ledger["headroom"] + ledger["returned"]
    compared = [
        Comparison("reserved: awarded, not signed", grants, ledger["reserved"], unsigned),
        Comparison("settled: accepted", grants, ledger["settled"], accepted),
    ]
    for source, paid_out in paid.items():
        outstanding = paid_out - accepted - back[source]
        untouched = ledger["limit"] - unsigned - contracted + back[source]
        compared += [
            Comparison("contracted: signed, not paid", source, ledger["contracted"], contracted - paid_out),
            Comparison("disbursed: paid, not accepted, not back", source, ledger["disbursed"], outstanding),
            Comparison("headroom and returned: the rest", source, free, untouched),
        ]
    return compared


def _figures(source: str, prefix: str, ledger: Mapping[str, Any], other: Mapping[str, Any]) -> list[Comparison]:
    return [
        Comparison(f"{prefix}{name}", source, ledger.get(name, 0), other.get(name, 0)) for name in ("limit", *BALANCES)
    ]


def _limited(figures: Mapping[str, int]) -> dict[str, int]:
    return {**figures, "limit": sum(figures.values())}
