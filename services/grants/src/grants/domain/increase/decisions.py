"""Asking for an increase, hearing programme's answer, using or dropping it."""

from datetime import date

from grants.domain.increase.events import (
    IncreaseDropped,
    IncreaseHeld,
    IncreaseProposed,
    IncreaseRefused,
    IncreaseSigned,
)
from grants.domain.increase.state import Increase
from shared.kernel.money import format_pln
from shared.kernel.refusal import Refusal


class OneIncreaseAtATime(Refusal):
    rule = "An increase is signed or dropped before another is asked for."
    article = "UDPP art. 16(2)"


class ContractNotRunning(Refusal):
    rule = "Only a signed contract that has not ended is raised."
    article = "UDPP art. 16(2)"


class IncreaseAwaitsAnswer(Refusal):
    """Retryable: programme's answer may be on its way."""

    rule = "While programme has not answered, an increase is neither signed nor dropped."
    article = "UFP art. 261"
    retryable = True


class NoIncreaseHeld(Refusal):
    rule = "Only an increase that is held is dropped."
    article = "UFP art. 261"


class DroppedInTheFuture(Refusal):
    rule = "An act is not dated after the day on which it is recorded."


def propose_increase(
    state: Increase,
    *,
    grant_id: str,
    programme_id: str,
    call_id: str,
    award_decision_no: int,
    amount_grosze: int,
    ended: bool,
) -> list[IncreaseProposed]:
    """Ask programme. Nothing happens while the same amount is asked for or held.

    award_decision_no: the number that the award has spent. Refuses: ContractNotRunning, OneIncreaseAtATime.
    """
    if state.stands and state.latest:
        if state.latest.amount_grosze == amount_grosze:
            return []
        raise OneIncreaseAtATime(
            f"{format_pln(state.latest.amount_grosze)} PLN are {state.stage}", field="amount_grosze"
        )
    if ended:
        raise ContractNotRunning(f"the contract of {grant_id} has ended", field="grant_id")
    number = max(award_decision_no, state.latest.decision_no if state.latest else 0) + 1
    return [IncreaseProposed(grant_id, number, programme_id, call_id, amount_grosze)]


def hold_increase(state: Increase, *, decision_no: int) -> list[IncreaseHeld]:
    """Programme holds the money. Nothing happens for any number that does not wait."""
    asked = _asked(state, decision_no)
    return [IncreaseHeld(asked.grant_id, decision_no)] if asked else []


def refuse_increase(state: Increase, *, decision_no: int, reason: str) -> list[IncreaseRefused]:
    """Programme cannot hold the money. Nothing happens for any number that does not wait."""
    asked = _asked(state, decision_no)
    return [IncreaseRefused(asked.grant_id, decision_no, reason)] if asked else []


def mark_signed(state: Increase) -> list[IncreaseSigned]:
    """An annex has used what was held."""
    if state.latest is None or state.stage != "held":
        return []
    return [IncreaseSigned(state.latest.grant_id, state.latest.decision_no)]


def drop_increase(state: Increase, *, grant_id: str, dropped_on: date, today: date) -> list[IncreaseDropped]:
    """Give a held increase back. Nothing happens when it was dropped already.

    Refuses: IncreaseAwaitsAnswer, NoIncreaseHeld, DroppedInTheFuture.
    """
    if state.stage == "dropped":
        return []
    if state.stage == "asked":
        raise IncreaseAwaitsAnswer(f"programme has not answered on {grant_id}", field="grant_id")
    if state.latest is None or state.stage != "held":
        raise NoIncreaseHeld(f"no increase of {grant_id} is held", field="grant_id")
    if dropped_on > today:
        raise DroppedInTheFuture(f"{dropped_on} is after {today}", field="dropped_on")
    held = state.latest
    return [IncreaseDropped(grant_id, held.decision_no, held.programme_id, held.amount_grosze, dropped_on)]


def _asked(state: Increase, decision_no: int) -> IncreaseProposed | None:
    waiting = state.latest if state.stage == "asked" else None
    return waiting if waiting and waiting.decision_no == decision_no else None
