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
from programme.domain.budget import BUDGET, EntryPosted, decisions, planning, witnessing
from programme.domain.budget.events import CausedBy
from programme.domain.budget.planning import PlanChange
from programme.domain.budget.state import BudgetState
from programme.domain.budget.witnessing import GrantFact
from tests.audit.history import History, P, caused_by

LINE = "sport.wsir.926-92605-2360"
OTHER_LINE = "culture.wk.921-92105-2360"

Post = Callable[[BudgetState, GrantFact], Sequence[EntryPosted]]


class Year:
    def __init__(self) -> None:
        self.history = History()
        self.budget: BudgetState = BUDGET.initial
        self.on_the_way: list[tuple[StoredEvent, date, Post]] = []
        self.paid: dict[str, int] = {}

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

    def decline(self, grant: str, amount: int, on: date, no: int = 1, call: str = "c1") -> None:
        self._send(
            ("grants", f"award/{grant}", "award.declined.v1", on),
            _of(grant_id=grant, call_id=call, decision_no=no, amount_grosze=amount, declined_on=on),
            lambda s, fact: witnessing.post_decline(s, fact, decision_no=no, amount_grosze=amount),
        )

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

    def _journal(self, entries: Sequence[EntryPosted]) -> None:
        self.budget = BUDGET.fold(entries, self.budget)
        for entry in entries:
            self.history.add("programme", f"budget/{P}", "budget.entry-posted.v1", entry.effective_on, **asdict(entry))


def _of(**data: Any) -> dict[str, Any]:
    return {"programme_id": P, **data}
