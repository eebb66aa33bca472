"""A programme year in which the facts of grants and payments reach programme when the test says so.

Source facts go into the stores by hand; the journal is made by programme's own rules, so that the count is held against
the real ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from audit.reading import StoredEvent
from programme.domain import undertaking
from programme.domain.budget import BUDGET, EntryPosted, annexes, commitments, decisions, planning, witnessing
from programme.domain.budget.events import CausedBy
from programme.domain.budget.planning import PlanChange
from programme.domain.budget.state import BudgetState
from programme.domain.budget.witnessing import GrantFact
from programme.domain.undertaking import UNDERTAKING, UndertakingState
from tests.audit.history import History, P, caused_by

LINE = "sport.wsir.926-92605-2360"
OTHER_LINE = "culture.wk.921-92105-2360"

RELEASES = {
    "AwardDeclined": ("award.declined.v1", "declined_on"),
    "AwardLapsed": ("award.lapsed.v1", "lapsed_on"),
    "AwardRevoked": ("award.revoked.v1", "revoked_on"),
    "IncreaseDropped": ("increase.dropped.v1", "dropped_on"),
}
"""Row of the posting table to the stored name of its fact, and to the field with its day."""

WRITING_OFF = {
    "ReliefGranted": ("claim.relief-granted.v1", "granted_on"),
    "ClaimTimeBarred": ("claim.claim-time-barred.v1", "barred_on"),
}

Post = Callable[[BudgetState, GrantFact], Sequence[EntryPosted]]


class Year:
    def __init__(self) -> None:
        self.history = History()
        self.budget: BudgetState = BUDGET.initial
        self.on_the_way: list[tuple[StoredEvent, date, Post]] = []
        self.paid: dict[str, int] = {}
        self.accepted: dict[str, int] = {}
        self.undertaking: UndertakingState = UNDERTAKING.initial

    def begin(self, limit: int, line: int, pool: int, on: date) -> Year:
        """Draft budget, one line, one call."""
        self.state_limit("BudgetDraftSubmitted", limit, on)
        self.allocate(line, on)
        self.open_call(pool, on)
        return self

    def state_limit(self, fact: str, limit: int, on: date) -> None:
        if fact == "ProgrammeAdopted":
            adopted = _of(limit_grosze=limit, adopted_on=on)
            self.history.add("programme", f"programme/{P}", "programme.adopted.v1", on, **adopted)
        self._journal(
            decisions.state_limit(self.budget, programme_id=P, fact=fact, limit_grosze=limit, on=on, document="uchwala")
        )

    def take_over_year(self, limit: int, on: date) -> None:
        self._journal(
            decisions.take_over(
                self.budget, programme_id=P, line_id=LINE, limit_grosze=limit, on=on, document="register"
            )
        )

    def allocate(self, amount: int, on: date, line: str = LINE) -> None:
        self._journal(
            decisions.allocate_area(
                self.budget, programme_id=P, line_id=line, amount_grosze=amount, on=on, document="plan"
            )
        )

    def open_call(self, pool: int, on: date, call: str = "c1", line: str = LINE) -> None:
        entries = decisions.open_call(
            self.budget, programme_id=P, line_id=line, call_id=call, pool_grosze=pool, on=on, document="1/2025"
        )
        data = _of(call_id=call, line_id=line, pool_grosze=pool, opens_on=on)
        self.history.add("programme", f"call/{call}", "call.opened.v1", on, **data)
        self._journal(entries)

    def resolve(self, on: date, call: str = "c1") -> None:
        entries = decisions.resolve_call(self.budget, programme_id=P, call_id=call, on=on)
        data = _of(call_id=call, unused_grosze=sum(entry.amount_grosze for entry in entries), resolved_on=on)
        self.history.add("programme", f"call/{call}", "call.resolved.v1", on, **data)
        self._journal(entries)

    def amend(self, fact: str, limit: int, on: date) -> None:
        self._journal(
            decisions.amend_limit(self.budget, programme_id=P, fact=fact, limit_grosze=limit, on=on, document="uchwala")
        )

    def annul(self, on: date, call: str = "c1") -> None:
        entries = planning.annul_call(self.budget, PlanChange(P, on, "1/2025"), call_id=call)
        data = _of(call_id=call, ground="no-offer-submitted", annulled_on=on)
        self.history.add("programme", f"call/{call}", "call.annulled.v1", on, **data)
        self._journal(entries)

    def change(self, decide: Callable[..., Sequence[EntryPosted]], on: date, **how: Any) -> None:
        """One of programme's decisions that change the plan."""
        self._journal(decide(self.budget, PlanChange(P, on, "order"), **how))

    def confirm_statements(self, through: date) -> None:
        event = self.history.add(
            "payments", f"bank-year/{P}", "bank-year.statements-confirmed.v1", through, **_of(through_on=through)
        )
        cause = CausedBy(**caused_by(event))
        self._journal(witnessing.note_statements(self.budget, programme_id=P, through_on=through, caused_by=cause))

    def close(self, on: date) -> None:
        self.confirm_statements(date(2025, 12, 31))
        self.change(planning.close_year, on)

    def reserve(self, grant: str, amount: int, on: date, call: str = "c1", no: int = 1) -> None:
        entries = decisions.reserve_funds(
            self.budget,
            programme_id=P,
            call_id=call,
            grant_id=grant,
            decision_no=no,
            amount_grosze=amount,
            on=on,
            caused_by=None,
        )
        self._journal(entries)
        data = _of(call_id=call, grant_id=grant, decision_no=no, amount_grosze=amount)
        self.history.add("programme", f"reservation/{P}/{grant}/{no}", "reservation.funds-reserved.v1", on, **data)

    def decline(
        self, grant: str, amount: int, on: date, no: int = 1, call: str = "c1", *, row: str = "AwardDeclined"
    ) -> None:
        """row: AwardDeclined, AwardLapsed, AwardRevoked or IncreaseDropped."""
        stored, day = RELEASES[row]
        self._send(
            ("grants", f"{stored.partition('.')[0]}/{grant}", stored, on),
            _of(grant_id=grant, call_id=call, decision_no=no, amount_grosze=amount) | {day: on},
            lambda s, fact: witnessing.post_release(s, fact, row=row, decision_no=no, amount_grosze=amount),
        )

    def increase(self, grant: str, amount: int, on: date, no: int = 2) -> None:
        entries = annexes.reserve_increase(
            self.budget,
            programme_id=P,
            grant_id=grant,
            decision_no=no,
            amount_grosze=amount,
            on=on,
            caused_by=None,
        )
        self._journal(entries)
        data = _of(call_id="c1", grant_id=grant, decision_no=no, amount_grosze=amount)
        self.history.add("programme", f"reservation/{P}/{grant}/{no}", "reservation.funds-reserved.v1", on, **data)

    def annex(self, grant: str, direction: str, amount: int, on: date) -> None:
        self._send(
            ("grants", f"contract/{grant}", "contract.annex-signed.v1", on),
            _of(grant_id=grant, direction=direction, amount_grosze=amount, signed_on=on),
            lambda s, fact: annexes.post_annex(s, fact, direction=direction, amount_grosze=amount),
        )

    def terminate(self, grant: str, amount: int, on: date) -> None:
        total = self.paid.get(grant, 0)
        self._send(
            ("grants", f"contract/{grant}", "contract.terminated.v1", on),
            _of(grant_id=grant, amount_grosze=amount, disbursed_total_grosze=total, terminated_on=on),
            lambda s, fact: annexes.post_termination(s, fact, amount_grosze=amount, paid_total_grosze=total),
        )

    def cancel(self, grant: str, amount: int, on: date) -> None:
        self._send(
            ("payments", f"tranche-plan/{grant}", "tranche-plan.tranche-cancelled.v1", on),
            _of(grant_id=grant, amount_grosze=amount, cancelled_on=on),
            lambda s, fact: annexes.post_cancelled_tranche(s, fact, amount_grosze=amount),
        )

    def send_back(self, grant: str, amount: int, on: date) -> None:
        total = self.paid.get(grant, 0)
        self._send(
            ("payments", f"tranche-plan/{grant}", "tranche-plan.disbursement-reversed.v1", on),
            _of(grant_id=grant, amount_grosze=amount, value_on=on, disbursed_total_grosze=total),
            lambda s, fact: witnessing.post_reversal(s, fact, amount_grosze=amount, paid_total_grosze=total),
        )

    def write_off(self, grant: str, amount: int, on: date, *, row: str = "ReliefGranted") -> None:
        """row: ReliefGranted or ClaimTimeBarred."""
        total, (stored, day) = self.paid.get(grant, 0), WRITING_OFF[row]
        self._send(
            ("payments", f"claim/{grant}", stored, on),
            _of(grant_id=grant, amount_grosze=amount, disbursed_total_grosze=total) | {day: on},
            lambda s, fact: witnessing.post_written_off(
                s, fact, row=row, amount_grosze=amount, paid_total_grosze=total
            ),
        )

    def withdraw(self, grant: str, amount: int, on: date) -> None:
        before = self.accepted[grant]
        self.accepted[grant] = before - amount
        self._send(
            ("grants", f"settlement/{grant}", "settlement.acceptance-withdrawn.v1", on),
            _of(grant_id=grant, amount_grosze=amount, accepted_before_grosze=before, withdrawn_on=on),
            lambda s, fact: witnessing.post_withdrawn_acceptance(
                s, fact, amount_grosze=amount, accepted_before_grosze=before
            ),
        )

    def commit(self, grant: str, amount: int, on: date) -> None:
        """The council allows and a contract commits so much of 2025."""
        allowed = amount - self.undertaking.balance("wpf/2025/limit")
        self._commitment(
            undertaking.set_limit(
                self.undertaking, undertaking_id="u1", year=2025, limit_grosze=allowed, on=on, document="wpf"
            )
        )
        self._commitment(
            undertaking.make_commitment(
                self.undertaking, undertaking_id="u1", grant_id=grant, amounts=[(2025, amount)], on=on, document="m"
            )
        )

    def confirm_year(self, grant: str, on: date, line: str = LINE) -> None:
        events = undertaking.confirm_year(
            self.undertaking,
            undertaking_id="u1",
            grant_id=grant,
            year=2025,
            programme_id=P,
            line_id=line,
            on=on,
            document="plan",
        )
        change = PlanChange(P, on, "plan")
        entries = [
            entry
            for event in events
            for entry in commitments.confirm_year_tranche(
                self.budget, change, grant_id=grant, line_id=line, amount_grosze=event.amount_grosze
            )
        ]
        self._commitment(events)
        self._journal(entries)

    def reduce_year(self, grant: str, amount: int, on: date) -> None:
        (event,) = undertaking.reduce_year(
            self.undertaking,
            undertaking_id="u1",
            grant_id=grant,
            year=2025,
            programme_id=P,
            amount_grosze=amount,
            on=on,
            document="annex",
        )
        entries = commitments.reduce_confirmed(
            self.budget,
            PlanChange(P, on, "annex"),
            grant_id=grant,
            amount_grosze=amount,
            decision_no=event.decision_no or 0,
        )
        self._commitment([event])
        self._journal(entries)

    def drop_draft(self, on: date) -> None:
        self._journal(decisions.drop_draft(self.budget, programme_id=P, on=on, document="uchwala"))

    def sign(self, grant: str, amount: int, on: date) -> None:
        self._send(
            ("grants", f"contract/{grant}", "contract.signed.v1", on),
            _of(grant_id=grant, call_id="c1", amount_grosze=amount, signed_on=on),
            lambda s, fact: witnessing.post_contract(s, fact, amount_grosze=amount),
        )

    def pay(self, grant: str, amount: int, on: date) -> None:
        total = self.paid[grant] = self.paid.get(grant, 0) + amount
        self._send(
            ("payments", f"tranche-plan/{grant}", "tranche-plan.tranche-disbursed.v1", on),
            _of(grant_id=grant, amount_grosze=amount, value_on=on, disbursed_total_grosze=total),
            lambda s, fact: witnessing.post_disbursement(
                s, fact, row="FundsDisbursed", amount_grosze=amount, paid_total_grosze=total
            ),
        )

    def accept(self, grant: str, amount: int, on: date) -> None:
        total = self.paid.get(grant, 0)
        self.accepted[grant] = self.accepted.get(grant, 0) + amount
        self._send(
            ("grants", f"settlement/{grant}", "settlement.expenditure-accepted.v1", on),
            _of(grant_id=grant, amount_grosze=amount, accepted_on=on, disbursed_total_grosze=total),
            lambda s, fact: witnessing.post_acceptance(s, fact, amount_grosze=amount, paid_total_grosze=total),
        )

    def give_back(self, grant: str, amount: int, on: date) -> None:
        total = self.paid.get(grant, 0)
        self._send(
            ("payments", f"tranche-plan/{grant}", "tranche-plan.principal-returned.v1", on),
            _of(grant_id=grant, amount_grosze=amount, value_on=on, disbursed_total_grosze=total),
            lambda s, fact: witnessing.post_return(s, fact, amount_grosze=amount, paid_total_grosze=total),
        )

    def take_over(self, grant: str, amount: int, on: date) -> None:
        self._send(
            ("grants", f"contract/{grant}", "contract.grant-taken-over.v1", on),
            _of(grant_id=grant, line_id=LINE, amount_grosze=amount, signed_on=on),
            lambda s, fact: witnessing.post_taken_over_grant(s, fact, line_id=LINE, amount_grosze=amount),
        )

    def take_over_payment(self, grant: str, amount: int, on: date) -> None:
        total = self.paid[grant] = self.paid.get(grant, 0) + amount
        self._send(
            ("payments", f"tranche-plan/{grant}", "tranche-plan.payment-taken-over.v1", on),
            _of(grant_id=grant, amount_grosze=amount, value_on=on, disbursed_total_grosze=total),
            lambda s, fact: witnessing.post_disbursement(
                s, fact, row="PaymentTakenOver", amount_grosze=amount, paid_total_grosze=total
            ),
        )

    def arrive(self, which: int = 0) -> None:
        """One of the facts on the way reaches programme. Raises NotYet where its predecessor is still missing."""
        event, on, post = self.on_the_way[which]
        cause = CausedBy(**caused_by(event))
        self._journal(post(self.budget, GrantFact(P, event.data["grant_id"], on, cause)))
        del self.on_the_way[which]

    def arrive_all(self) -> Year:
        while self.on_the_way:
            self.arrive()
        return self

    def _send(self, place: tuple[str, str, str, date], data: dict[str, Any], post: Post) -> None:
        self.on_the_way.append((self.history.add(*place, **data), place[3], post))

    def _commitment(self, events: Sequence[undertaking.CommitmentPosted]) -> None:
        self.undertaking = UNDERTAKING.fold(events, self.undertaking)
        for event in events:
            self.history.add(
                "programme", "undertaking/u1", "undertaking.commitment-posted.v1", event.effective_on, **asdict(event)
            )

    def _journal(self, entries: Sequence[EntryPosted]) -> None:
        self.budget = BUDGET.fold(entries, self.budget)
        for entry in entries:
            self.history.add("programme", f"budget/{P}", "budget.entry-posted.v1", entry.effective_on, **asdict(entry))


def _of(**data: Any) -> dict[str, Any]:
    return {"programme_id": P, **data}
