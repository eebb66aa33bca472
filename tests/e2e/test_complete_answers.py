"""What an answer says of its own completeness: who is behind, what was on its way."""

import asyncio
import os
import signal
from datetime import UTC, date, datetime, timedelta

import pytest

from grosz.client import Client
from grosz.home import Home
from grosz.stack import Stack
from grosz.starting import bring_up
from shared.kernel import hlc
from shared.messages import grants_v1 as g
from shared.messages import payments_v1 as p
from tests.e2e.journey import AWARD, Journey

pytestmark = [pytest.mark.slow, pytest.mark.anyio]


async def kill(home: Home, service: str) -> None:
    process = Stack.load(home).services[service].process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)


async def test_with_a_service_down_the_latest_complete_moment_is_answered_and_a_later_one_names_who_is_behind(
    stack: Stack, home: Home
):
    async with Client(stack) as client:
        journey = Journey(client, "behind")
        await journey.make_the_year()

        async def every_service_was_heard() -> bool:
            return bool((await journey.budget())["complete"])

        await journey.until("every service was heard of once", every_service_was_heard)
        await kill(home, "payments")
        asked_at = datetime.now(UTC) + timedelta(seconds=1)

        async def only_payments_is_behind() -> bool:
            answer = await journey.budget(known_at=asked_at)
            return not answer["complete"] and answer["behind"] == ["payments"]

        await journey.until("programme and grants have passed the moment", only_payments_is_behind)
        latest = await journey.budget()
        assert latest["complete"], latest
        assert datetime.fromisoformat(latest["known_at"]) < asked_at

        await asyncio.to_thread(bring_up, home, say=print)

        async def complete() -> bool:
            return bool((await journey.budget(known_at=asked_at))["complete"])

        await journey.until("payments has passed the moment", complete)


async def test_money_that_was_paid_but_not_posted_at_a_moment_is_shown_as_in_flight_at_that_moment(
    stack: Stack, home: Home
):
    async with Client(stack) as client:
        journey = Journey(client, "flight")
        await journey.make_the_year()
        await journey.win_the_award()
        day = date(2025, 2, 10)
        tranche = g.Tranche(number=1, amount_grosze=AWARD, due_on=day)
        await journey.give(
            "grants",
            g.SignContract(
                grant_id=journey.grant,
                contract_number="1",
                amount_grosze=AWARD,
                signed_on=date(2025, 1, 28),
                tranches=[tranche],
            ),
            date(2025, 1, 28),
        )
        which = {"grant_id": journey.grant, "tranche_number": 1}
        await journey.give("payments", p.PreparePayment(**which), day, person="p-clerk")
        await journey.give("payments", p.AuthorisePayment(**which), day, person="p-approver")
        await journey.settled_at(contracted=AWARD)
        await kill(home, "programme")
        line = p.StatementLine(direction="debit", amount_grosze=AWARD, value_on=day, reference=f"{journey.grant}/1")
        stored = await client.send(
            "payments",
            p.RecordStatement(statement_id="flight-statement", lines=[line]),
            person="p-bank",
            acted_at=datetime(2025, 2, 11, 9, tzinfo=UTC),
            late_reason="journey",
            authority=journey.name,
        )
        await asyncio.to_thread(bring_up, home, say=print)

        async def posted() -> bool:
            return bool((await journey.budget())["disbursed"] == AWARD)

        await journey.until("the payment is posted", posted)
        moment = hlc.instant_of(hlc.from_text(stored.hlc))
        then = await journey.budget(known_at=moment)
        assert (then["complete"], then["contracted"], then["disbursed"], then["in_flight"]) == (True, AWARD, 0, AWARD)
        before_value_day = await journey.budget(known_at=moment, as_of=day - timedelta(days=1))
        assert before_value_day["in_flight"] == 0
