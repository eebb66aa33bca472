"""A bank statement: one transaction over the statement and every grant that it moves money on."""

from collections.abc import Callable, Mapping
from typing import Any

from payments.domain import payment as payments
from payments.domain import statement as statements
from payments.domain import tranche_plan as plans
from payments.domain.payment import PAYMENT, payment_key
from payments.domain.statement import STATEMENT, Line, grant_named, tranche_named, why_not_read
from payments.domain.tranche_plan import TRANCHE_PLAN
from payments.usecases import claims
from shared.eventstore.desk import Desk

NAMES_NO_TRANCHE = "reference-names-no-tranche"

Place = Callable[[Desk, str, int, Line], str]
"""Takes down what a line has moved, or says why it has moved nothing: desk, statement id, number of the line, line."""


def record_statement(desk: Desk, *, statement_id: str, lines: list[dict[str, Any]]) -> None:
    """Place the lines in their order; each sees what the ones before it have moved."""
    _record(desk, statement_id, [Line(**line) for line in lines], {"debit": _debit, "credit": _credit})


def record_returned_transfers(desk: Desk, *, statement_id: str, lines: list[dict[str, Any]]) -> None:
    """A statement all of whose credits are transfers of ours that another bank sent back."""
    _record(desk, statement_id, [Line(direction="credit", **line) for line in lines], {"credit": _reversal})


def _record(desk: Desk, statement_id: str, read: list[Line], placing: Mapping[str, Place]) -> None:
    known = desk.state(STATEMENT, statement_id)
    recorded = statements.record_statement(known, statement_id=statement_id, lines=read)
    if not recorded:
        for number, line in enumerate(read, start=1):
            moved = _moved_by(desk, statement_id, number, line, of_tranche=placing[line.direction] is not _credit)
            statements.check_same_line(
                known, statement_id=statement_id, line_number=number, line=line, moved_by_it=moved
            )
        return
    desk.record(STATEMENT, statement_id, recorded)
    for number, line in enumerate(read, start=1):
        place = placing[line.direction]
        reason = why_not_read(line, today=desk.act.acted_on) or place(desk, statement_id, number, line)
        if reason:
            _leave_unmatched(desk, statement_id, number, line, reason)


def _moved_by(desk: Desk, statement_id: str, line_number: int, line: Line, *, of_tranche: bool) -> bool:
    """Whether the grant and tranche that a line names were moved by it, when the statement came first."""
    grant_id: str
    tranche_number: int | None
    if of_tranche:
        grant_id, tranche_number = tranche_named(line.reference) or ("", None)
    else:
        grant_id, tranche_number = grant_named(line.reference) or "", None
    return bool(grant_id) and plans.has_moved(
        desk.state(TRANCHE_PLAN, grant_id),
        statement_id=statement_id,
        line_number=line_number,
        tranche_number=tranche_number,
    )


def _debit(desk: Desk, statement_id: str, line_number: int, line: Line) -> str:
    """Take down that a tranche was paid. Returns why the line is of no tranche that is still to be paid, or ""."""
    named = tranche_named(line.reference)
    assert named is not None, "a line that names nothing is not placed"
    grant_id, tranche_number = named
    key = payment_key(grant_id, tranche_number)
    plan, payment = desk.state(TRANCHE_PLAN, grant_id), desk.state(PAYMENT, key)
    if reason := plans.why_no_debit(plan, tranche_number=tranche_number, amount_grosze=line.amount_grosze):
        return reason
    moved = plans.witness_debit(
        plan,
        tranche_number=tranche_number,
        amount_grosze=line.amount_grosze,
        value_on=line.value_on,
        statement_id=statement_id,
        line_number=line_number,
        ordered=payment.order_id is not None,
    )
    paid = payments.witness_disbursement(
        payment,
        grant_id=grant_id,
        tranche_number=tranche_number,
        amount_grosze=line.amount_grosze,
        value_on=line.value_on,
        statement_id=statement_id,
    )
    desk.record(TRANCHE_PLAN, grant_id, moved, effective_on=line.value_on)
    desk.record(PAYMENT, key, paid, effective_on=line.value_on)
    return ""


def _credit(desk: Desk, statement_id: str, line_number: int, line: Line) -> str:
    """Take down that money came back: on the grant's claims, if it has any; principal is what is left of it.

    Returns why the line is no return of a grant that we know, or "".
    """
    grant_id = grant_named(line.reference)
    assert grant_id is not None, "a line that names nothing is not placed"
    plan = desk.state(TRANCHE_PLAN, grant_id)
    if reason := plans.why_no_credit(plan, amount_grosze=line.amount_grosze):
        return reason
    principal = claims.pay_claims(
        desk,
        grant_id=grant_id,
        amount_grosze=line.amount_grosze,
        value_on=line.value_on,
        statement_id=statement_id,
        line_number=line_number,
    )
    moved = plans.witness_credit(
        plan,
        amount_grosze=principal,
        value_on=line.value_on,
        statement_id=statement_id,
        line_number=line_number,
    )
    desk.record(TRANCHE_PLAN, grant_id, moved, effective_on=line.value_on)
    return ""


def _reversal(desk: Desk, statement_id: str, line_number: int, line: Line) -> str:
    """Take down that a tranche is unpaid again. Returns why the line reverses no debit of ours, or ""."""
    named = tranche_named(line.reference)
    if named is None:
        return NAMES_NO_TRANCHE
    grant_id, tranche_number = named
    plan, key = desk.state(TRANCHE_PLAN, grant_id), payment_key(grant_id, tranche_number)
    if reason := plans.why_no_reversal(plan, tranche_number=tranche_number, amount_grosze=line.amount_grosze):
        return reason
    moved = plans.witness_reversal(
        plan,
        tranche_number=tranche_number,
        amount_grosze=line.amount_grosze,
        value_on=line.value_on,
        statement_id=statement_id,
        line_number=line_number,
    )
    begun_anew = payments.witness_reversal(
        desk.state(PAYMENT, key),
        grant_id=grant_id,
        tranche_number=tranche_number,
        value_on=line.value_on,
        statement_id=statement_id,
    )
    desk.record(TRANCHE_PLAN, grant_id, moved, effective_on=line.value_on)
    desk.record(PAYMENT, key, begun_anew, effective_on=line.value_on)
    return ""


def _leave_unmatched(desk: Desk, statement_id: str, line_number: int, line: Line, reason: str) -> None:
    """It takes effect on its value day, but not on a day that is still to come: it is known today."""
    unmatched = statements.leave_unmatched(
        desk.state(STATEMENT, statement_id),
        statement_id=statement_id,
        line_number=line_number,
        line=line,
        reference=desk.keep_text(line.reference),
        reason=reason,
    )
    desk.record(STATEMENT, statement_id, unmatched, effective_on=min(line.value_on, desk.act.acted_on))
