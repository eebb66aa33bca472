"""A contract that is changed, rejected by a bank, ended and closed, across four real services; then counted anew."""

from datetime import date

import psycopg
import pytest

from audit.reconcile import reconcile
from grosz.client import Client, Refused
from grosz.stack import Stack
from shared.messages import grants_changes_v1 as gc
from shared.messages import grants_v1 as g
from shared.messages import payments_changes_v1 as pc
from shared.messages import payments_v1 as p
from shared.messages import programme_budget_v1 as b
from shared.messages import programme_commitments_v1 as c
from tests.e2e.journey import ALLOCATED, AWARD, LIMIT, LINE, POOL, Journey
from tests.e2e.test_journey_of_a_grant import not_zero

pytestmark = [pytest.mark.slow, pytest.mark.anyio]

FIRST, SECOND, MORE = 6_000_00, 4_000_00, 1_000_00
FREE, LEFT = LIMIT - ALLOCATED, ALLOCATED - POOL


async def test_a_changed_contract_a_rejected_transfer_and_late_facts_are_led_where_they_belong(stack: Stack):
    async with Client(stack, patience_seconds=20) as client:
        journey = Journey(client, "changing")
        await journey.make_the_year()
        await journey.win_the_award()
        year, grant = journey.programme, journey.grant
        tranches = [
            g.Tranche(number=1, amount_grosze=FIRST, due_on=date(2025, 2, 10)),
            g.Tranche(number=2, amount_grosze=SECOND, due_on=date(2025, 6, 10)),
        ]
        signing = g.SignContract(
            grant_id=grant,
            contract_number="WSiR.2.2025",
            amount_grosze=AWARD,
            signed_on=date(2025, 1, 28),
            tranches=tranches,
        )
        await journey.give("grants", signing, date(2025, 1, 28))

        # The bank of the organisation sends the first transfer back; it is prepared, authorised and paid again.
        await journey.pay(tranches[0])
        await journey.settled_at(disbursed=FIRST)
        back = pc.ReturnedTransfer(amount_grosze=FIRST, value_on=date(2025, 2, 12), reference=f"{grant}/1")
        await journey.give(
            "payments", pc.RecordReturnedTransfers(statement_id="changing-back", lines=[back]), date(2025, 2, 13)
        )
        await journey.settled_at(disbursed=0, contracted=AWARD)
        which = {"grant_id": grant, "tranche_number": 1}
        await journey.give("payments", p.PreparePayment(**which), date(2025, 2, 14), person="p-clerk")
        await journey.give("payments", p.AuthorisePayment(**which), date(2025, 2, 14), person="p-approver")
        await journey.statement("changing-again", "debit", FIRST, date(2025, 2, 17), f"{grant}/1")
        await journey.settled_at(disbursed=FIRST, contracted=SECOND)

        # An increase is reserved, then signed by an annex.
        await journey.give("grants", gc.ProposeIncrease(grant_id=grant, amount_grosze=MORE), date(2025, 3, 3))
        await journey.settled_at(reserved=MORE)
        annex = gc.SignAnnex(
            grant_id=grant,
            annex_number="WSiR.2-1.2025",
            contract_amount_grosze=AWARD + MORE,
            signed_on=date(2025, 3, 5),
            tranches=[tranches[0], g.Tranche(number=2, amount_grosze=SECOND + MORE, due_on=date(2025, 6, 10))],
        )
        await journey.give("grants", annex, date(2025, 3, 5))
        raised = await journey.settled_at(contracted=SECOND + MORE)
        assert not_zero(raised) == {
            "free": FREE,
            "allocated": LEFT,
            "opened": POOL - AWARD - MORE,
            "contracted": SECOND + MORE,
            "disbursed": FIRST,
        }

        # A year's part of a multi-year commitment, within what the council allowed.
        allowed = c.SetCommitmentLimit(
            undertaking_id="changing-wpf", year=2025, limit_grosze=3_000_00, document="12/25"
        )
        await journey.give("programme", allowed, date(2025, 3, 6))
        many = c.MakeMultiYearCommitment(
            undertaking_id="changing-wpf",
            grant_id="changing-many-years",
            amounts=[c.YearAmount(year=2025, amount_grosze=3_000_01)],
            document="WSiR.3.2025",
        )
        with pytest.raises(Refused) as above:
            await journey.give("programme", many, date(2025, 3, 7))
        assert above.value.problem.code == "commitment-limit-exceeded"
        journey.steps.append("refused")
        within = many.model_copy(update={"amounts": [c.YearAmount(year=2025, amount_grosze=3_000_00)]})
        await journey.give("programme", within, date(2025, 3, 7))
        part = c.ConfirmYearTranche(
            undertaking_id="changing-wpf",
            grant_id="changing-many-years",
            programme_id=year,
            line_id=LINE,
            document="13/25",
        )
        await journey.give("programme", part, date(2025, 3, 7))

        # The contract ends after its first tranche; nothing more is prepared on it.
        end = gc.TerminateContract(
            grant_id=grant, ground="by-agreement", terminated_on=date(2025, 4, 1), document="WSiR.2-2.2025"
        )
        await journey.until("grants knows the second payment", lambda: journey._disbursed(2 * FIRST))
        await journey.give("grants", end, date(2025, 4, 1))
        ended = await journey.settled_at(contracted=3_000_00)
        assert (ended["allocated"], ended["disbursed"]) == (LEFT + SECOND + MORE - 3_000_00, FIRST)
        await journey.until("payments knows of the contract's end", lambda: _plan_ended(stack, grant))
        second = p.PreparePayment(grant_id=grant, tranche_number=2)
        with pytest.raises(Refused) as over:
            await journey.give("payments", second, date(2025, 4, 2), person="p-clerk")
        assert over.value.problem.code == "contract-has-ended"

        # The year is closed; what came back on 31 December is told only afterwards.
        confirmed = p.ConfirmStatements(programme_id=year, through_on=date(2025, 12, 31))
        await journey.give("payments", confirmed, date(2026, 1, 5))
        await journey.settled_at()
        await journey.give("programme", b.CloseYear(programme_id=year, document="1/26"), date(2026, 1, 7))
        await journey.statement("changing-late", "credit", 500_00, date(2025, 12, 31), grant)
        final = await journey.settled_at(disbursed=FIRST - 500_00)
        assert not_zero(final) == {"disbursed": FIRST - 500_00, "lapsed": LIMIT - FIRST + 500_00}
        assert final["suspense"] == 0

        dsns = {name: stack.auditor_dsn(name) for name in ("programme", "grants", "payments", "notifications")}
        rows = (await client.ask("grants", g.GrantsQuestion(programme=year)))["grants"]
        totals = await client.ask("payments", p.PaymentTotalsQuestion(programme=year))
        assert list(map(str, reconcile(dsns, year, final, rows, totals))) == []


async def _plan_ended(stack: Stack, grant: str) -> bool:
    """Whether payments has heard of it: programme, which answers for the budget, may be faster."""
    with psycopg.connect(stack.auditor_dsn("payments")) as connection:
        ended = "SELECT count(*) FROM events WHERE topic = 'tranche-plan.plan-ended.v1' AND originator_id LIKE %s"
        row = connection.execute(ended, (f"%{grant}",)).fetchone()
    return bool(row and row[0])
