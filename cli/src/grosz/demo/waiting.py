"""Waiting by asking: for programme's answers to proposals, and for the ledger to come to rest. Always bounded."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from shared.kernel.accounts import BALANCES
from shared.kernel.money import format_pln
from shared.kernel.periods import instant_of_wall_clock
from shared.messages.fields import Question
from shared.messages.grants_v1 import GrantsQuestion, KnownCallQuestion
from shared.messages.programme_v1 import BudgetQuestion

PATIENCE_SECONDS = 120.0
TELL_AFTER_SECONDS = 5.0
_PAUSE_SECONDS = (0.05, 0.1, 0.2, 0.4)
_PAGE = 5_000
_NAMED = 5


class Asker(Protocol):
    async def ask(self, service: str, question: Question) -> dict[str, Any]: ...


class StillMissing(Exception):
    """Nothing has changed for as long as we were ready to wait."""


class AnsweredOtherwise(Exception):
    """A proposal got the other answer than the plan's: the promise or the refusal cannot be right."""


@dataclass
class Patience:
    """Ends when nothing has moved for so long; tells after a while what is missing."""

    tell: Callable[[str], None]

    def __post_init__(self) -> None:
        self._clock = asyncio.get_running_loop().time
        self._tries = 0
        self._seen: object = None
        self._moved = self._clock()
        self._told = False

    async def pause(self, missing: str, *, seen: object) -> None:
        """Wait a little; `seen` is what would change if things moved. Raises StillMissing."""
        now = self._clock()
        if seen != self._seen:
            self._seen, self._moved, self._tries = seen, now, 0
        if now - self._moved > PATIENCE_SECONDS:
            raise StillMissing(f"{missing}; nothing has moved for {PATIENCE_SECONDS:.0f} s")
        if not self._told and now - self._moved > TELL_AFTER_SECONDS:
            self._told = True
            self.tell(f"waiting: {missing}")
        await asyncio.sleep(_PAUSE_SECONDS[min(self._tries, len(_PAUSE_SECONDS) - 1)])
        self._tries += 1


async def until_offers_go_by(asker: Asker, changes: Sequence[Any], *, tell: Callable[[str], None]) -> None:
    """Wait until grants judges offers by the new deadlines: until then an offer may be late that is in time.

    changes: commands with `call_id` and `offers_until_local`. Raises StillMissing.
    """
    patience = Patience(tell)
    for change in changes:
        wanted = instant_of_wall_clock(change.offers_until_local)
        while (known := await _known_deadline(asker, change.call_id)) < wanted:
            await patience.pause(f"grants has not heard of the new deadline of {change.call_id}", seen=known)


async def _known_deadline(asker: Asker, call_id: str) -> datetime:
    answer = await asker.ask("grants", KnownCallQuestion(call_id=call_id))
    return datetime.fromisoformat(answer["offers_until"])


async def until_answered(
    asker: Asker, programme: str, wanted: Mapping[str, bool], *, tell: Callable[[str], None]
) -> None:
    """Wait until each proposal is answered, and as planned: True is awarded, False is refused.

    Raises StillMissing and AnsweredOtherwise.
    """
    patience = Patience(tell)
    while True:
        register = await grants_of(asker, programme)
        answers = {grant: _answer(register.get(grant, {})) for grant in wanted}
        for grant, answer in answers.items():
            if answer not in (None, wanted[grant]):
                said = "awarded" if answer else "refused"
                raise AnsweredOtherwise(f"{grant} was {said}, which the plan did not expect")
        missing = sorted(grant for grant, answer in answers.items() if answer is None)
        if not missing:
            return
        named = ", ".join(missing[:_NAMED]) + (" …" if len(missing) > _NAMED else "")
        await patience.pause(f"programme has not answered {len(missing)} proposals ({named})", seen=len(missing))


async def until_at_rest(
    asker: Asker, programme: str, expected: Mapping[str, int], *, tell: Callable[[str], None]
) -> dict[str, Any]:
    """The budget once it shows what the plan comes to and nothing is on its way. Raises StillMissing."""
    patience = Patience(tell)
    while True:
        budget = await asker.ask("programme", BudgetQuestion(programme=programme))
        differences = {name: budget[name] - expected[name] for name in BALANCES if budget[name] != expected[name]}
        if not differences and not budget["in_flight"]:
            return budget
        off = ", ".join(f"{name} {format_pln(amount)}" for name, amount in differences.items()) or "nothing"
        await patience.pause(
            f"the ledger is off by {off}; {format_pln(budget['in_flight'])} PLN are on their way to it",
            seen=(tuple(differences.items()), budget["in_flight"]),
        )


async def grants_of(asker: Asker, programme: str) -> dict[str, dict[str, Any]]:
    """The whole register of a programme, by grant id."""
    register: dict[str, dict[str, Any]] = {}
    after: str | None = ""
    while after is not None:
        page = await asker.ask("grants", GrantsQuestion(programme=programme, after=after, limit=_PAGE))
        register |= {row["grant_id"]: row for row in page["grants"]}
        after = page["next"]
    return register


def _answer(row: Mapping[str, Any]) -> bool | None:
    """True once awarded, whatever followed; False once refused; None while there is no answer."""
    if row.get("refusal_reason"):
        return False
    return True if row.get("awarded_grosze") or row.get("declined_on") or row.get("contract_number") else None
