"""The law of money under random histories, against a naive model: no account below zero, balances add up."""

from collections import defaultdict
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from programme.domain.budget import BUDGET, EntryPosted
from programme.domain.budget.planning import PLANNED
from shared.kernel.accounts import LIMIT, balance_of
from shared.kernel.refusal import NotYet, Refusal
from tests.programme.makers import (
    LINE,
    OTHER_LINE,
    Step,
    accepted,
    adopted,
    allocate,
    amended,
    annex,
    annul,
    block,
    cancelled,
    change_pool,
    close,
    confirmed_year,
    cut,
    deallocate,
    declined,
    draft,
    dropped,
    increase,
    open_call,
    paid,
    pool,
    programme,
    reallocate,
    reduced_year,
    reserve,
    resolve,
    returned,
    sent_back,
    signed,
    statements,
    terminated,
    unblock,
    withdrawn,
    written_off,
)

amounts = st.integers(min_value=1, max_value=120)
days = st.integers(min_value=0, max_value=30).map(lambda n: date(2025, 12, 15) + timedelta(days=n))
calls = st.sampled_from(["c1", "c2"])
grants = st.sampled_from(["g1", "g2", "g3"])
lines = st.sampled_from([LINE, OTHER_LINE])
accounts = st.sampled_from(["free", f"line/{LINE}", f"line/{OTHER_LINE}", f"line/{LINE}/pool", f"line/{LINE}/call/c1"])


class Ledger(RuleBasedStateMachine):
    """Random commands and facts, in any order, on any effective day. The model is a plain list of entries."""

    def __init__(self) -> None:
        super().__init__()
        self.state = BUDGET.initial
        self.entries: list[EntryPosted] = []
        self.paid_total: dict[str, int] = defaultdict(int)

    @initialize(started=st.booleans())
    def a_year_may_have_begun(self, started):
        """Half of the histories begin with open calls and signed grants: random steps alone seldom come that far."""
        day = date(2025, 12, 15)
        if started:
            for step in (
                adopted(1000, day),
                allocate(500, day),
                open_call(400, day),
                reserve(90, day),
                signed(80, day),
            ):
                assert self._try(step)

    def _try(self, step: Step) -> bool:
        try:
            entries = step(self.state)
        except (Refusal, NotYet):
            return False
        self.state = BUDGET.fold(entries, self.state)
        self.entries += entries
        return True

    @rule(limit=st.integers(min_value=1, max_value=1500), on=days, how=st.sampled_from([draft, programme, adopted]))
    def a_limit_is_stated(self, limit, on, how):
        self._try(how(limit, on))

    @rule(amount=amounts, on=days, line=lines)
    def allocate(self, amount, on, line):
        self._try(allocate(amount, on, line))

    @rule(pool=amounts, on=days, call=calls, line=lines)
    def open_call(self, pool, on, call, line):
        if self.state.calls.get(call) is None:
            self._try(open_call(pool, on, call, line))

    @rule(on=days, call=calls)
    def resolve(self, on, call):
        self._try(resolve(on, call))

    @rule(limit=st.integers(min_value=1, max_value=1500), on=days)
    def amend(self, limit, on):
        self._try(amended(limit, on))

    @rule(on=days, account=accounts, amount=amounts)
    def carry_out_a_cut(self, on, account, amount):
        self._try(cut(on, (account, min(amount, self.state.cut_pending or amount))))

    @rule(amount=amounts, on=days, giving=lines, taking=lines)
    def reallocate(self, amount, on, giving, taking):
        self._try(reallocate(amount, on, giving, taking))

    @rule(amount=amounts, on=days, line=lines)
    def deallocate(self, amount, on, line):
        self._try(deallocate(amount, on, line))

    @rule(amount=amounts, on=days, line=lines)
    def set_the_pool(self, amount, on, line):
        self._try(pool(amount, on, line))

    @rule(amount=amounts, on=days, account=accounts, how=st.sampled_from([block, unblock]))
    def block_or_unblock(self, amount, on, account, how):
        self._try(how(amount, on, account))

    @rule(by=st.integers(min_value=-120, max_value=120).filter(bool), on=days, call=calls)
    def change_the_call_pool(self, by, on, call):
        self._try(change_pool(by, on, call))

    @rule(on=days, call=calls)
    def annul(self, on, call):
        self._try(annul(on, call))

    @rule(late=st.integers(min_value=0, max_value=9))
    def close_the_year(self, late):
        if late == 9:  # seldom: little can happen afterwards
            self._try(statements())
            self._try(close(date(2026, 1, 2)))

    @rule(amount=amounts, on=days, grant=grants, call=calls)
    def reserve(self, amount, on, grant, call):
        if self.state.grants.get(grant) is None:
            self._try(reserve(amount, on, grant, call))

    @rule(amount=amounts, on=days, grant=grants)
    def decline(self, amount, on, grant):
        self._try(declined(amount, on, grant))

    @rule(amount=amounts, on=days, grant=grants)
    def sign(self, amount, on, grant):
        self._try(signed(amount, on, grant))

    @rule(amount=amounts, on=days, grant=grants)
    def pay(self, amount, on, grant):
        if self._try(paid(amount, on, grant, total=self.paid_total[grant] + amount)):
            self.paid_total[grant] += amount

    @rule(amount=amounts, on=days, grant=grants)
    def accept(self, amount, on, grant):
        self._try(accepted(amount, on, grant, paid_total=self.paid_total[grant]))

    @rule(amount=amounts, on=days, grant=grants)
    def give_back(self, amount, on, grant):
        self._try(returned(amount, on, grant, paid_total=self.paid_total[grant]))

    @rule(on=days)
    def drop_the_draft(self, on):
        self._try(dropped(on))

    @rule(amount=amounts, on=days, grant=grants, row=st.sampled_from(["AwardLapsed", "AwardRevoked"]))
    def end_an_award(self, amount, on, grant, row):
        self._try(declined(amount, on, grant, row=row))

    @rule(amount=amounts, on=days, grant=grants)
    def reserve_an_increase(self, amount, on, grant):
        self._try(increase(amount, on, grant, no=self._next_number(grant)))

    @rule(amount=amounts, on=days, grant=grants)
    def drop_an_increase(self, amount, on, grant):
        known = self.state.grants.get(grant)
        if known and known.decision_no > 1:
            self._try(declined(amount, on, grant, row="IncreaseDropped", no=known.decision_no))

    @rule(amount=amounts, on=days, grant=grants, direction=st.sampled_from(["up", "down", "same"]))
    def sign_an_annex(self, amount, on, grant, direction):
        self._try(annex(direction, amount, on, grant))

    @rule(amount=amounts, on=days, grant=grants, how=st.sampled_from([terminated, cancelled]))
    def free_the_unpaid(self, amount, on, grant, how):
        self._try(how(amount, on, grant))

    @rule(amount=amounts, on=days, grant=grants)
    def bank_sends_back(self, amount, on, grant):
        self._try(sent_back(amount, on, grant, paid_total=self.paid_total[grant]))

    @rule(amount=amounts, on=days, grant=grants)
    def withdraw_acceptance(self, amount, on, grant):
        known = self.state.grants.get(grant)
        if known and known.accepted_grosze:
            self._try(withdrawn(min(amount, known.accepted_grosze), on, grant, before=known.accepted_grosze))

    @rule(amount=amounts, on=days, grant=grants, row=st.sampled_from(["ReliefGranted", "ClaimTimeBarred"]))
    def write_off(self, amount, on, grant, row):
        self._try(written_off(amount, on, grant, row=row, paid_total=self.paid_total[grant]))

    @rule(amount=amounts, on=days, line=lines)
    def confirm_a_year(self, amount, on, line):
        self._try(confirmed_year(amount, on, line=line))

    @rule(amount=amounts, on=days)
    def reduce_a_year(self, amount, on):
        if self.state.grants.get("m1"):
            self._try(reduced_year(amount, on))

    def _next_number(self, grant):
        known = self.state.grants.get(grant)
        return known.decision_no + 1 if known else 2

    @invariant()
    def a_closed_year_holds_nothing_that_was_only_planned(self):
        """However late facts arrive: what comes back to the plan lapses in the same entry."""
        if self.state.status == "closed":
            planned = [name for name in dict(self.state.book.accounts.items()) if balance_of(name) in PLANNED]
            assert [name for name in planned if self.state.book.account(name).total] == []

    @invariant()
    def no_account_is_ever_below_zero_on_any_effective_day(self):
        for day in sorted({entry.effective_on for entry in self.entries}):
            for account, amount in self._naive(until=day).items():
                outside = account == LIMIT or account.startswith("suspense/")
                assert amount >= 0 or outside, (account, amount, day)

    @invariant()
    def the_balances_add_up_to_the_limit_on_every_day(self):
        for day in sorted({entry.effective_on for entry in self.entries}):
            sums = self._naive(until=day)
            within = sum(v for account, v in sums.items() if account != LIMIT and not account.startswith("suspense/"))
            assert within == -sums.get(LIMIT, 0)
            assert sum(v for account, v in sums.items() if account.startswith("suspense/")) == 0

    @invariant()
    def the_fold_equals_the_naive_model(self):
        naive = {account: amount for account, amount in self._naive(until=date.max).items() if amount}
        folded = {name: account.total for name, account in self.state.book.accounts.items() if account.total}
        assert folded == naive

    @invariant()
    def a_promise_never_passes_the_stated_limit(self):
        stated = self.state.stated_limit
        if stated is not None and not self.state.cut_pending:
            assert self.state.limit <= stated

    def _naive(self, until: date) -> dict[str, int]:
        sums: dict[str, int] = defaultdict(int)
        for entry in self.entries:
            if entry.effective_on <= until:
                for transfer in (*entry.transfers, *entry.suspense):
                    sums[transfer.debit] -= transfer.amount_grosze
                    sums[transfer.credit] += transfer.amount_grosze
        return sums


TestLedger = Ledger.TestCase
TestLedger.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)
