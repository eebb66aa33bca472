"""All calls, offers and contracts of a year, and what they must come to in the end. Amounts are grosze."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from grosz.demo.contracts import Contract, Course, Deed, draw_deed, finish
from grosz.demo.draws import Draws
from grosz.demo.figures import AREAS, CALLS, RESERVE_LINE, Call
from grosz.demo.offers import PLN, PROMISED, Fate, Offer, PlannedCall, other_fates, plan_call
from grosz.demo.organisations import COUNT as ORGANISATIONS
from shared.kernel.accounts import BALANCES
from shared.kernel.free_days import working_from, working_until
from shared.kernel.ids import year_of

RETURNED, QUESTIONED, WITHHELD, SILENT = 45, 4, 3, 8
UNSIGNED = (2, 4)
MANY = 5


@dataclass(frozen=True, slots=True)
class Year:
    programme_id: str
    year: int
    lines: dict[str, int]
    calls: tuple[PlannedCall, ...]
    contracts: tuple[Contract, ...]

    @property
    def limit_grosze(self) -> int:
        return sum(self.lines.values())

    def offers(self, *fates: Fate) -> list[tuple[PlannedCall, Offer]]:
        """Offers of these fates, or all, in the order of calls."""
        every = ((planned, offer) for planned in self.calls for offer in planned.offers)
        return [(planned, offer) for planned, offer in every if not fates or offer.fate in fates]


def plan_year(*, seed: int, programme: str, calls: Sequence[Call]) -> Year:
    """Draw a whole year. Whatever the seed, there are as many calls, offers and contracts as `calls` says.

    The whole limit is allocated, also where a shorter list of calls leaves some of it lying on its line.
    """
    year = year_of(programme)
    planned_calls = tuple(_planned_calls(seed, programme, year, calls))
    deeds = [
        draw_deed(Draws(seed, "deed", offer.offer_id), offer=offer, planned=planned, year=year)
        for planned in planned_calls
        for offer in planned.offers
        if offer.fate is Fate.SIGNED
    ]
    return Year(programme, year, _lines(), planned_calls, tuple(_finished(seed, deeds, year)))


def expected(year: Year, *, area: str | None = None) -> dict[str, int]:
    """The twelve balances when all is played, for one area or in total, from sums alone."""
    contracts = [contract for contract in year.contracts if area in (None, contract.area)]
    limit = sum(amount for line, amount in year.lines.items() if area in (None, line.split(".", 1)[0]))
    accepted = sum(contract.report.accepted_grosze for contract in contracts if contract.report)
    given_back = {contract.grant_id: contract.given_back_grosze for contract in contracts}
    late = sum(c.given_back_grosze for c in contracts if c.given_back_on and c.given_back_on.year > year.year)
    paid = sum(contract.paid_grosze for contract in contracts)
    figures = dict.fromkeys(BALANCES, 0) | {
        "reserved": sum(o.proposed_grosze for p, o in year.offers(Fate.UNSIGNED) if area in (None, p.call.area)),
        "contracted": sum(contract.amount_grosze for contract in contracts) - paid,
        "disbursed": paid - accepted - sum(given_back.values()),
        "settled": accepted,
        "returned": late,
    }
    return figures | {"allocated": limit - sum(figures.values())}


def _planned_calls(seed: int, programme: str, year: int, calls: Sequence[Call]) -> Iterable[PlannedCall]:
    deck = _Deck(Draws(seed, "applicants"))
    fates = _fates(Draws(seed, "fates"), calls)
    for call in calls:
        yield plan_call(
            Draws(seed, "call", call.number),
            call_id=f"{programme}-{call.number.replace('.', '-')}",
            call=call,
            year=year,
            fates=fates[call.number],
            applicants=deck.deal(call.offers),
        )


def _fates(draws: Draws, calls: Sequence[Call]) -> dict[str, list[Fate]]:
    """Of each call's offers, promises first. The second and the fourth that would decline let it lie open instead.

    Where few get much, nobody declines: one such award would be a tenth of the year.
    """
    others: dict[str, list[Fate]] = {}
    dealt, declining = draws.between(0, 11), 0
    for call in calls:
        fates = other_fates(call.offers - call.contracts, first=dealt)
        dealt += len(fates)
        for i, fate in enumerate(fates):
            if fate is Fate.DECLINED and call.contracts < MANY:
                fates[i] = Fate.BELOW
            elif fate is Fate.DECLINED:
                declining += 1
                fates[i] = Fate.UNSIGNED if declining in UNSIGNED else Fate.DECLINED
        others[call.number] = fates
    return {call.number: _promises_first(call, others[call.number]) for call in calls}


def _promises_first(call: Call, others: list[Fate]) -> list[Fate]:
    return sorted([Fate.SIGNED] * call.contracts + others, key=lambda fate: fate not in PROMISED)


def _finished(seed: int, deeds: list[Deed], year: int) -> Iterable[Contract]:
    """Give each deed its course. One return comes on 31 December, one on the first working day after it."""
    courses: dict[str, Course] = {}
    mixed = Draws(seed, "courses").shuffled(deeds)
    in_parts = [deed for deed in mixed if len(deed.tranches) > 1]
    courses |= {deed.offer.offer_id: Course.WITHHELD for deed in in_parts[:WITHHELD]}
    rest = [deed for deed in mixed if deed.offer.offer_id not in courses]
    wanted = [Course.SILENT] * SILENT + [Course.QUESTIONED] * QUESTIONED + [Course.RETURNED] * RETURNED
    courses |= {deed.offer.offer_id: course for deed, course in zip(rest, wanted, strict=False)}
    to_the_end = [
        deed.offer.offer_id
        for deed in deeds
        if courses.get(deed.offer.offer_id) is Course.RETURNED and deed.task_until == date(year, 12, 31)
    ]
    days = dict(zip(to_the_end, (working_until(date(year, 12, 31)), working_from(date(year + 1, 1, 2))), strict=False))
    for deed in deeds:
        grant = deed.offer.offer_id
        course = courses.get(grant, Course.PLAIN)
        yield finish(Draws(seed, "end", grant), deed, course=course, year=year, given_back_on=days.get(grant))


def _lines() -> dict[str, int]:
    """Each line gets the pools of its calls; what an area has left lies on its first line."""
    lines: dict[str, int] = {}
    for area in AREAS:
        of_area = [call for call in CALLS if call.area == area.key]
        first = of_area[0].line if of_area else RESERVE_LINE
        lines[first] = (area.amount_pln - sum(call.pool_pln for call in of_area)) * PLN
        for call in of_area:
            lines[call.line] = lines.get(call.line, 0) + call.pool_pln * PLN
    return lines


class _Deck:
    """Deals organisations so that each has offered before any offers for the third time, and none twice in a call."""

    def __init__(self, draws: Draws) -> None:
        self._draws = draws
        self._cards: list[int] = []

    def deal(self, count: int) -> list[int]:
        hand: list[int] = []
        kept: list[int] = []
        while len(hand) < count:
            if not self._cards:
                self._cards = self._draws.shuffled(range(1, ORGANISATIONS + 1))
            card = self._cards.pop()
            (kept if card in hand else hand).append(card)
        self._cards.extend(kept)
        return hand
