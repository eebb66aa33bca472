"""When the ledger agrees with what was taken, and when its answer is final."""

from datetime import UTC, datetime

import pytest

from grosz.register.checking import BALANCES, Expected, Found, differences
from shared.kernel.hlc import last_at, text_of

EXPECTED = Expected("gmina-a-2018", limit_grosze=1000, granted_grosze=900, paid_grosze=400)
AGREEING = {
    **dict.fromkeys(BALANCES, 0),
    "limit": 1000,
    "allocated": 100,
    "contracted": 500,
    "disbursed": 400,
    "in_flight": 0,
}
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def test_figures_that_fit_have_no_difference() -> None:
    assert differences(EXPECTED, AGREEING) == []


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"limit": 1100, "allocated": 200}, ["limit: 1100, expected 1000"]),
        ({"allocated": 99}, ["sum of the balances: 999, expected 1000"]),
        ({"allocated": 99, "reserved": 1}, ["reserved: 1, expected 0"]),
        ({"allocated": 101, "contracted": 499}, ["contracted and disbursed: 899, expected 900"]),
        ({"contracted": 499, "disbursed": 401}, ["disbursed: 401, expected 400"]),
        ({"in_flight": 7}, ["in flight: 7, expected 0"]),
    ],
)
def test_each_broken_equation_is_named(changes, named) -> None:
    assert differences(EXPECTED, {**AGREEING, **changes}) == named


def test_an_answer_is_final_only_when_every_service_has_passed_what_was_sent() -> None:
    sent = text_of(last_at(NOON))
    later = datetime(2026, 1, 2, 12, 0, 0, 1000, tzinfo=UTC)
    assert Found(AGREEING, (), later).holds_all_until(sent)
    assert not Found(AGREEING, (), NOON).holds_all_until(sent)
    assert not Found({**AGREEING, "in_flight": 1}, (), later).holds_all_until(sent)
    assert not Found({}, ("refused",)).holds_all_until(sent)
