"""What the ledger says of each programme after the import, beside what was taken from the register."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from grosz.client import Client, Refused
from shared.kernel.hlc import from_text, instant_of
from shared.messages.programme_v1 import BudgetQuestion

BALANCES = (
    "free", "allocated", "pool", "opened", "blocked", "reserved", "contracted", "disbursed",
    "settled", "returned", "lapsed", "written_off",
)  # fmt: skip
_PAUSE_SECONDS = 0.25
_STANDSTILL_SECONDS = 60.0  # so long without any change, a service is taken to be down for good


@dataclass(frozen=True)
class Expected:
    """What one programme's budget must show, in grosze."""

    programme_id: str
    limit_grosze: int
    granted_grosze: int
    paid_grosze: int


@dataclass(frozen=True)
class Found:
    """What the budget shows, and every figure that disagrees. `known_at` is None when there was no answer."""

    figures: dict[str, int]
    differences: tuple[str, ...]
    known_at: datetime | None = None

    @property
    def agrees(self) -> bool:
        return not self.differences

    def holds_all_until(self, hlc: str) -> bool:
        """Whether everything recorded up to this stamp, in whichever service, is in these figures."""
        passed = self.known_at is not None and (not hlc or self.known_at > instant_of(from_text(hlc)))
        return passed and self.figures["in_flight"] == 0


async def check(expected: Expected, client: Client, *, last_hlc: str) -> Found:
    """Ask until the figures agree, or hold everything that was sent: facts are still on their way when sending ends.

    last_hlc  the stamp of the last fact that a service recorded for us.
    """
    clock = asyncio.get_running_loop().time
    last, changed_at = await _ask(expected, client), clock()
    while not last.agrees and clock() - changed_at < _STANDSTILL_SECONDS:
        await asyncio.sleep(_PAUSE_SECONDS)
        found = await _ask(expected, client)
        if found.figures != last.figures:
            changed_at = clock()
        elif last.holds_all_until(last_hlc):
            return found
        last = found
    return last


async def _ask(expected: Expected, client: Client) -> Found:
    try:
        answer = await client.ask("programme", BudgetQuestion(programme=expected.programme_id))
    except Refused as refused:
        return Found({}, (str(refused),))
    figures = {name: int(answer[name]) for name in ("limit", *BALANCES, "in_flight")}
    return Found(figures, tuple(differences(expected, figures)), datetime.fromisoformat(answer["known_at"]))


def differences(expected: Expected, figures: dict[str, int]) -> list[str]:
    """Each broken equation, told as "what: found, expected". Amounts in grosze."""
    equations = (
        ("limit", figures["limit"], expected.limit_grosze),
        ("sum of the balances", sum(figures[name] for name in BALANCES), figures["limit"]),
        ("reserved", figures["reserved"], 0),
        ("contracted and disbursed", figures["contracted"] + figures["disbursed"], expected.granted_grosze),
        ("disbursed", figures["disbursed"], expected.paid_grosze),
        ("in flight", figures["in_flight"], 0),
    )
    return [f"{what}: {found}, expected {wanted}" for what, found, wanted in equations if found != wanted]
