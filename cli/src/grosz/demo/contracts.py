"""One contract: its tranches, what is paid, the report, what is accepted, what comes back. Amounts are grosze."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from grosz.demo.days import after
from grosz.demo.draws import Draws
from grosz.demo.offers import TEN_PLN, Offer, PlannedCall
from shared.kernel.free_days import working_from, working_until
from shared.kernel.money import split_by_weights

SIGNED_NOT_BEFORE = (-1, 12, 20)
"""The day after the budget's adoption: (years from the budget year, month, day)."""
ACCEPTED_NOT_AFTER = (1, 2, 27)
REPORT_TERM_DAYS = 30
# Up to so many PLN, the tranche counts among which is drawn.
_TRANCHES = (
    (20_000, (1,)),
    (60_000, (1, 1, 1, 2)),
    (150_000, (1, 1, 2, 3)),
    (500_000, (2, 3, 4)),
    (10**12, (4, 6, 10, 12)),
)


class Course(Enum):
    """How a contract ends, as far as the demo goes."""

    PLAIN = "all used and accepted"
    RETURNED = "unused money given back"
    QUESTIONED = "part of the expenditure not accepted"
    WITHHELD = "the last tranche withheld"
    SILENT = "no report"


@dataclass(frozen=True, slots=True)
class Tranche:
    number: int
    amount_grosze: int
    due_on: date
    paid: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    submitted_on: date
    spent_grosze: int
    accepted_on: date
    accepted_grosze: int


@dataclass(frozen=True, slots=True)
class Contract:
    """A signed contract to the end of its course. `given_back_on` is the bank's value date."""

    grant_id: str
    applicant: int
    area: str
    amount_grosze: int
    signed_on: date
    task_from: date
    task_until: date
    tranches: tuple[Tranche, ...]
    course: Course
    report: Report | None
    given_back_grosze: int = 0
    given_back_on: date | None = None

    @property
    def paid_grosze(self) -> int:
        return sum(tranche.amount_grosze for tranche in self.tranches if tranche.paid)


@dataclass(frozen=True, slots=True)
class Deed:
    """What is known when a contract is signed."""

    offer: Offer
    planned: PlannedCall
    amount_grosze: int
    signed_on: date
    task_from: date
    task_until: date
    tranches: tuple[Tranche, ...]


def draw_deed(draws: Draws, *, offer: Offer, planned: PlannedCall, year: int) -> Deed:
    """Sign an award. One in twelve is for less than was awarded: the offer was brought up to date."""
    rolling, seasonal = planned.call.rolling, planned.call.seasonal
    decided = offer.proposed_on if rolling else planned.resolved_on
    years, month, day = SIGNED_NOT_BEFORE
    signed_on = working_from(max(after(decided, draws.between(3, 30)), date(year + years, month, day)))
    amount = offer.proposed_grosze
    # In a rolling call a difference would go back to a pool that others still draw on: the plan keeps it simple.
    if not rolling and draws.chance(8):
        amount = max(TEN_PLN, amount * draws.between(70, 97) // 100 // TEN_PLN * TEN_PLN)
    task_from = max(signed_on, date(year, 1, 2)) + timedelta(days=draws.between(0, 20))
    task_until = _task_end(draws, task_from, year, seasonal=seasonal)
    first = max(after(signed_on, draws.between(9, 25)), working_from(date(year, 1, 8)))
    last = working_until(min(task_until - timedelta(days=10), date(year, 12, 12)))
    tranches = _tranches(draws, amount, first, max(first, last))
    return Deed(offer, planned, amount, signed_on, task_from, task_until, tranches)


def finish(draws: Draws, deed: Deed, *, course: Course, year: int, given_back_on: date | None = None) -> Contract:
    """Play a deed to the end of its course; `given_back_on` replaces the drawn day of giving back."""
    tranches = deed.tranches
    if course is Course.WITHHELD:
        final = tranches[-1]
        tranches = (*tranches[:-1], Tranche(final.number, final.amount_grosze, final.due_on, paid=False))
    paid = sum(tranche.amount_grosze for tranche in tranches if tranche.paid)
    unused = _unused(draws, paid) if course is Course.RETURNED else 0
    if course is Course.RETURNED and given_back_on is None:
        given_back_on = _day_of_giving_back(draws, deed.task_until, year)
    return Contract(
        grant_id=deed.offer.offer_id,
        applicant=deed.offer.applicant,
        area=deed.planned.call.area,
        amount_grosze=deed.amount_grosze,
        signed_on=deed.signed_on,
        task_from=deed.task_from,
        task_until=deed.task_until,
        tranches=tranches,
        course=course,
        report=None if course is Course.SILENT else _report(draws, deed, course, spent=paid - unused, year=year),
        given_back_grosze=unused,
        given_back_on=given_back_on,
    )


def _task_end(draws: Draws, task_from: date, year: int, *, seasonal: bool) -> date:
    """A seasonal task takes some weeks; another one mostly lasts to the end of the year."""
    if seasonal:
        return min(task_from + timedelta(days=draws.between(40, 170)), date(year, 12, 15))
    if draws.chance(70):
        return date(year, 12, 31)
    return draws.one_of((date(year, 10, 31), date(year, 11, 30), date(year, 12, 15)))


def _tranches(draws: Draws, amount: int, first: date, last: date) -> tuple[Tranche, ...]:
    """Parts that add up to the contract, on working days from first to last."""
    counts = next(choice for up_to, choice in _TRANCHES if amount <= up_to * 100)
    count = draws.one_of(counts)
    parts = split_by_weights(amount, [draws.between(8, 12) for _ in range(count)])
    gap = (last - first) / max(1, count - 1)
    return tuple(
        Tranche(number, part, working_until(first + gap * (number - 1)) if number > 1 else first)
        for number, part in enumerate(parts, start=1)
    )


def _report(draws: Draws, deed: Deed, course: Course, *, spent: int, year: int) -> Report:
    """The report comes within its 30 days, most at their end; a questioned part of it is not accepted."""
    term = deed.task_until + timedelta(days=REPORT_TERM_DAYS)
    early = draws.between(0, 12) if draws.chance(70) else draws.between(12, 24)
    submitted_on = working_until(term - timedelta(days=early))
    years, month, day = ACCEPTED_NOT_AFTER
    accepted_on = min(after(submitted_on, draws.between(3, 25)), date(year + years, month, day))
    questioned = spent * draws.between(2, 15) // 100 if course is Course.QUESTIONED else 0
    return Report(submitted_on, spent, accepted_on, spent - questioned)


def _unused(draws: Draws, paid: int) -> int:
    """Mostly less than 5 000 PLN, with odd grosze; never more than a fifth of what was paid."""
    drawn = draws.between(1_00, 4_800_00) if draws.chance(85) else draws.between(5_000_00, 25_000_00)
    return min(drawn, paid // 5)


def _day_of_giving_back(draws: Draws, task_until: date, year: int) -> date:
    """Within 15 days of the end of the task; by 31 January for a task of the whole year (UFP art. 251)."""
    if task_until == date(year, 12, 31):
        return working_until(date(year + 1, 1, 2) + timedelta(days=draws.between(5, 29)))
    return working_until(task_until + timedelta(days=draws.between(4, 15)))
