"""The journey of one grant, step by step, as its people walk it: the same steps by HTTP and by the bus."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from grosz.client import BusClient, Client
from shared.messages import grants_v1 as g
from shared.messages import notifications_v1 as n
from shared.messages import payments_v1 as p
from shared.messages import programme_v1 as pr
from shared.messages.fields import Command

LINE = "sport.wsir.926-92605-2360"
ACCOUNT = "61109010140000071219812874"
LIMIT, ALLOCATED, POOL, AWARD, SPENT = 100_000_00, 60_000_00, 20_000_00, 10_000_00, 9_500_00


@dataclass
class Journey:
    """Plays one programme year with one grant. `name` keeps journeys apart; `between` runs after every step."""

    client: Client | BusClient
    name: str
    between: Callable[[str], Awaitable[None]] | None = None
    steps: list[str] = field(default_factory=list)

    @property
    def programme(self) -> str:
        return f"{self.name}-2025"

    @property
    def call(self) -> str:
        return f"{self.name}-call"

    @property
    def grant(self) -> str:
        return f"{self.name}-offer"

    async def give(
        self, service: str, command: Command, on: date, *, person: str = "p-official", again: bool = True
    ) -> None:
        """Give a command as of a past day; then once more, as whoever timed out would: the stored answer comes."""
        step = f"{self.name}:{len(self.steps)}:{command.NAME}"
        sending: dict[str, Any] = {
            "command_id": step,
            "person": person,
            "acted_at": datetime(on.year, on.month, on.day, 9, tzinfo=UTC),
            "late_reason": "journey",
            "authority": self.name,
        }
        first = await self.client.send(service, command, **sending)
        self.steps.append(command.NAME)
        if again:
            repeated = await self.client.send(service, command, **sending)
            assert (repeated.position, repeated.hlc, repeated.repeated) == (first.position, first.hlc, True)
        if self.between:
            await self.between(command.NAME)

    async def until(self, what: str, ask: Callable[[], Awaitable[Any]], seconds: float = 60) -> Any:
        """Wait for a fact to arrive where it is expected."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not (found := await ask()):
            assert asyncio.get_running_loop().time() < deadline, f"still missing: {what}"
            await asyncio.sleep(0.05)
        return found

    async def make_the_year(self) -> None:
        draft_day = date(2024, 11, 14)
        await self.give(
            "programme", pr.DraftProgramme(programme_id=self.programme, planned_grosze=LIMIT), date(2024, 7, 18)
        )
        await self.give(
            "programme",
            pr.OpenConsultation(programme_id=self.programme, opens_on=date(2024, 9, 2), closes_on=date(2024, 9, 23)),
            date(2024, 9, 2),
        )
        await self.give(
            "programme", pr.CloseConsultation(programme_id=self.programme, remarks_count=3), date(2024, 9, 24)
        )
        await self.give(
            "programme",
            pr.SubmitBudgetDraft(
                programme_id=self.programme, limit_grosze=LIMIT, submitted_on=draft_day, document="draft"
            ),
            draft_day,
        )
        await self.give(
            "programme",
            pr.AllocateArea(programme_id=self.programme, line_id=LINE, amount_grosze=ALLOCATED, document="plan"),
            draft_day,
        )
        await self.give("programme", self.call_terms(), date(2024, 11, 18))
        await self.give(
            "programme",
            pr.AdoptProgramme(
                programme_id=self.programme,
                limit_grosze=LIMIT,
                resolution_number="93/24",
                adopted_on=date(2024, 11, 21),
            ),
            date(2024, 11, 21),
        )
        await self.give(
            "programme",
            pr.AdoptBudget(
                programme_id=self.programme,
                limit_grosze=LIMIT,
                resolution_number="120/24",
                adopted_on=date(2024, 12, 19),
            ),
            date(2024, 12, 19),
        )

    def call_terms(self) -> pr.OpenCall:
        return pr.OpenCall(
            call_id=self.call,
            programme_id=self.programme,
            line_id=LINE,
            number="1/2025",
            pool_grosze=POOL,
            opens_on=date(2024, 11, 18),
            offers_until=datetime(2024, 12, 10, 15, 30, tzinfo=UTC),
            max_grant_grosze=15_000_00,
            max_share_percent=90,
        )

    async def win_the_award(self) -> None:
        await self.give(
            "grants",
            g.RegisterOrganisation(
                organisation_id=f"{self.name}-org", name="Organizacja zmyślona", bank_account=ACCOUNT
            ),
            date(2024, 11, 20),
        )
        await self.give("grants", self.offer(self.grant), date(2024, 12, 2))
        await self.give("grants", self.offer(f"{self.name}-poor"), date(2024, 12, 3))
        await self.give("grants", g.CheckOffer(offer_id=self.grant, passed=True), date(2024, 12, 12))
        await self.give(
            "grants", g.CheckOffer(offer_id=f"{self.name}-poor", passed=False, defect="unsigned"), date(2024, 12, 12)
        )
        await self.give("grants", g.ScoreOffer(offer_id=self.grant, points=81), date(2024, 12, 16))
        await self.give("grants", g.ProposeAward(grant_id=self.grant, amount_grosze=AWARD), date(2025, 1, 7))
        await self.until("the award is answered", lambda: self._stage("awarded"))

    def offer(self, offer_id: str) -> g.SubmitOffer:
        return g.SubmitOffer(
            offer_id=offer_id,
            call_id=self.call,
            organisation_id=f"{self.name}-org",
            title="Zajęcia zmyślone",
            requested_grosze=12_000_00,
            total_cost_grosze=15_000_00,
            task_from=date(2025, 2, 1),
            task_until=date(2025, 10, 31),
        )

    async def sign_and_pay(self) -> None:
        tranches = [
            g.Tranche(number=1, amount_grosze=6_000_00, due_on=date(2025, 2, 10)),
            g.Tranche(number=2, amount_grosze=4_000_00, due_on=date(2025, 6, 10)),
        ]
        await self.give(
            "grants",
            g.SignContract(
                grant_id=self.grant,
                contract_number="WSiR.1.2025",
                amount_grosze=AWARD,
                signed_on=date(2025, 1, 28),
                tranches=tranches,
            ),
            date(2025, 1, 28),
        )
        for tranche in tranches:
            await self.pay(tranche)
        await self.give(
            "programme", pr.ResolveCall(call_id=self.call, resolved_on=date(2025, 1, 31)), date(2025, 1, 31)
        )

    async def pay(self, tranche: g.Tranche) -> None:
        which = {"grant_id": self.grant, "tranche_number": tranche.number}
        order = f"{self.name}-order-{tranche.number}"
        await self.give("payments", p.PreparePayment(**which), tranche.due_on, person="p-clerk")
        await self.give("payments", p.AuthorisePayment(**which), tranche.due_on, person="p-approver")
        await self.give(
            "payments",
            p.IssuePaymentOrder(order_id=order, execute_on=tranche.due_on, payments=[p.PaymentReference(**which)]),
            tranche.due_on,
        )
        await self.statement(
            f"{order}-statement", "debit", tranche.amount_grosze, tranche.due_on, f"{self.grant}/{tranche.number}"
        )

    async def statement(self, statement_id: str, direction: Any, amount: int, on: date, reference: str) -> None:
        line = p.StatementLine(direction=direction, amount_grosze=amount, value_on=on, reference=reference)
        await self.give("payments", p.RecordStatement(statement_id=statement_id, lines=[line]), on + timedelta(days=1))

    async def settle(self) -> None:
        await self.until("both tranches are known to grants", lambda: self._disbursed(AWARD))
        await self.until("the calendar has told that the report is due", self._report_is_due)
        await self.give(
            "grants",
            g.SubmitReport(grant_id=self.grant, spent_grosze=SPENT, submitted_on=date(2025, 11, 20)),
            date(2025, 11, 20),
        )
        await self.give(
            "grants",
            g.AcceptReport(grant_id=self.grant, accepted_grosze=SPENT, accepted_on=date(2025, 12, 4)),
            date(2025, 12, 4),
        )
        await self.statement(f"{self.name}-back", "credit", AWARD - SPENT, date(2025, 12, 8), self.grant)
        await self.until("the grant is settled", lambda: self._stage("settled"))

    async def play(self) -> None:
        await self.make_the_year()
        await self.win_the_award()
        await self.sign_and_pay()
        await self.settle()

    async def budget(self, **question: Any) -> dict[str, Any]:
        return await self.client.ask("programme", pr.BudgetQuestion(programme=self.programme, **question))

    async def settled_budget(self) -> dict[str, Any]:
        """The budget once everything on its way has been posted."""

        async def arrived() -> dict[str, Any] | None:
            answer = await self.budget()
            return answer if answer["settled"] and not answer["in_flight"] and answer["complete"] else None

        return await self.until("every fact is posted", arrived)

    async def settled_at(self, **figures: int) -> dict[str, Any]:
        """The budget once it is complete, nothing is on its way, and these figures are reached."""

        async def arrived() -> dict[str, Any] | None:
            answer = await self.budget()
            there = all(answer[name] == amount for name, amount in figures.items())
            return answer if there and answer["complete"] and not answer["in_flight"] else None

        return await self.until(f"a budget with {figures}", arrived)

    async def notices(self) -> set[str]:
        kinds: set[str] = set()
        for subject in (self.call, self.grant, f"{self.name}-poor"):
            answer = await self.client.ask("notifications", n.NoticesQuestion(subject_id=subject))
            kinds |= {notice["kind"] for notice in answer["notices"]}
        return kinds

    async def _grant(self) -> dict[str, Any]:
        return await self.client.ask("grants", g.GrantQuestion(grant_id=self.grant))

    async def _stage(self, stage: str) -> bool:
        return bool((await self._grant())["stage"] == stage)

    async def _report_is_due(self) -> bool:
        return "report-due" in await self.notices()

    async def _disbursed(self, amount: int) -> bool:
        return bool((await self._grant())["disbursed_grosze"] == amount)
