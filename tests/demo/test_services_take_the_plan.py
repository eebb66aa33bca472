"""The services' own rules take every command of a plan, and their ledger comes to the plan's figures."""

from collections import Counter

from grosz.demo.plan import Plan
from grosz.demo.steps import Kind
from shared.kernel.accounts import BALANCES, area_of_account, balance_of
from tests.demo.house import House


def test_every_command_is_taken_and_the_ledger_comes_to_the_plans_figures(plan: Plan):
    house = House()
    for step in plan.steps:
        house.take(step)
    book = house.state("programme", f"budget/{plan.programme}").book
    totals: Counter[str] = Counter()
    areas: Counter[tuple[str | None, str]] = Counter()
    for account, balance in book.accounts.items():
        kind = balance_of(account)
        if kind:
            totals[kind] += balance.total
            areas[area_of_account(account), kind] += balance.total
        else:
            assert account == "limit", "nothing is left in suspense"
    assert {name: totals[name] for name in BALANCES} == plan.expected
    for area, figures in plan.expected_areas.items():
        assert {name: areas[area, name] for name in BALANCES} == figures


def test_the_answers_to_proposals_are_those_that_the_plan_waits_for(default_plan: Plan):
    house = House()
    for step in default_plan.steps:
        house.take(step)
        if step.kind in (Kind.PROPOSE, Kind.PROPOSE_BEYOND):
            grant = step.command.grant_id
            award = type(house.state("grants", f"award/{grant}")).__name__
            assert award == ("Awarded" if default_plan.answers[grant] else "Refused"), step.name
