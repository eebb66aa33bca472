"""The final check sees a single grosz, whichever source is off by it."""

from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from grosz.demo.checking import Comparison, compared_with_read_models, with_plan, with_replay
from grosz.demo.plan import Plan
from grosz.demo.report import month_ends, show_areas, show_check, show_months
from shared.kernel.accounts import BALANCES, COMMITTED, HEADROOM
from shared.kernel.money import format_pln


def ledger_of(plan: Plan) -> dict[str, Any]:
    """What programme's budget question answers when all is right."""
    areas = {area: _answer(figures) for area, figures in plan.expected_areas.items()}
    return _answer(plan.expected) | {"areas": areas, "in_flight": 0, "as_of": None}


def register_of(plan: Plan) -> list[dict[str, int]]:
    """Grants' register when all is right: awards without a contract, and contracts."""
    offers = {offer.offer_id: offer for _, offer in plan.year.offers()}
    contracts = {contract.grant_id: contract for contract in plan.year.contracts}
    rows = []
    for grant, promised in plan.answers.items():
        contract = contracts.get(grant)
        standing = promised and (contract is not None or offers[grant].fate.value != "award declined")
        rows.append(
            {
                "awarded_grosze": offers[grant].proposed_grosze if standing else 0,
                "contracted_grosze": contract.amount_grosze if contract else 0,
                "disbursed_grosze": contract.paid_grosze if contract else 0,
                "accepted_grosze": contract.report.accepted_grosze if contract and contract.report else 0,
                "returned_grosze": contract.given_back_grosze if contract else 0,
            }
        )
    return rows


def totals_of(plan: Plan) -> dict[str, int]:
    contracts = plan.year.contracts
    return {
        "disbursed_grosze": sum(contract.paid_grosze for contract in contracts),
        "returned_grosze": sum(contract.given_back_grosze for contract in contracts),
    }


def off(comparisons: list[Comparison]) -> list[tuple[str, int]]:
    return [(c.what, c.difference_grosze) for c in comparisons if c.difference_grosze]


def test_sources_that_are_right_agree(default_plan: Plan):
    ledger = ledger_of(default_plan)
    assert off(with_replay(ledger, ledger)) == []
    assert off(with_plan(ledger, default_plan)) == []
    assert off(compared_with_read_models(ledger, register_of(default_plan), totals_of(default_plan))) == []


@pytest.mark.parametrize("balance", BALANCES)
def test_a_replay_that_is_off_by_a_grosz_is_seen(default_plan: Plan, balance: str):
    ledger = ledger_of(default_plan)
    replayed = {**ledger, balance: ledger[balance] + 1}
    assert off(with_replay(ledger, replayed)) == [(balance, 1)]


def test_a_replay_that_is_off_in_one_area_is_seen(default_plan: Plan):
    ledger = ledger_of(default_plan)
    areas = {**ledger["areas"], "sport": {**ledger["areas"]["sport"], "settled": 0}}
    assert [what for what, _ in off(with_replay(ledger, {**ledger, "areas": areas}))] == ["sport: settled"]


def test_a_replay_that_leaves_a_figure_out_does_not_agree(default_plan: Plan):
    ledger = ledger_of(default_plan)
    replayed = {name: figure for name, figure in ledger.items() if name != "settled"}
    assert off(with_replay(ledger, replayed)) == [("settled", -ledger["settled"])]


@pytest.mark.parametrize(
    ("figure", "seen"),
    [
        ("awarded_grosze", {"reserved", "headroom and returned"}),
        ("contracted_grosze", {"contracted", "headroom and returned"}),
        ("disbursed_grosze", {"contracted", "disbursed"}),
        ("accepted_grosze", {"disbursed", "settled"}),
        ("returned_grosze", {"disbursed", "headroom and returned"}),
    ],
)
def test_a_register_that_is_off_by_a_grosz_is_seen(default_plan: Plan, figure: str, seen: set[str]):
    rows = register_of(default_plan)
    row = next(r for r in rows if r["awarded_grosze"] and bool(r["contracted_grosze"]) == (figure != "awarded_grosze"))
    row[figure] += 1
    found = off(compared_with_read_models(ledger_of(default_plan), rows, totals_of(default_plan)))
    assert {what.split(":")[0] for what, _ in found} == seen
    assert {abs(difference) for _, difference in found} == {1}


@pytest.mark.parametrize(
    ("figure", "seen"),
    [
        ("disbursed_grosze", {"contracted", "disbursed"}),
        ("returned_grosze", {"disbursed", "headroom and returned"}),
    ],
)
def test_payments_that_are_off_by_a_grosz_are_seen(default_plan: Plan, figure: str, seen: set[str]):
    totals = totals_of(default_plan)
    totals[figure] -= 1
    found = off(compared_with_read_models(ledger_of(default_plan), register_of(default_plan), totals))
    assert {what.split(":")[0] for what, _ in found} == seen


def test_a_difference_is_printed_in_grosze_and_fails_the_check(default_plan: Plan):
    ledger = ledger_of(default_plan)
    console = Console(width=80, record=True, file=StringIO())
    assert show_check(console, with_replay(ledger, ledger))
    assert not show_check(console, with_replay(ledger, {**ledger, "settled": ledger["settled"] - 3}))
    assert "(-3 grosze)" in console.export_text()


def test_the_months_go_from_november_before_the_year_to_january_after_it():
    days = [day.isoformat() for day in month_ends(2025)]
    assert (len(days), days[0], days[1], days[3], days[-1]) == (
        15,
        "2024-11-30",
        "2024-12-31",
        "2025-02-28",
        "2026-01-31",
    )


@pytest.mark.parametrize("width", [80, 100, 140, 200])
def test_no_figure_is_cut_off_however_narrow_the_screen(default_plan: Plan, width: int):
    ledger = ledger_of(default_plan)
    console = Console(width=width, record=True, file=StringIO())
    show_months(console, [ledger])
    show_areas(console, ledger)
    text = console.export_text()
    assert "…" not in text
    for figure in ("limit", "settled", "returned", "headroom"):
        assert format_pln(ledger[figure]) in text
    assert text.count("(split invented)") == 13


def _answer(figures: dict[str, int]) -> dict[str, Any]:
    return {
        **figures,
        "limit": sum(figures.values()),
        "committed": sum(figures[name] for name in COMMITTED),
        "headroom": sum(figures[name] for name in HEADROOM),
    }
