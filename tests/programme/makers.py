"""Ready-made steps for budget tests: short names for long commands. Amounts in grosze."""

from collections.abc import Callable, Sequence
from datetime import date

from programme.domain.budget import (
    BUDGET,
    BudgetState,
    EntryPosted,
    annexes,
    commitments,
    decisions,
    planning,
    witnessing,
)
from programme.domain.budget.planning import PlanChange
from programme.domain.budget.witnessing import GrantFact
from shared.kernel.accounts import BALANCES, balance_of
from shared.kernel.balances import DailyBalance

P = "torun-2025"
LINE = "sport.wsir.926-92605-2360"
OTHER_LINE = "culture.wk.921-92105-2360"
DRAFT_DAY = date(2024, 11, 14)
ADOPTED = date(2024, 12, 19)

Step = Callable[[BudgetState], Sequence[EntryPosted]]


def play(*steps: Step, state: BudgetState | None = None) -> BudgetState:
    """Decide each step on what the earlier ones left."""
    state = state or BUDGET.initial
    for step in steps:
        state = BUDGET.fold(step(state), state)
    return state


def figures(state: BudgetState) -> dict[str, int]:
    """The twelve balances, only those that are not zero, and suspense."""
    sums = dict.fromkeys((*BALANCES, "suspense"), 0)
    for name, account in state.book.accounts.items():
        balance = balance_of(name)
        if balance:
            sums[balance] += account.total
        elif name.startswith("suspense/grant/"):
            sums["suspense"] += abs(account.total)
    return {name: amount for name, amount in sums.items() if amount}


def figures_on(state: BudgetState, day: date) -> dict[str, int]:
    """As `figures`, at the end of a day."""
    sums = dict.fromkeys((*BALANCES, "suspense"), 0)
    for name, account in state.book.accounts.items():
        balance = balance_of(name)
        if balance:
            sums[balance] += on(account, day)
        elif name.startswith("suspense/grant/"):
            sums["suspense"] += abs(on(account, day))
    return {name: amount for name, amount in sums.items() if amount}


def on(account: DailyBalance, day: date) -> int:
    """What an account holds at the end of a day."""
    return sum(amount for changed_on, amount in account.changes if changed_on <= day)


def draft(limit: int, on: date = DRAFT_DAY) -> Step:
    return lambda s: decisions.state_limit(
        s, programme_id=P, fact="BudgetDraftSubmitted", limit_grosze=limit, on=on, document="draft"
    )


def programme(limit: int, on: date = DRAFT_DAY) -> Step:
    return lambda s: decisions.state_limit(
        s, programme_id=P, fact="ProgrammeAdopted", limit_grosze=limit, on=on, document="resolution"
    )


def adopted(limit: int, on: date = ADOPTED) -> Step:
    return lambda s: decisions.state_limit(
        s, programme_id=P, fact="BudgetAdopted", limit_grosze=limit, on=on, document="resolution"
    )


def allocate(amount: int, on: date = ADOPTED, line: str = LINE) -> Step:
    return lambda s: decisions.allocate_area(
        s, programme_id=P, line_id=line, amount_grosze=amount, on=on, document="plan"
    )


def amended(limit: int, on: date, fact: str = "BudgetAmended") -> Step:
    return lambda s: decisions.state_limit(
        s, programme_id=P, fact=fact, limit_grosze=limit, on=on, document="amendment"
    )


def change(on: date) -> PlanChange:
    return PlanChange(P, on, "order of the president")


def reallocate(amount: int, on: date, source: str = LINE, target: str = OTHER_LINE) -> Step:
    return lambda s: planning.reallocate(s, change(on), from_line_id=source, to_line_id=target, amount_grosze=amount)


def deallocate(amount: int, on: date, line: str = LINE) -> Step:
    return lambda s: planning.deallocate(s, change(on), line_id=line, amount_grosze=amount)


def pool(amount: int, on: date, line: str = LINE) -> Step:
    return lambda s: planning.set_small_grant_pool(s, change(on), line_id=line, pool_grosze=amount)


def block(amount: int, on: date, account: str) -> Step:
    return lambda s: planning.block(s, change(on), account=account, amount_grosze=amount)


def unblock(amount: int, on: date, account: str) -> Step:
    return lambda s: planning.unblock(s, change(on), account=account, amount_grosze=amount)


def change_pool(by: int, on: date, call: str = "c1") -> Step:
    return lambda s: planning.change_call_pool(s, change(on), call_id=call, pool_change_grosze=by)


def annul(on: date, call: str = "c1") -> Step:
    return lambda s: planning.annul_call(s, change(on), call_id=call)


def cut(on: date, *releases: tuple[str, int]) -> Step:
    return lambda s: planning.carry_out_cut(s, change(on), releases=list(releases))


def statements(through: date = date(2025, 12, 31)) -> Step:
    return lambda s: witnessing.note_statements(s, programme_id=P, through_on=through, caused_by=None)


def close(today: date) -> Step:
    return lambda s: planning.close_year(s, change(today))


def open_call(pool: int, on: date = date(2025, 1, 7), call: str = "c1", line: str = LINE) -> Step:
    return lambda s: decisions.open_call(
        s, programme_id=P, line_id=line, call_id=call, pool_grosze=pool, on=on, document="1/2025"
    )


def resolve(on: date, call: str = "c1") -> Step:
    return lambda s: decisions.resolve_call(s, programme_id=P, call_id=call, on=on)


def reserve(amount: int, on: date = date(2025, 2, 10), grant: str = "g1", call: str = "c1", no: int = 1) -> Step:
    return lambda s: decisions.reserve_funds(
        s,
        programme_id=P,
        call_id=call,
        grant_id=grant,
        decision_no=no,
        amount_grosze=amount,
        on=on,
        caused_by=None,
    )


def fact(on: date, grant: str = "g1") -> GrantFact:
    return GrantFact(P, grant, on, None)


def declined(amount: int, on: date, grant: str = "g1", row: str = "AwardDeclined", no: int = 1) -> Step:
    return lambda s: witnessing.post_release(s, fact(on, grant), row=row, decision_no=no, amount_grosze=amount)


def signed(amount: int, on: date = date(2025, 3, 3), grant: str = "g1") -> Step:
    return lambda s: witnessing.post_contract(s, fact(on, grant), amount_grosze=amount)


def paid(amount: int, on: date = date(2025, 3, 10), grant: str = "g1", total: int | None = None) -> Step:
    return lambda s: witnessing.post_disbursement(
        s, fact(on, grant), row="FundsDisbursed", amount_grosze=amount, paid_total_grosze=total or amount
    )


def accepted(amount: int, on: date = date(2025, 11, 3), grant: str = "g1", paid_total: int = 0) -> Step:
    return lambda s: witnessing.post_acceptance(s, fact(on, grant), amount_grosze=amount, paid_total_grosze=paid_total)


def returned(amount: int, on: date, grant: str = "g1", paid_total: int = 0) -> Step:
    return lambda s: witnessing.post_return(s, fact(on, grant), amount_grosze=amount, paid_total_grosze=paid_total)


def dropped(on: date = date(2024, 12, 20)) -> Step:
    return lambda s: decisions.drop_draft(s, programme_id=P, on=on, document="resolution")


def increase(amount: int, on: date, grant: str = "g1", no: int = 2) -> Step:
    return lambda s: annexes.reserve_increase(
        s, programme_id=P, grant_id=grant, decision_no=no, amount_grosze=amount, on=on, caused_by=None
    )


def annex(direction: str, amount: int, on: date, grant: str = "g1") -> Step:
    return lambda s: annexes.post_annex(s, fact(on, grant), direction=direction, amount_grosze=amount)


def terminated(amount: int, on: date, grant: str = "g1", paid_total: int = 0) -> Step:
    return lambda s: annexes.post_termination(s, fact(on, grant), amount_grosze=amount, paid_total_grosze=paid_total)


def cancelled(amount: int, on: date, grant: str = "g1") -> Step:
    return lambda s: annexes.post_cancelled_tranche(s, fact(on, grant), amount_grosze=amount)


def sent_back(amount: int, on: date, grant: str = "g1", paid_total: int = 0) -> Step:
    return lambda s: witnessing.post_reversal(s, fact(on, grant), amount_grosze=amount, paid_total_grosze=paid_total)


def withdrawn(amount: int, on: date, grant: str = "g1", before: int = 0) -> Step:
    return lambda s: witnessing.post_withdrawn_acceptance(
        s, fact(on, grant), amount_grosze=amount, accepted_before_grosze=before
    )


def written_off(amount: int, on: date, grant: str = "g1", row: str = "ReliefGranted", paid_total: int = 0) -> Step:
    return lambda s: witnessing.post_written_off(
        s, fact(on, grant), row=row, amount_grosze=amount, paid_total_grosze=paid_total
    )


def taken_over_year(limit: int, on: date = date(2025, 1, 1)) -> Step:
    return lambda s: decisions.take_over(s, programme_id=P, line_id=LINE, limit_grosze=limit, on=on, document="r")


def taken_over(amount: int, on: date, grant: str = "g1") -> Step:
    return lambda s: witnessing.post_taken_over_grant(s, fact(on, grant), line_id=LINE, amount_grosze=amount)


def payment_taken_over(amount: int, on: date, grant: str = "g1", total: int | None = None) -> Step:
    return lambda s: witnessing.post_disbursement(
        s, fact(on, grant), row="PaymentTakenOver", amount_grosze=amount, paid_total_grosze=total or amount
    )


def confirmed_year(amount: int, on: date, grant: str = "m1", line: str = LINE) -> Step:
    return lambda s: commitments.confirm_year_tranche(s, change(on), grant_id=grant, line_id=line, amount_grosze=amount)


def reduced_year(amount: int, on: date, grant: str = "m1", no: int = 1) -> Step:
    return lambda s: commitments.reduce_confirmed(s, change(on), grant_id=grant, amount_grosze=amount, decision_no=no)
