"""A refund claim across four real services: established, part paid with interest, the rest written off; counted."""

from datetime import date
from typing import Any

import pytest

from audit.reconcile import reconcile
from grosz.client import Client, Refused
from grosz.stack import Stack
from shared.messages import grants_v1 as g
from shared.messages import payments_claims_v1 as c
from shared.messages import payments_v1 as p
from shared.messages import programme_budget_v1 as b
from tests.e2e.journey import ALLOCATED, AWARD, LIMIT, POOL, Journey
from tests.e2e.test_journey_of_a_grant import not_zero

pytestmark = [pytest.mark.slow, pytest.mark.anyio]

FIRST, MISUSED, BACK = 6_000_00, 2_000_00, 1_000_00
FREE, LEFT = LIMIT - ALLOCATED, ALLOCATED - POOL
PAID_ON, CLOSED = date(2025, 10, 15), date(2026, 1, 7)


async def test_a_claim_is_paid_in_part_with_interest_and_the_rest_is_written_off(stack: Stack):
    async with Client(stack, patience_seconds=20) as client:
        journey = Journey(client, "claiming")
        await journey.make_the_year()
        await journey.win_the_award()
        year, grant = journey.programme, journey.grant
        tranches = [
            g.Tranche(number=1, amount_grosze=FIRST, due_on=date(2025, 2, 10)),
            g.Tranche(number=2, amount_grosze=AWARD - FIRST, due_on=date(2025, 6, 10)),
        ]
        signing = g.SignContract(
            grant_id=grant,
            contract_number="WSiR.4.2025",
            amount_grosze=AWARD,
            signed_on=date(2025, 1, 28),
            tranches=tranches,
        )
        await journey.give("grants", signing, date(2025, 1, 28))
        await journey.pay(tranches[0])
        await journey.settled_at(disbursed=FIRST)

        async def claims(on: date, **wanted: Any) -> dict[str, Any]:
            async def shown() -> dict[str, Any] | None:
                answer = await client.ask("payments", c.ClaimsQuestion(grant_id=grant, on=on))
                return answer if wanted.items() <= answer.items() else None

            return await journey.until(f"claims with {wanted}", shown)

        # 2 000.00 of the first tranche were misused; interest runs from 10 February, the day of transfer.
        claim = c.EstablishClaim(
            grant_id=grant,
            claim_number=1,
            ground="misused",
            principal_grosze=MISUSED,
            tranches=[c.ClaimedOfTranche(tranche_number=1, principal_grosze=MISUSED)],
            found_on=date(2025, 9, 1),
            called_on=date(2025, 9, 3),
            document="K.1.2025",
        )
        await journey.give("payments", claim, date(2025, 9, 3), person="p-clerk")
        (one,) = (await claims(PAID_ON, left_grosze=MISUSED))["claims"]
        # 87 days at 14.5 %, 56 at 13.5, 63 at 13, 35 at 12.5, 7 at 12: 3358 % of 2 000.00 / 365 = 184.00
        assert (one["due_on"], one["interest_grosze"]) == ("2025-09-16", 184_00)

        # Half of it comes in: 1 092.00 is 1 000.00 and 92.00 of interest, which the budget never sees.
        await journey.statement("claiming-half", "credit", BACK + 92_00, PAID_ON, grant)
        paid = await journey.settled_at(disbursed=FIRST - BACK)
        assert not_zero(paid) == {
            "free": FREE,
            "allocated": LEFT + BACK,
            "opened": POOL - AWARD,
            "contracted": AWARD - FIRST,
            "disbursed": FIRST - BACK,
        }
        await claims(PAID_ON, left_grosze=BACK, paid_grosze=BACK, interest_paid_grosze=92_00)

        # A part is written off within the year, the rest after its closing; never by whoever established the claim.
        relief = c.GrantRelief(
            grant_id=grant,
            claim_number=1,
            amount_grosze=600_00,
            decision_number="D.7.2025",
            granted_on=date(2025, 11, 3),
        )
        with pytest.raises(Refused) as own:
            await journey.give("payments", relief, date(2025, 11, 3), person="p-clerk")
        assert own.value.problem.code == "second-person-required"
        journey.steps.append("refused")
        await journey.give("payments", relief, date(2025, 11, 3), person="p-approver")
        await journey.settled_at(disbursed=FIRST - BACK - 600_00, written_off=600_00)
        confirmed = p.ConfirmStatements(programme_id=year, through_on=date(2025, 12, 31))
        await journey.give("payments", confirmed, date(2026, 1, 5))
        await journey.settled_at()
        await journey.give("programme", b.CloseYear(programme_id=year, document="1/26"), CLOSED)
        bar = c.MarkClaimTimeBarred(grant_id=grant, claim_number=1, barred_on=date(2026, 1, 8), document="N.1.2026")
        with pytest.raises(Refused) as early:
            await journey.give("payments", bar, date(2026, 1, 8), person="p-approver")
        assert early.value.problem.code == "limitation-not-passed"
        journey.steps.append("refused")
        rest = relief.model_copy(
            update={"amount_grosze": 400_00, "decision_number": "D.1.2026", "granted_on": date(2026, 2, 2)}
        )
        await journey.give("payments", rest, date(2026, 2, 2), person="p-approver")
        final = await journey.settled_at(written_off=BACK)
        assert not_zero(final) == {
            "disbursed": FIRST - BACK - BACK,
            "written_off": BACK,
            "lapsed": LIMIT - FIRST + BACK,
        }
        assert final["suspense"] == 0
        then = await journey.budget(as_of=date(2026, 2, 1))
        assert (then["written_off"], then["disbursed"]) == (600_00, FIRST - BACK - 600_00)
        await claims(PAID_ON, left_grosze=0, written_off_grosze=BACK)

        dsns = {name: stack.auditor_dsn(name) for name in ("programme", "grants", "payments", "notifications")}
        rows = (await client.ask("grants", g.GrantsQuestion(programme=year)))["grants"]
        totals = await client.ask("payments", p.PaymentTotalsQuestion(programme=year))
        assert totals["written_off_grosze"] == BACK
        assert list(map(str, reconcile(dsns, year, final, rows, totals))) == []
