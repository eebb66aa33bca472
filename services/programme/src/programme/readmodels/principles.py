"""The six principles of UDPP art. 5(3), shown by acts on record and not by words: what served each, what is missing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg

from programme.readmodels.execution import ExecutionUnknown, report
from programme.readmodels.making import MakingUnknown, making

Connection = psycopg.Connection[dict[str, Any]]
Page = dict[str, Any]

PLACES = ("bip", "notice-board", "website")
OFFERS_DAYS_MIN = 21
"""UDPP art. 13(1): from the last announcement to the last moment for offers."""


@dataclass(frozen=True, slots=True)
class Check:
    """principle, what is looked for, and how much of it there is; none is a gap."""

    principle: str
    act: str
    article: str
    found: Callable[[Page], int]


def _published(document: str, place: str) -> Callable[[Page], int]:
    return lambda page: sum(each["document"] == document and each["place"] == place for each in page["publications"])


def _stated(content: str) -> Callable[[Page], int]:
    return lambda page: int(content in page["contents"])


CHECKS = (
    Check("subsidiarity", "priority tasks stated", "UDPP art. 5a(4)(5)", _stated("priority-tasks")),
    Check("subsidiarity", "contracts with organisations", "UDPP art. 11", lambda page: page["figures"]["contracts"]),
    Check(
        "sovereignty", "remarks answered with a reason", "UDPP art. 5(5)",
        lambda page: sum(bool(remark["answer"]) for remark in page["remarks"].values()),
    ),
    Check("partnership", "meetings held", "UDPP art. 5(5)", lambda page: len(page["meetings"])),
    Check("partnership", "consultation held", "UDPP art. 5(5)", lambda page: int(bool(page["consultation"]))),
    Check(
        "partnership", "Council asked, or none in the commune", "UDPP art. 41i(1)",
        lambda page: int("delivered_on" in page["opinion"] or "no_council" in page["opinion"]),
    ),
    Check("efficiency", "method of evaluation stated", "UDPP art. 5a(4)(9)", _stated("evaluation")),
    Check("efficiency", "grants settled", "UDPP art. 18", lambda page: page["figures"]["grants_settled"]),
    Check("efficiency", "execution report", "UDPP art. 5a(3)", lambda page: int(bool(page["report_published_on"]))),
    Check("fair competition", "rules of the commissions stated", "UDPP art. 5a(4)(11)", _stated("commissions")),
    Check(
        "fair competition", "calls with one announcement for all", "UDPP art. 13",
        lambda page: page["figures"]["calls_announced"],
    ),
    *(
        Check("openness", f"programme published: {place}", "UDPP art. 5(3)", _published("programme", place))
        for place in PLACES
    ),
    Check("openness", "draft published", "UDPP art. 5(5)", lambda page: sum(
        each["document"] == "draft" for each in page["publications"]
    )),
    Check("openness", "report published: bip", "UDPP art. 5a(3)", _published("report", "bip")),
)  # fmt: skip


def principles(connection: Connection, *, programme: str) -> dict[str, Any]:
    """Per principle: the acts that served it, how many, and those that are missing. Refuses: MakingUnknown."""
    page = making(connection, programme=programme)
    try:
        page["figures"] = report(connection, programme=programme)["now"]["total"]
    except ExecutionUnknown:
        page["figures"] = {"contracts": 0, "grants_settled": 0, "calls_announced": 0}
    shown: dict[str, Any] = {}
    for check in CHECKS:
        found = check.found(page)
        entry = shown.setdefault(check.principle, {"evidence": [], "missing": []})
        entry["evidence" if found else "missing"].append(
            {"act": check.act, "article": check.article} | ({"count": found} if found else {})
        )
    short = _short_calls(connection, programme)
    shown["fair competition"]["breaches"] = short
    return {"programme": programme, "principles": shown}


def _short_calls(connection: Connection, programme: str) -> list[dict[str, Any]]:
    """Calls that took offers for less than 21 days, where the law asks for as many."""
    rows = connection.execute(
        "SELECT call_id, paper ->> 'opens_on' AS opens_on, paper ->> 'offers_until' AS offers_until FROM call_register "
        "WHERE programme_id = %s AND coalesce(paper ->> 'legal_basis', 'udpp-open-call') = 'udpp-open-call' "
        "ORDER BY call_id",
        (programme,),
    ).fetchall()
    days = {
        row["call_id"]: (date.fromisoformat(row["offers_until"][:10]) - date.fromisoformat(row["opens_on"])).days
        for row in rows
        if row["opens_on"] and row["offers_until"]
    }
    return [
        {"act": f"call {call} took offers for {count} days", "article": "UDPP art. 13(1)"}
        for call, count in days.items()
        if count < OFFERS_DAYS_MIN
    ]


__all__ = ["MakingUnknown", "principles"]
