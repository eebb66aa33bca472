"""A lawful story, told in facts of all services with a real journal; and ways to spoil it in one place.

Programme 2025, a call in every step, a small-grant pool, one grant that goes all the way, one annexed and terminated, a
call that is annulled, an undertaking of two years, the closing of the year. Organisations are invented.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from audit.reading import StoredEvent
from audit.sources.record import Record
from programme.domain.budget import annexes, decisions, planning, witnessing
from shared.kernel import hlc
from shared.kernel.canonical import canonical_json
from shared.kernel.terms import last_day_of_days
from tests.audit.history import P
from tests.audit.year import LINE, Year

RECORDED_LATER = timedelta(days=700)
"""History recorded everything in 2025; the story is entered afterwards, late and with a reason."""

ACCOUNT = "61109010140000071219812874"
TERMS = {
    "programme_id": P,
    "line_id": LINE,
    "unit": "wsir",
    "number": "1/2025",
    "legal_basis": "udpp-open-call",
    "mode": "supporting",
    "pool_grosze": 5_000_000,
    "min_grant_grosze": 100,
    "max_grant_grosze": 1_000_000,
    "max_share_percent": 80,
    "line_shift_percent": 10,
    "pass_mark_points": 60,
    "criteria": [],
    "task_from": "2025-01-01",
    "task_until": "2025-12-31",
    "choice_on": "2024-12-20",
    "rolling": False,
}


class Story(Year):
    """`act` records a person's act at noon of its day, or at `at`."""

    def act(
        self,
        service: str,
        stream: str,
        name: str,
        on: date,
        *,
        at: str | None = None,
        actor: str = "anna",
        **data: Any,
    ) -> StoredEvent:
        event = self.history.add(service, stream, name, on, **data)
        event.envelope.update(
            acted_at=at or f"{on}T11:00:00.000Z", actor=actor, command_id=f"k{len(self.history.events)}"
        )
        event.envelope["late_reason"] = "entered-later"
        return event

    def tell(self, stream: str, name: str, on: date, post: Any, *, service: str = "grants", **data: Any) -> None:
        """A fact of grants or payments that moves money: recorded, and posted by programme."""
        event = self.act(service, stream, name, on, programme_id=P, **data)
        self.on_the_way.append((event, on, post))
        self.arrive()

    def hold(self, grant: str, amount: int, on: date, no: int, asked: StoredEvent, *, call: str = "c1") -> None:
        """Programme sets money aside because of a question, and says so."""
        cause = {"event_id": asked.event_id, "service": "grants", "position": asked.position}
        before = len(self.history.events)
        if no == 1:
            self.reserve(grant, amount, on, call=call, no=no)
        else:
            self.increase(grant, amount, on, no=no)
        for event in self.history.events[before:]:
            if event.name == "budget.entry-posted.v1":
                event.data["caused_by"] = {**cause, "hlc": hlc.text_of(asked.stamp)}


def _making(story: Story) -> None:
    stream = f"programme/{P}"

    def say(name: str, on: date, **data: Any) -> None:
        story.act("programme", stream, f"programme.{name}.v1", on, programme_id=P, **data)

    say("drafted", date(2024, 8, 1), planned_grosze=10_000_000)
    say("text-stated", date(2024, 8, 1), content="aims", text={"ref": "t", "digest": "d"})
    say("consultation-opened", date(2024, 8, 26), opens_on="2024-08-26", closes_on="2024-09-16")
    asked_on = date(2024, 9, 20)
    say("council-opinion-requested", asked_on, delivered_on=asked_on, last_on=last_day_of_days(asked_on, 14))
    say("consultation-closed", date(2024, 9, 17), remarks_count=0)
    say("council-opinion-waived", last_day_of_days(asked_on, 14) + timedelta(days=1), last_on="2024-10-04")
    story.state_limit("BudgetDraftSubmitted", 10_000_000, date(2024, 11, 14))
    story.state_limit("ProgrammeAdopted", 10_000_000, date(2024, 11, 21))
    story.allocate(8_000_000, date(2024, 11, 22))
    story.change(planning.set_small_grant_pool, date(2024, 11, 22), line_id=LINE, pool_grosze=1_000_000)


def _call(story: Story, call: str, opens_on: date, until: str, **terms: Any) -> None:
    stream, these = f"call/{call}", {**TERMS, **terms, "call_id": call}

    def say(name: str, on: date, **data: Any) -> None:
        story.act("programme", stream, f"call.{name}.v1", on, call_id=call, programme_id=P, **data)

    say("drafted", opens_on - timedelta(days=3), terms=these)
    for content in ("task-type", "granting-rules", "execution-conditions", "choice", "earlier-tasks"):
        say("content-written", opens_on - timedelta(days=3), content=content, body={"ref": content, "digest": "d"})
    entries = decisions.open_call(
        story.budget,
        programme_id=P,
        line_id=LINE,
        call_id=call,
        pool_grosze=these["pool_grosze"],
        on=opens_on,
        document="1/2025",
    )
    say(
        "approved",
        opens_on,
        line_id=LINE,
        number=these["number"],
        pool_grosze=these["pool_grosze"],
        approved_on=opens_on,
        document="1/2025",
    )
    story._journal(entries)
    for place in ("bip", "board", "website"):
        _publish(story, call, "announcement", place, opens_on)
    say("announced", opens_on, terms=these, opens_on=opens_on, offers_until=until, legal_until=None)


def _correction(story: Story, call: str, on: date) -> None:
    story.act(
        "programme",
        f"call/{call}",
        "call.corrected.v1",
        on,
        call_id=call,
        programme_id=P,
        terms={**TERMS, "call_id": call},
        opens_on="2024-11-22",
        offers_until="2024-12-16T23:00:00.000Z",
        legal_until=None,
        material=True,
        corrected_on=on,
        document="1/2025",
    )
    for place in ("bip", "board", "website"):
        _publish(story, call, "correction", place, on)


def _publish(story: Story, call: str, matter: str, place: str, on: date) -> None:
    story.act(
        "programme",
        f"call/{call}",
        "call.published.v1",
        on,
        call_id=call,
        programme_id=P,
        matter=matter,
        place=place,
        published_on=on,
        completes=place == "website",
        legal_until=None,
    )


def _offer(story: Story, grant: str, call: str, amount: int, on: date, **more: Any) -> None:
    offer = {
        "offer_id": grant,
        "call_id": call,
        "programme_id": P,
        "line_id": LINE,
        "organisation_id": "zmyslona-1",
        "title": {"ref": "t", "digest": "d"},
        "requested_grosze": amount,
        "total_cost_grosze": amount * 2,
        "task_from": "2025-02-01",
        "task_until": "2025-10-31",
        **more,
    }
    story.act("grants", f"offer/{grant}", "offer.submitted.v1", on, **offer)
    story.act("grants", f"offer/{grant}", "offer.formally-accepted.v1", date(2024, 12, 17), offer_id=grant)
    story.act("grants", f"offer/{grant}", "offer.scored.v1", date(2024, 12, 18), offer_id=grant, points=75)


def _award(story: Story, grant: str, call: str, amount: int, on: date) -> None:
    proposal = {
        "grant_id": grant,
        "decision_no": 1,
        "programme_id": P,
        "call_id": call,
        "organisation_id": "zmyslona-1",
        "amount_grosze": amount,
    }
    asked = story.act("grants", f"award/{grant}", "award.proposed.v1", on, **proposal)
    story.hold(grant, amount, on, 1, asked, call=call)
    story.act("grants", f"award/{grant}", "award.granted.v2", on, **proposal, awarded_on=on)


def _contract(story: Story, grant: str, call: str, tranches: list[int], on: date, **more: Any) -> None:
    amount = sum(tranches)
    story.tell(
        f"contract/{grant}",
        "contract.signed.v1",
        on,
        lambda s, fact: witnessing.post_contract(s, fact, amount_grosze=amount),
        grant_id=grant,
        call_id=call,
        organisation_id="zmyslona-1",
        contract_number=f"zmyslona {grant}",
        amount_grosze=amount,
        signed_on=on,
        bank_account=ACCOUNT,
        task_until=more.get("task_until", "2025-10-31"),
        tranches=_tranches(tranches),
    )
    story.act(
        "payments",
        f"tranche-plan/{grant}",
        "tranche-plan.tranches-planned.v1",
        on,
        grant_id=grant,
        programme_id=P,
        organisation_id="zmyslona-1",
        contract_number=f"zmyslona {grant}",
        bank_account=ACCOUNT,
        amount_grosze=amount,
        signed_on=on,
        tranches=_tranches(tranches),
    )


def _tranches(amounts: list[int]) -> list[dict[str, Any]]:
    days = ("2025-02-03", "2025-06-02", "2025-09-01")
    return [
        {"number": n, "amount_grosze": amount, "due_on": day}
        for n, (amount, day) in enumerate(zip(amounts, days, strict=False), 1)
    ]


def _payment(story: Story, grant: str, number: int, amount: int, on: date) -> None:
    stream, of = f"payment/{grant}:{number}", {"grant_id": grant, "tranche_number": number}

    def say(name: str, actor: str, **data: Any) -> None:
        story.act("payments", stream, f"payment.{name}.v1", on, actor=actor, **of, **data)

    say(
        "payment-prepared",
        "clerk",
        programme_id=P,
        organisation_id="zmyslona-1",
        amount_grosze=amount,
        bank_account=ACCOUNT,
        prepared_by="clerk",
    )
    say("payment-authorised", "treasurer", programme_id=P, amount_grosze=amount, authorised_by="treasurer")
    order = f"o-{grant}-{number}"
    transfer = {**of, "organisation_id": "zmyslona-1", "creditor_account": ACCOUNT, "amount_grosze": amount}
    story.act(
        "payments",
        f"payment-order/{order}",
        "payment-order.payment-order-issued.v1",
        on,
        order_id=order,
        issued_at=f"{on}T11:00:00.000Z",
        execute_on=on,
        debtor_name="miasto",
        debtor_account=ACCOUNT,
        payments=[transfer],
        total_grosze=amount,
        file_format="pain.001.001.09",
        file_sha256="0" * 64,
    )
    say("payment-ordered", "treasurer", order_id=order, execute_on=on)
    _statement(story, f"s-{grant}-{number}", on, debits=[amount])
    total = story.paid[grant] = story.paid.get(grant, 0) + amount
    story.tell(
        f"tranche-plan/{grant}",
        "tranche-plan.tranche-disbursed.v1",
        on,
        lambda s, fact: witnessing.post_disbursement(
            s, fact, row="FundsDisbursed", amount_grosze=amount, paid_total_grosze=total
        ),
        service="payments",
        **of,
        organisation_id="zmyslona-1",
        amount_grosze=amount,
        value_on=on,
        disbursed_total_grosze=total,
        statement_id=f"s-{grant}-{number}",
        line_number=1,
        ordered=True,
    )


def _statement(
    story: Story, statement: str, on: date, *, debits: list[int] | None = None, credits_: list[int] | None = None
) -> None:
    lines = [["debit", n, on] for n in debits or ()] + [["credit", n, on] for n in credits_ or ()]
    story.act(
        "payments",
        f"statement/{statement}",
        "statement.statement-recorded.v2",
        on,
        statement_id=statement,
        frame_sha256=hashlib.sha256(canonical_json(lines)).hexdigest(),
        lines_count=len(lines),
        debits_grosze=sum(debits or ()),
        credits_grosze=sum(credits_ or ()),
    )


def _settlement(story: Story, grant: str, paid: int, accepted: int, returned_on: date) -> None:
    stream = f"settlement/{grant}"
    due = last_day_of_days(date(2025, 10, 31), 30)
    story.act(
        "grants",
        stream,
        "settlement.report-fallen-due.v1",
        date(2025, 11, 1),
        grant_id=grant,
        programme_id=P,
        organisation_id="zmyslona-1",
        due_on=due,
    )
    back = paid - accepted
    if back:
        _statement(story, f"s-{grant}-back", returned_on, credits_=[back])
        story.tell(
            f"tranche-plan/{grant}",
            "tranche-plan.principal-returned.v1",
            returned_on,
            lambda s, fact: witnessing.post_return(s, fact, amount_grosze=back, paid_total_grosze=paid),
            service="payments",
            grant_id=grant,
            organisation_id="zmyslona-1",
            amount_grosze=back,
            value_on=returned_on,
            disbursed_total_grosze=paid,
            returned_total_grosze=back,
            statement_id=f"s-{grant}-back",
            line_number=1,
        )
    on = date(2025, 11, 20)
    story.act(
        "grants",
        stream,
        "settlement.report-submitted.v1",
        on,
        grant_id=grant,
        programme_id=P,
        organisation_id="zmyslona-1",
        spent_grosze=accepted,
        submitted_on=on,
    )
    story.act("grants", stream, "settlement.report-accepted.v1", on, grant_id=grant, accepted_on=on)
    story.tell(
        stream,
        "settlement.expenditure-accepted.v1",
        on,
        lambda s, fact: witnessing.post_acceptance(s, fact, amount_grosze=accepted, paid_total_grosze=paid),
        grant_id=grant,
        amount_grosze=accepted,
        accepted_total_grosze=accepted,
        accepted_on=on,
        disbursed_total_grosze=paid,
    )
    story.act(
        "grants",
        stream,
        "settlement.grant-settled.v1",
        on,
        grant_id=grant,
        programme_id=P,
        organisation_id="zmyslona-1",
        accepted_grosze=accepted,
        returned_grosze=back,
        settled_on=on,
    )


def _changed(story: Story) -> None:
    """g2 is raised by what was set aside for it, and ended in agreement before its second tranche."""
    on = date(2025, 5, 5)
    asked = story.act(
        "grants",
        "increase/g2",
        "increase.proposed.v1",
        on,
        grant_id="g2",
        decision_no=2,
        programme_id=P,
        call_id="c1",
        amount_grosze=50_000,
    )
    story.hold("g2", 50_000, on, 2, asked)
    story.tell(
        "contract/g2",
        "contract.annex-signed.v1",
        on,
        lambda s, fact: annexes.post_annex(s, fact, direction="up", amount_grosze=50_000),
        grant_id="g2",
        annex_number="zmyslony 1",
        direction="up",
        amount_grosze=50_000,
        contract_amount_grosze=350_000,
        signed_on=on,
        tranches=_tranches([100_000, 250_000]),
    )
    story.tell(
        "contract/g2",
        "contract.terminated.v1",
        date(2025, 5, 20),
        lambda s, fact: annexes.post_termination(s, fact, amount_grosze=250_000, paid_total_grosze=100_000),
        grant_id="g2",
        ground="by-agreement",
        amount_grosze=250_000,
        disbursed_total_grosze=100_000,
        terminated_on=date(2025, 5, 20),
        document="zmyslony",
    )


def _claimed(story: Story) -> None:
    """What g2 had got is demanded back, and written off by a decision."""
    of = {"grant_id": "g2", "claim_number": 1}
    story.act(
        "payments",
        "claim/g2",
        "claim.claim-established.v1",
        date(2025, 6, 10),
        **of,
        programme_id=P,
        organisation_id="zmyslona-1",
        ground="unused",
        principal_grosze=100_000,
        parts=[],
        found_on=date(2025, 6, 10),
        called_on=date(2025, 6, 10),
        use_until=None,
        due_on=date(2025, 6, 25),
        document="zmyslony",
        established_by="clerk",
    )
    story.tell(
        "claim/g2",
        "claim.relief-granted.v1",
        date(2025, 12, 1),
        lambda s, fact: witnessing.post_written_off(
            s, fact, row="ReliefGranted", amount_grosze=100_000, paid_total_grosze=100_000
        ),
        service="payments",
        **of,
        amount_grosze=100_000,
        decision_number="zmyslona",
        granted_on=date(2025, 12, 1),
        granted_by="president",
        disbursed_total_grosze=100_000,
    )


def _controlled(story: Story) -> None:
    """After the closing a control questions a part of what was accepted, and a clerk accepts it after all."""
    story.tell(
        "settlement/g1",
        "settlement.acceptance-withdrawn.v1",
        date(2026, 2, 2),
        lambda s, fact: witnessing.post_withdrawn_acceptance(
            s, fact, amount_grosze=1_000, accepted_before_grosze=590_000
        ),
        grant_id="g1",
        amount_grosze=1_000,
        accepted_before_grosze=590_000,
        withdrawn_on=date(2026, 2, 2),
        document="zmyslony",
    )
    story.tell(
        "settlement/g1",
        "settlement.expenditure-accepted.v1",
        date(2026, 2, 9),
        lambda s, fact: witnessing.post_acceptance(s, fact, amount_grosze=1_000, paid_total_grosze=600_000),
        grant_id="g1",
        amount_grosze=1_000,
        accepted_total_grosze=590_000,
        accepted_on=date(2026, 2, 9),
        disbursed_total_grosze=600_000,
    )


def _told() -> Story:
    story = Story()
    _making(story)
    opens_on = date(2024, 11, 22)
    _call(story, "c1", opens_on, "2024-12-16T23:00:00.000Z")
    _correction(story, "c1", date(2024, 11, 25))
    _call(story, "c2", opens_on, "2024-12-16T23:00:00.000Z", pool_grosze=100_000, number="2/2025")
    _call(
        story,
        "c3",
        opens_on,
        "2025-11-01T00:00:00.000Z",
        pool_grosze=500_000,
        number="3/2025",
        legal_basis="udpp-19a-pool",
        rolling=True,
    )
    for grant, amount in (("g1", 600_000), ("g2", 300_000)):
        _offer(story, grant, "c1", amount, date(2024, 12, 16))
    _offer(story, "g3", "c3", 400_000, date(2024, 12, 16), task_from="2025-08-15", task_until="2025-10-31")
    story.state_limit("BudgetAdopted", 10_000_000, date(2024, 12, 19))
    for grant, call, amount in (("g1", "c1", 600_000), ("g2", "c1", 300_000), ("g3", "c3", 400_000)):
        _award(story, grant, call, amount, date(2024, 12, 20))
    on = date(2024, 12, 21)
    story.act(
        "programme", "call/c2", "call.annulled.v1", on, call_id="c2", programme_id=P, ground="no-offer-submitted",
        annulled_on=on,
    )  # fmt: skip
    story._journal(planning.annul_call(story.budget, planning.PlanChange(P, on, "2/2025"), call_id="c2"))
    entries = decisions.resolve_call(story.budget, programme_id=P, call_id="c1", on=on)
    unused = sum(entry.amount_grosze for entry in entries)
    story.act(
        "programme", "call/c1", "call.resolved.v1", on, call_id="c1", programme_id=P, unused_grosze=unused,
        resolved_on=on,
    )  # fmt: skip
    story._journal(entries)
    for place in ("bip", "board", "website"):
        _publish(story, "c1", "results", place, date(2024, 12, 23))
        _publish(story, "c2", "annulment", place, date(2024, 12, 23))
    _contract(story, "g1", "c1", [400_000, 200_000], date(2025, 1, 8))
    _contract(story, "g2", "c1", [100_000, 200_000], date(2025, 1, 8))
    _contract(story, "g3", "c3", [400_000], date(2025, 1, 8))
    for grant, amount in (("g1", 400_000), ("g2", 100_000), ("g3", 400_000)):
        _payment(story, grant, 1, amount, date(2025, 2, 3))
    _changed(story)
    _claimed(story)
    _payment(story, "g1", 2, 200_000, date(2025, 6, 2))
    _settlement(story, "g1", 600_000, 590_000, date(2025, 11, 12))
    _settlement(story, "g3", 400_000, 400_000, date(2025, 11, 12))
    story.commit("g9", 90_000, date(2025, 3, 3))
    story.close(date(2026, 1, 5))
    _controlled(story)
    story.act(
        "programme", f"execution/{P}", "execution.programme-report-published.v1", date(2026, 4, 1), programme_id=P,
        published_on=date(2026, 4, 1), due_on=date(2026, 5, 31), total={}, areas=[], warnings=[],
    )  # fmt: skip
    return story


@cache
def _once() -> tuple[StoredEvent, ...]:
    return tuple(_told().history.events)


def lawful() -> list[StoredEvent]:
    """The story, to be spoilt by whoever asked for it."""
    later = int(RECORDED_LATER.total_seconds() * 1000) << hlc.COUNTER_BITS
    return [replace(event, stamp=event.stamp + later, envelope=deepcopy(event.envelope)) for event in _once()]


def records(events: list[StoredEvent]) -> list[Record]:
    """As the workbench reads them, in the order in which they were recorded."""
    return [
        Record(e.service, e.position, e.stamp, e.stream, e.version, e.name, canonical_json(e.envelope), placed=False)
        for e in events
    ]


def find(events: list[StoredEvent], name: str, **data: Any) -> StoredEvent:
    """The first fact of this stored name (without version) that says this."""
    return next(
        event
        for event in events
        if event.name.rpartition(".v")[0] == name
        and all(event.data.get(field) == value for field, value in data.items())
    )


Spoil = Callable[[list[StoredEvent]], None]
