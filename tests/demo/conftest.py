"""Plans of a few seeds and years, each made once for the run."""

from __future__ import annotations

from functools import cache

import pytest

from grosz.demo.plan import Plan, make_plan
from tests.demo.naive_year import NaiveYear

PLANS = ((2025, "torun-2025"), (1, "torun-2025"), (77, "torun-2025"), (2025, "torun-2024"), (-3, "poznan-2023"))


@cache
def made(seed: int, programme: str) -> Plan:
    return make_plan(seed=seed, programme=programme)


@cache
def played(seed: int, programme: str) -> NaiveYear:
    plan = made(seed, programme)
    return NaiveYear(plan.year.year).play(plan.steps)


@pytest.fixture(params=PLANS, ids=lambda pair: f"{pair[1]}-seed{pair[0]}")
def plan(request: pytest.FixtureRequest) -> Plan:
    """Each of the plans in turn."""
    return made(*request.param)


@pytest.fixture
def year(plan: Plan) -> NaiveYear:
    """The same plan, played by the naive model."""
    return played(plan.seed, plan.programme)


@pytest.fixture
def default_plan() -> Plan:
    """The plan that `grosz demo` plays when nothing is said."""
    return made(*PLANS[0])
