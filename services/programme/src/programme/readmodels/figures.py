"""What an operator sees of the money: sums over the postings of the journal, all days taken together. Grosze."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from shared.kernel.accounts import BALANCES, COMMITTED, HEADROOM, LIMIT, balance_of
from shared.telemetry.figures import Connection, Figure

_STATED = ["BudgetDraftSubmitted", "ProgrammeAdopted", "ProgrammeAmended", "BudgetAdopted", "BudgetAmended"]
_STATED += ["ProgrammeTakenOver"]
_OF_PROGRAMME = ["ProgrammeAdopted", "ProgrammeAmended"]


def of_money(connection: Connection, now: float) -> Iterator[Figure]:  # noqa: ARG001 - the form of every reader
    """Per programme year: limit, the twelve balances, committed, headroom, suspense, and what must never be."""
    sums: dict[str, Counter[str]] = {}
    for row in connection.execute(
        "SELECT programme_id, account, sum(amount_grosze)::bigint AS amount FROM postings GROUP BY 1, 2"
    ).fetchall():
        found = sums.setdefault(row["programme_id"], Counter())
        account, amount = row["account"], row["amount"]
        if account.startswith("suspense/grant/"):
            found["suspense"] += abs(amount)
        else:
            found[balance_of(account) or account] += amount
    below_zero = _by_programme(connection, _BELOW_ZERO)
    stated = _stated(connection)
    for programme, found in sorted(sums.items()):
        labels = {"programme": programme}
        limit = -found[LIMIT]
        committed = sum(found[name] for name in COMMITTED)
        pending = max(0, limit - stated.get(programme, limit))
        for name in BALANCES:
            yield Figure(
                "grosz_budget_balance_grosze",
                "One of the twelve exclusive balances of a programme year; together they are the limit.",
                found[name],
                {**labels, "balance": name},
            )
        told = {
            "grosz_budget_limit_grosze": ("The limit of a programme year, as it was put in.", limit),
            "grosz_budget_committed_grosze": ("Reserved, contracted, disbursed and settled.", committed),
            "grosz_budget_headroom_grosze": (
                "What may still be promised: free, allocated, pools and open calls.",
                sum(found[name] for name in HEADROOM),
            ),
            "grosz_suspense_grosze": (
                "The second book: what accounts could not cover, per grant without its sign.",
                found["suspense"],
            ),
            "grosz_cut_pending_grosze": ("What the limit still has to lose by a cut that is not carried out.", pending),
            "grosz_accounts_below_zero": (
                "Accounts whose balance is below zero at the end of some effective day.",
                below_zero.get(programme, 0),
            ),
        }
        for metric, (text, value) in told.items():
            yield Figure(metric, text, value, labels)


_BELOW_ZERO = (
    "WITH days AS (SELECT programme_id, account, effective_on, sum(amount_grosze) AS amount FROM postings "
    "WHERE account <> 'limit' AND account NOT LIKE 'suspense/%' GROUP BY 1, 2, 3), "
    "running AS (SELECT programme_id, account, sum(amount) OVER "
    "(PARTITION BY programme_id, account ORDER BY effective_on) AS total FROM days) "
    "SELECT programme_id, count(DISTINCT account) AS value FROM running WHERE total < 0 GROUP BY 1"
)


def _by_programme(connection: Connection, query: str) -> dict[str, int]:
    rows: list[dict[str, Any]] = connection.execute(query.encode()).fetchall()
    return {row["programme_id"]: row["value"] for row in rows}


def _stated(connection: Connection) -> dict[str, int]:
    """The lower of what the last word on the programme and the last one on the budget state."""
    rows = connection.execute(
        "WITH last AS (SELECT programme_id, fact = ANY(%s) AS of_programme, max(number) AS number "
        "FROM journal_entries WHERE fact = ANY(%s) GROUP BY 1, 2) "
        "SELECT programme_id, min((convert_from(e.state, 'UTF8')::jsonb #>> '{data,stated_grosze}')::bigint) AS stated "
        "FROM last JOIN events e ON e.originator_id = 'budget/' || programme_id AND e.originator_version = number "
        "GROUP BY 1",
        (_OF_PROGRAMME, _STATED),
    ).fetchall()
    return {row["programme_id"]: row["stated"] for row in rows if row["stated"] is not None}
