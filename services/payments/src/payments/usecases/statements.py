"""A bank statement: one transaction over the statement and every grant that it moves money on."""

from typing import Any

from payments.domain import payment as payments
from payments.domain import statement as statements
from payments.domain import tranche_plan as plans
from payments.domain.payment import PAYMENT, payment_key
from payments.domain.statement import STATEMENT, Line, grant_named, tranche_named
from payments.domain.tranche_plan import TRANCHE_PLAN
from shared.eventstore.desk import Desk


def record_statement(desk: Desk, *, statement_id: str, lines: list[dict[str, Any]]) -> None:
    """Place the lines in their order; each sees what the ones before it have moved."""
    read = [Line(**line) for line in lines]
    recorded = statements.record_statement(desk.state(STATEMENT, statement_id), statement_id=statement_id, lines=read)
    if not recorded:
        return
    desk.record(STATEMENT, statement_id, recorded)
    for number, line in enumerate(read, start=1):
        place = _debit if line.direction == "debit" else _credit
        if not place(desk, statement_id, number, line):
            _leave_unmatched(desk, statement_id, number, line)


def _debit(desk: Desk, statement_id: str, line_number: int, line: Line) -> bool:
    """Take down that a tranche was paid. False when the line is of no tranche that is still to be paid."""
    named = tranche_named(line.reference)
    if named is None:
        return False
    grant_id, tranche_number = named
    key = payment_key(grant_id, tranche_number)
    payment = desk.state(PAYMENT, key)
    moved = plans.witness_debit(
        desk.state(TRANCHE_PLAN, grant_id),
        tranche_number=tranche_number,
        amount_grosze=line.amount_grosze,
        value_on=line.value_on,
        statement_id=statement_id,
        line_number=line_number,
        ordered=payment.order_id is not None,
    )
    if not moved:
        return False
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
    return True


def _credit(desk: Desk, statement_id: str, line_number: int, line: Line) -> bool:
    """Take down that principal came back. False when the line names no grant that we know."""
    grant_id = grant_named(line.reference)
    if grant_id is None:
        return False
    moved = plans.witness_credit(
        desk.state(TRANCHE_PLAN, grant_id),
        amount_grosze=line.amount_grosze,
        value_on=line.value_on,
        statement_id=statement_id,
        line_number=line_number,
    )
    desk.record(TRANCHE_PLAN, grant_id, moved, effective_on=line.value_on)
    return bool(moved)


def _leave_unmatched(desk: Desk, statement_id: str, line_number: int, line: Line) -> None:
    unmatched = statements.leave_unmatched(
        desk.state(STATEMENT, statement_id),
        statement_id=statement_id,
        line_number=line_number,
        line=line,
        reference=desk.keep_text(line.reference),
    )
    desk.record(STATEMENT, statement_id, unmatched, effective_on=line.value_on)
