"""A call from its draft to its results on real servers: announced, extended, closed at the exact second, resolved."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from grosz.client import Client, Refused
from grosz.stack import Stack
from shared.messages import grants_v1 as g
from shared.messages import programme_budget_v1 as pb
from shared.messages import programme_call_v1 as c
from shared.messages import programme_v1 as pr
from shared.messages.fields import Command
from tests.e2e.journey import ACCOUNT, LINE, Journey

pytestmark = [pytest.mark.slow, pytest.mark.anyio]

MONDAY, FRIDAY = date(2025, 3, 3), date(2025, 3, 7)
CHOICE = date(2025, 4, 14)
CLOCK_CHANGES = "2025-03-31T00:00"
LAST_SECOND = datetime(2025, 3, 30, 21, 59, 59, tzinfo=UTC)
"""23:59:59 in Warsaw on the Sunday on which the clock went forward."""
TEXTS: dict[c.Content, str] = {
    "task-type": "Imprezy sportowe (zmyślone)",
    "granting-rules": "Zasady zmyślone",
    "execution-conditions": "Warunki zmyślone",
    "choice": "Kryteria jak w konkursie zmyślonym",
    "earlier-tasks": "W roku poprzednim: 0 zł",
}


class Office:
    """Gives commands as of past instants, each under an id of its own."""

    def __init__(self, client: Client, name: str) -> None:
        self.client, self.name, self.programme = client, name, f"{name}-2025"
        self.given = 0

    async def give(self, service: str, command: Command, at: date | datetime, *, person: str = "p-official") -> Any:
        self.given += 1
        instant = at if isinstance(at, datetime) else datetime(at.year, at.month, at.day, 9, tzinfo=UTC)
        return await self.client.send(
            service,
            command,
            command_id=f"{self.name}:{self.given:04d}",
            person=person,
            acted_at=instant,
            late_reason="journey",
            authority=self.name,
        )

    async def refused(self, service: str, command: Command, at: date | datetime) -> str:
        with pytest.raises(Refused) as caught:
            await self.give(service, command, at)
        assert caught.value.problem.article.startswith("UDPP art. ")
        return caught.value.problem.code

    async def make_the_year(self) -> None:
        day = date(2024, 12, 19)
        year = {"programme_id": self.programme}
        await self.give(
            "programme",
            pr.AdoptBudget(**year, limit_grosze=50_000_00, resolution_number="1/24", adopted_on=day),
            day,
        )
        await self.give(
            "programme", pr.AllocateArea(**year, line_id=LINE, amount_grosze=30_000_00, document="plan"), day
        )

    def draft(self, call_id: str, number: str) -> c.DraftCall:
        return c.DraftCall(
            call_id=call_id,
            programme_id=self.programme,
            line_id=LINE,
            unit="wsir",
            number=number,
            mode="supporting",
            pool_grosze=10_000_00,
            max_grant_grosze=5_000_00,
            max_share_percent=70,
            line_shift_percent=15,
            criteria=[c.Criterion(code="feasibility", weight_percent=100, scale_points=10)],
            task_from=date(2025, 4, 15),
            task_until=date(2025, 12, 31),
            choice_on=CHOICE,
        )

    async def announce(self, call_id: str, number: str, *, until: str, last_on: date = MONDAY) -> None:
        await self.give("programme", self.draft(call_id, number), date(2025, 2, 24))
        for content, text in TEXTS.items():
            await self.give(
                "programme", c.WriteCallContent(call_id=call_id, content=content, body=text), date(2025, 2, 25)
            )
        day = date(2025, 2, 28)
        order = c.ApproveCall(call_id=call_id, pool_grosze=10_000_00, approved_on=day, document="PMT 80/25")
        await self.give("programme", order, day)
        plan = c.PlanCallAnnouncement(call_id=call_id, appears_on=MONDAY, offers_until_local=until)
        await self.give("programme", plan, day)
        for place, on in (("bip", MONDAY), ("board", MONDAY), ("website", last_on)):
            await self.publish(call_id, "announcement", place, on)

    async def publish(self, call_id: str, matter: c.Matter, place: Any, on: date) -> None:
        shown = c.RecordCallPublication(call_id=call_id, matter=matter, place=place, published_on=on)
        await self.give("programme", shown, on)

    def offer(self, offer_id: str, call_id: str, **changed: Any) -> g.SubmitOffer:
        fields: dict[str, Any] = {
            "offer_id": offer_id,
            "call_id": call_id,
            "organisation_id": f"{self.name}-org",
            "title": "Bieg zmyślony",
            "requested_grosze": 3_500_00,
            "total_cost_grosze": 5_000_00,
            "task_from": date(2025, 5, 1),
            "task_until": date(2025, 6, 30),
        }
        return g.SubmitOffer(**(fields | changed))

    async def call(self, call_id: str) -> dict[str, Any]:
        return await self.client.ask("programme", pr.CallQuestion(call_id=call_id))


async def test_a_call_goes_from_its_draft_to_its_published_results(stack: Stack) -> None:
    async with Client(stack) as client:
        office = Office(client, "bylaw")
        journey = Journey(client, "bylaw")
        call = "bylaw-19-1"
        await office.make_the_year()
        await office.announce(call, "19.1/2025", until="2025-03-25T00:00")
        paper = await journey.until("the call is announced", lambda: _at_stage(office, call, "announced"))
        assert (paper["texts"], paper["missing_contents"], paper["missing_places"]) == (TEXTS, [], [])
        assert (paper["opens_on"], paper["offers_until_local"]) == ("2025-03-03", "2025-03-25 00:00")
        assert (paper["article"], paper["deadline_too_early"]) == ("UDPP art. 11(2), 13", False)

        extension = c.ExtendCall(
            call_id=call, offers_until_local=CLOCK_CHANGES, extended_on=date(2025, 3, 20), document="PMT 99/25"
        )
        await office.give("programme", extension, date(2025, 3, 20))

        async def grants_goes_by_it() -> bool:
            known = await client.ask("grants", g.KnownCallQuestion(call_id=call))
            return datetime.fromisoformat(known["offers_until"]) == LAST_SECOND + timedelta(seconds=1)

        await journey.until("grants goes by the extension", grants_goes_by_it)
        registered = g.RegisterOrganisation(
            organisation_id="bylaw-org", name="Organizacja zmyślona", bank_account=ACCOUNT
        )
        await office.give("grants", registered, date(2025, 3, 1))
        early = office.offer("bylaw-early", call)
        assert await office.refused("grants", early, LAST_SECOND + timedelta(seconds=1)) == "offer-deadline-passed"
        await office.give("grants", office.offer("bylaw-1", call), LAST_SECOND)
        whole = office.offer("bylaw-2", call, requested_grosze=3_500_01)
        assert await office.refused("grants", whole, FRIDAY) == "request-above-call-share"

        await office.give("grants", g.CheckOffer(offer_id="bylaw-1", passed=True), date(2025, 4, 2))
        await office.give("grants", g.ScoreOffer(offer_id="bylaw-1", points=80), date(2025, 4, 3))
        proposal = g.ProposeAward(grant_id="bylaw-1", amount_grosze=3_000_00)
        assert await office.refused("grants", proposal, FRIDAY) == "award-before-deadline"
        await office.give("grants", proposal, date(2025, 4, 7))

        async def awarded() -> bool:
            return bool((await client.ask("grants", g.GrantQuestion(grant_id="bylaw-1")))["stage"] == "awarded")

        await journey.until("the award is answered", awarded)
        still_open = pr.ResolveCall(call_id=call, resolved_on=FRIDAY)
        assert await office.refused("programme", still_open, FRIDAY) == "call-still-open"
        await office.give("programme", pr.ResolveCall(call_id=call, resolved_on=CHOICE), CHOICE)
        for place in ("bip", "board", "website"):
            await office.publish(call, "results", place, CHOICE)
        done = await journey.until("the results stand", lambda: _at_stage(office, call, "resolved", publications=6))
        assert (done["unused_grosze"], done["offers"], done["offers_rejected"]) == (7_000_00, 1, 0)
        assert [entry["document"] for entry in done["extensions"]] == ["PMT 99/25"]
        budget = await journey.settled_at(reserved=3_000_00, allocated=27_000_00)
        assert budget["opened"] == 0


async def test_a_last_announcement_a_day_late_is_mended_before_the_end_and_no_offer_means_annulment(
    stack: Stack,
) -> None:
    async with Client(stack) as client:
        office = Office(client, "daylate")
        journey = Journey(client, "daylate")
        call = "daylate-20"
        await office.make_the_year()
        await office.announce(call, "20/2025", until="2025-03-25T00:00", last_on=MONDAY + timedelta(days=1))
        paper = await journey.until("the call is announced", lambda: _at_stage(office, call, "announced"))
        assert (paper["deadline_too_early"], paper["legal_until"]) == (True, "2025-03-25T23:00:00.000Z")
        resolved = pr.ResolveCall(call_id=call, resolved_on=CHOICE)
        assert await office.refused("programme", resolved, CHOICE) == "offers-closed-too-early"
        longer = c.ExtendCall(
            call_id=call, offers_until_local="2025-03-26T00:00", extended_on=date(2025, 3, 10), document="PMT 90/25"
        )
        await office.give("programme", longer, date(2025, 3, 10))
        annulled = pb.AnnulCall(call_id=call, ground="no-offer-submitted", annulled_on=date(2025, 3, 26))
        await office.give("programme", annulled, date(2025, 3, 26))
        for place in ("bip", "board", "website"):
            await office.publish(call, "annulment", place, date(2025, 3, 27))
        await journey.until("the annulment stands", lambda: _at_stage(office, call, "annulled", publications=6))
        calls = await client.ask("programme", c.CallsQuestion(programme=office.programme))
        assert [(each["number"], each["stage"]) for each in calls["calls"]] == [("20/2025", "annulled")]


async def _at_stage(office: Office, call_id: str, stage: str, *, publications: int = 3) -> dict[str, Any] | None:
    try:
        paper = await office.call(call_id)
    except Refused:
        return None
    there = paper["stage"] == stage and len(paper["publications"]) >= publications
    return paper if there else None
