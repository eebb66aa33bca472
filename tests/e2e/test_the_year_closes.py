"""The treasurer's year: pools, blocking, a cut, and the closing, across the services that must know of it."""

from datetime import date

import pytest

from grosz.client import Client, Refused, ServiceSilent
from grosz.stack import Stack
from shared.messages import grants_v1 as g
from shared.messages import payments_v1 as p
from shared.messages import programme_budget_v1 as b
from tests.e2e.journey import ALLOCATED, AWARD, LIMIT, LINE, POOL, Journey
from tests.e2e.test_journey_of_a_grant import not_zero

pytestmark = [pytest.mark.slow, pytest.mark.anyio]

LINE_ACCOUNT = f"line/{LINE}"


async def test_a_cut_stops_signatures_until_it_is_carried_out_and_the_year_lets_the_rest_lapse(stack: Stack):
    async with Client(stack, patience_seconds=10) as client:
        journey = Journey(client, "closing")
        await journey.make_the_year()
        await journey.win_the_award()
        year = journey.programme

        await journey.give(
            "programme",
            b.AmendBudget(
                programme_id=year, limit_grosze=50_000_00, resolution_number="7/25", adopted_on=date(2025, 1, 9)
            ),
            date(2025, 1, 9),
        )
        assert not_zero(await journey.settled_at()) == {
            "allocated": ALLOCATED - POOL,
            "opened": POOL - AWARD,
            "reserved": AWARD,
        }
        signing = g.SignContract(
            grant_id=journey.grant,
            contract_number="1",
            amount_grosze=AWARD,
            signed_on=date(2025, 1, 28),
            tranches=[g.Tranche(number=1, amount_grosze=AWARD, due_on=date(2025, 2, 10))],
        )
        with pytest.raises(
            ServiceSilent, match="cut-pending"
        ):  # it may pass by itself, so the client has waited for it
            await journey.give("grants", signing, date(2025, 1, 28))

        await journey.give(
            "programme",
            b.CarryOutCut(
                programme_id=year, releases=[b.Release(account=LINE_ACCOUNT, amount_grosze=10_000_00)], document="8/25"
            ),
            date(2025, 1, 10),
        )
        await journey.give(
            "programme",
            b.BlockExpenditure(programme_id=year, account=LINE_ACCOUNT, amount_grosze=5_000_00, document="9/25"),
            date(2025, 1, 13),
        )
        await journey.give("grants", signing, date(2025, 1, 28))
        before = not_zero(await journey.settled_at(contracted=AWARD))
        assert before["blocked"] == 5_000_00

        with pytest.raises(Refused) as too_early:
            await journey.give("programme", b.CloseYear(programme_id=year, document="1/26"), date(2025, 12, 31))
        assert too_early.value.problem.code == "year-not-over"
        confirmed = p.ConfirmStatements(programme_id=year, through_on=date(2025, 12, 31))
        await journey.give("payments", confirmed, date(2026, 1, 5))
        await journey.give("programme", b.CloseYear(programme_id=year, document="1/26"), date(2026, 1, 7))
        after = await journey.settled_at(lapsed=LIMIT // 2)
        assert not_zero(after) == {"lapsed": LIMIT // 2}
