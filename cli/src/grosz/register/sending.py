"""The take-over -> commands: programmes first, then their grants, then what was paid on them.

Every command's id is derived from its body, so a second run, or the rest of an interrupted one, sends the
same ids: the services answer what they answered before, and nothing is imported twice.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from grosz.client import Client, Refused
from grosz.register.gathering import TakenProgramme, TakeOver
from grosz.register.interpretation import TakenGrant, TakenPayment
from grosz.register.naming import command_of
from grosz.register.rejects import Reject
from shared.messages.fields import Command
from shared.messages.grants_v1 import TakeOverGrant
from shared.messages.payments_v1 import TakeOverPayment
from shared.messages.programme_v1 import TakeOverProgramme

PERSON = "p-importer"
AT_ONCE_MAX = 16


@dataclass(frozen=True)
class _Wish:
    """One command, and the row that is handed back when it is refused."""

    service: str
    subject: str
    command: Command
    code_if_refused: str
    lines: tuple[int, ...]


@dataclass
class Sent:
    """What the services took, now or in an earlier run."""

    programmes: set[str] = field(default_factory=set)
    grants: set[str] = field(default_factory=set)
    payments: set[str] = field(default_factory=set)
    taken_before_count: int = 0
    last_hlc: str = ""
    rejects: list[Reject] = field(default_factory=list)


async def send(take_over: TakeOver, client: Client, *, on_answer: Callable[[], None]) -> Sent:
    """Send everything; `on_answer` is called after each command, skipped ones included.

    What hangs on a refused programme or grant is not sent. Raises ServiceSilent when patience ends.
    """
    sent = Sent()
    lines = {p.programme_id: tuple(_lines_of(p.programme_id, take_over)) for p in take_over.programmes}
    programmes = [_programme_wish(one, lines[one.programme_id]) for one in take_over.programmes]
    sent.programmes = await _send_all(programmes, client, sent, on_answer)
    line_of = {one.programme_id: one.line_id for one in take_over.programmes}
    grants = [_grant_wish(one, line_of) for one in take_over.grants if one.programme_id in sent.programmes]
    sent.grants = await _send_all(grants, client, sent, on_answer)
    payments = [
        _payment_wish(payment, grant)
        for grant in take_over.grants
        if grant.grant_id in sent.grants
        for payment in grant.payments
    ]
    sent.payments = await _send_all(payments, client, sent, on_answer)
    return sent


def commands_count(take_over: TakeOver) -> int:
    """How many commands there are when nothing is refused."""
    return len(take_over.programmes) + sum(1 + len(grant.payments) for grant in take_over.grants)


async def _send_all(wishes: Iterable[_Wish], client: Client, sent: Sent, on_answer: Callable[[], None]) -> set[str]:
    """Send the wishes, a few at once, and return the subjects of those that were accepted."""
    accepted: set[str] = set()
    places = asyncio.Semaphore(AT_ONCE_MAX)

    async def one(wish: _Wish) -> None:
        async with places:
            try:
                body = wish.command.model_dump(mode="json")
                command_id = command_of(wish.command.NAME, wish.subject, body)
                answer = await client.send(wish.service, wish.command, command_id=command_id, person=PERSON)
                accepted.add(wish.subject)
                sent.taken_before_count += answer.repeated
                sent.last_hlc = max(sent.last_hlc, answer.hlc)
            except Refused as refused:
                sent.rejects += _handed_back(wish, refused)
        on_answer()

    try:
        async with asyncio.TaskGroup() as group:
            for wish in wishes:
                group.create_task(one(wish))
    except ExceptionGroup as failures:
        # The first tells why; the others were cancelled or failed for the same reason.
        raise failures.exceptions[0] from failures
    return accepted


def _handed_back(wish: _Wish, refused: Refused) -> list[Reject]:
    problem = refused.problem
    detail = f"{problem.code}: {problem.detail}"
    if problem.code == "command-id-reused":
        detail = f"{problem.code}: an earlier run took this row over with other words or figures"
    return [Reject(line, "", wish.code_if_refused, wish.subject, detail) for line in wish.lines]


def _lines_of(programme_id: str, take_over: TakeOver) -> list[int]:
    return [grant.line for grant in take_over.grants if grant.programme_id == programme_id]


def _programme_wish(programme: TakenProgramme, lines: tuple[int, ...]) -> _Wish:
    command = TakeOverProgramme(
        programme_id=programme.programme_id,
        line_id=programme.line_id,
        limit_grosze=programme.limit_grosze,
        limit_derived=programme.limit_derived,
        taken_on=programme.taken_on,
        evidence="register",
    )
    return _Wish("programme", programme.programme_id, command, "programme-refused", lines)


def _grant_wish(grant: TakenGrant, line_of: dict[str, str]) -> _Wish:
    command = TakeOverGrant(
        grant_id=grant.grant_id,
        programme_id=grant.programme_id,
        line_id=line_of[grant.programme_id],
        organisation_name=grant.organisation_name,
        purpose=grant.purpose,
        amount_grosze=grant.amount_grosze,
        signed_on=grant.signed_on,
        row_digest=grant.row_digest,
        evidence="register",
    )
    return _Wish("grants", grant.grant_id, command, "grant-refused", (grant.line,))


def _payment_wish(payment: TakenPayment, grant: TakenGrant) -> _Wish:
    command = TakeOverPayment(
        payment_id=payment.payment_id,
        grant_id=grant.grant_id,
        programme_id=grant.programme_id,
        amount_grosze=payment.amount_grosze,
        value_on=payment.value_on,
        row_digest=grant.row_digest,
        evidence="register",
    )
    return _Wish("payments", payment.payment_id, command, "payment-refused", (grant.line,))
