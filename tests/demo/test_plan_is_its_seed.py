"""One seed, one plan: a demo that was interrupted is played again with the same commands under the same ids."""

import pytest

from grosz.demo.plan import Plan, make_plan


def test_the_same_seed_makes_the_same_plan(plan: Plan):
    again = make_plan(seed=plan.seed, programme=plan.programme)
    assert again.steps == plan.steps
    assert [again.command_id(step) for step in again.steps] == [plan.command_id(step) for step in plan.steps]


def test_every_step_has_an_id_of_its_own(plan: Plan):
    assert len({plan.command_id(step) for step in plan.steps}) == len(plan.steps)


def test_ids_of_another_seed_or_programme_are_others(default_plan: Plan):
    ids = {default_plan.command_id(step) for step in default_plan.steps}
    for seed, programme in ((2026, "torun-2025"), (2025, "torun-2024")):
        other = make_plan(seed=seed, programme=programme)
        assert ids.isdisjoint(other.command_id(step) for step in other.steps)


def test_another_seed_draws_another_year(default_plan: Plan):
    assert make_plan(seed=2026).expected != default_plan.expected


def test_the_figures_of_the_demo_are_known_to_the_grosz(default_plan: Plan):
    """Whoever changes the plan does it on purpose: a demo that was interrupted before can then not go on."""
    assert {name: amount for name, amount in default_plan.expected.items() if amount} == {
        "allocated": 158_125_963,
        "reserved": 4_959_000,
        "contracted": 21_634_086,
        "disbursed": 78_124_340,
        "settled": 4_960_292_093,
        "returned": 6_864_518,
    }
    assert default_plan.command_id(default_plan.steps[0]) == "bfeabfb0-687a-51b7-a35e-6a0e052a4e6f"


@pytest.mark.parametrize("seed", range(100, 112))
def test_whatever_the_seed_the_whole_limit_is_accounted_for(seed: int):
    assert sum(make_plan(seed=seed).expected.values()) == 5_230_000_000
