"""One grant from the draft of the programme to the last returned grosz, across four real services."""

import json
from datetime import date
from typing import Any

import pytest

from grosz.client import BusClient, Client
from grosz.stack import Stack
from shared.kernel.accounts import BALANCES
from tests.e2e.journey import ALLOCATED, AWARD, LIMIT, POOL, SPENT, Journey

pytestmark = [pytest.mark.slow, pytest.mark.anyio]

ALL_NOTICES = {"call-opened", "award", "refusal", "contract", "payment", "report-due", "settlement"}
FINAL = {"free": LIMIT - ALLOCATED, "allocated": ALLOCATED - SPENT, "settled": SPENT}


def not_zero(budget: dict[str, Any]) -> dict[str, int]:
    """The balances that are not zero, once they add up to the limit."""
    assert sum(budget[name] for name in BALANCES) == budget["limit"]
    return {name: budget[name] for name in BALANCES if budget[name]}


@pytest.mark.parametrize("way", [Client, BusClient])
async def test_a_grant_travels_from_draft_to_settlement(stack: Stack, way: type[Client] | type[BusClient]):
    name = f"journey-{way.__name__.lower()}"
    async with way(stack) as client:
        journey = Journey(client, name)
        await journey.play()
        final = await journey.settled_budget()
        assert not_zero(final) == FINAL
        assert (final["limit"], final["suspense"]) == (LIMIT, 0)
        assert final["areas"]["sport"]["limit"] == ALLOCATED

        as_of = {
            day: not_zero(await journey.budget(as_of=day))
            for day in (date(2024, 11, 17), date(2025, 1, 15), date(2025, 1, 28), date(2025, 2, 28), date(2025, 12, 5))
        }
        assert as_of[date(2024, 11, 17)] == {"free": LIMIT - ALLOCATED, "allocated": ALLOCATED}
        line = ALLOCATED - POOL
        assert as_of[date(2025, 1, 15)] == {
            "free": LIMIT - ALLOCATED,
            "allocated": line,
            "opened": POOL - AWARD,
            "reserved": AWARD,
        }
        assert as_of[date(2025, 1, 28)]["contracted"] == AWARD
        line = ALLOCATED - AWARD
        assert as_of[date(2025, 2, 28)] == {
            "free": LIMIT - ALLOCATED,
            "allocated": line,
            "contracted": 4_000_00,
            "disbursed": 6_000_00,
        }
        assert as_of[date(2025, 12, 5)]["disbursed"] == AWARD - SPENT

        await journey.until("all notices", lambda: _all_notices(journey))


async def _all_notices(journey: Journey) -> bool:
    return await journey.notices() == ALL_NOTICES


async def test_a_complete_answer_is_the_same_bytes_for_ever(stack: Stack):
    async with Client(stack) as client, BusClient(stack) as bus:
        journey = Journey(client, "bytes")
        await journey.make_the_year()
        await journey.win_the_award()
        first = await journey.budget()
        assert first["complete"]
        question = {"as_of": date(2025, 1, 10), "known_at": first["known_at"]}
        then = await journey.budget(**question)
        await journey.sign_and_pay()
        await journey.settle()
        later = await journey.budget(**question)
        journey.client = bus
        by_bus = await journey.budget(**question)
        assert json.dumps(then) == json.dumps(later) == json.dumps(by_bus)
        assert then["complete"] is True
