"""Money is only moved, and no account goes below zero: in the order of the plan, and by effective date."""

from collections import defaultdict
from itertools import groupby

from grosz.demo.plan import Plan
from shared.kernel.accounts import BALANCES
from tests.demo.naive_year import NaiveYear, Posting


def test_every_movement_is_covered_on_its_day_and_on_every_later_one(year: NaiveYear):
    assert year.short == []


def test_no_account_goes_below_zero_at_any_prefix_of_the_plan(year: NaiveYear):
    held: dict[str, int] = defaultdict(int)
    for posting in year.postings:
        _move(held, posting)
        assert posting.debit == "limit" or held[posting.debit] >= 0, posting


def test_no_account_is_below_zero_at_the_end_of_any_effective_day(year: NaiveYear):
    held: dict[str, int] = defaultdict(int)
    for day, postings in groupby(
        sorted(year.postings, key=lambda posting: posting.day), key=lambda posting: posting.day
    ):
        touched = set()
        for posting in postings:
            _move(held, posting)
            touched |= {posting.debit, posting.credit}
        assert all(held[account] >= 0 for account in touched - {"limit"}), day


def test_what_lies_on_a_line_is_what_was_allocated_to_it_at_every_prefix(plan: Plan, year: NaiveYear):
    """Calls, promises, contracts and returns stay on their line; nothing is made and nothing is lost."""
    on_line: dict[str, int] = defaultdict(int)
    for posting in year.postings:
        for account, amount in ((posting.debit, -posting.amount), (posting.credit, posting.amount)):
            if line := year.line_of(account):
                on_line[line] += amount
        assert all(amount in (0, plan.year.lines[line]) for line, amount in on_line.items()), posting
    assert on_line == plan.year.lines


def test_the_limit_is_allocated_whole(plan: Plan, year: NaiveYear):
    assert year.balance("limit") == -5_230_000_000
    assert year.balance("free") == 0
    assert plan.year.limit_grosze == 5_230_000_000


def test_exactly_the_proposals_that_the_plan_expects_are_refused(plan: Plan, year: NaiveYear):
    assert year.refused == {grant for grant, answer in plan.answers.items() if not answer}


def test_the_plans_own_sums_are_what_the_movements_come_to(plan: Plan, year: NaiveYear):
    found = year.balances()
    assert plan.expected == dict.fromkeys(BALANCES, 0) | {
        "allocated": found["line"],
        "opened": found["call"],
        "reserved": found["reserved"],
        "contracted": found["contracted"],
        "disbursed": found["disbursed"],
        "settled": found["settled"],
        "returned": found["returned"],
    }
    assert sum(plan.expected.values()) == 5_230_000_000


def test_the_areas_add_up_to_the_total(plan: Plan):
    for name in BALANCES:
        assert sum(figures[name] for figures in plan.expected_areas.values()) == plan.expected[name], name


def _move(held: dict[str, int], posting: Posting) -> None:
    held[posting.debit] -= posting.amount
    held[posting.credit] += posting.amount
