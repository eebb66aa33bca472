"""The commands of each call, from its draft to the publication of its results, as a department gives them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from grosz.demo.days import after, instant, working_days_before
from grosz.demo.figures import ANNULLED, Call
from grosz.demo.offers import PASS_MARK, PLN, PlannedCall
from grosz.demo.steps import Kind, Step
from grosz.demo.year import Year
from shared.kernel.free_days import working_from
from shared.kernel.periods import WARSAW, end_of_day
from shared.messages import programme_budget_v1, programme_v1
from shared.messages import programme_call_v1 as wire
from shared.messages.fields import Command

_MORNING, _NOON = 7 * 60, 12 * 60
_WHOLE = 100
_SPORT_ACT_PARAGRAPH = "-2820"
_FIRST_PASS_MARK = 50
_CONTENTS: tuple[wire.Content, ...] = (
    "task-type",
    "granting-rules",
    "execution-conditions",
    "choice",
    "earlier-tasks",
)
_PLACES: tuple[wire.Place, ...] = ("bip", "board", "website")
_CRITERIA = (
    ("feasibility", 30, 30),
    ("cost-calculation", 20, 20),
    ("quality", 20, 20),
    ("personal-contribution", 10, 10),
    ("past-performance", 10, 10),
)
"""Ninety of a hundred percent, after UDPP art. 15(1); the rest is the own share, or experience where none is asked."""


def call_steps(year: Year, allocated_on: date) -> Iterator[Step]:
    for planned in year.calls:
        yield from _announcement(year, planned.call, planned, allocated_on)
        yield from _changes(year, planned)
        resolved = programme_v1.ResolveCall(call_id=planned.call_id, resolved_on=planned.resolved_on)
        yield _step(
            planned.call, instant(planned.resolved_on, _NOON), Kind.RESOLVE, f"resolve {planned.call_id}", resolved
        )
        yield from _publications(planned.call, planned.call_id, "results", after(planned.resolved_on, 1))
    yield from _annulled(year, allocated_on)


@dataclass(frozen=True, slots=True)
class _Times:
    """When a call opens, until when offers are taken as announced, and when it is decided."""

    call_id: str
    opens_on: date
    offers_until: datetime
    resolved_on: date
    max_grant_grosze: int


def first_deadline(planned: PlannedCall) -> datetime:
    """The deadline of the first announcement: earlier than the last where the call was extended or corrected."""
    return end_of_day(planned.last_day - timedelta(days=planned.call.moved_by))


def _announcement(year: Year, call: Call, planned: PlannedCall | _Times, allocated_on: date) -> Iterator[Step]:
    """Drafted, written, approved, planned, and published in each place on the day on which the call opens."""
    about = planned.call_id
    until = first_deadline(planned) if isinstance(planned, PlannedCall) else planned.offers_until
    drafted_at = instant(working_days_before(planned.opens_on, 3), _NOON)
    yield _step(call, drafted_at, Kind.DRAFT, f"draft {about}", _draft(year, call, planned))
    for content in _CONTENTS if _basis(call) == "udpp-open-call" else ():
        text = f"Zmyślona treść ogłoszenia ({content}): {call.title}"
        written = wire.WriteCallContent(call_id=about, content=content, body=text)
        yield _step(call, drafted_at, Kind.WRITE, f"write {about} {content}", written)
    approved_on = max(working_days_before(planned.opens_on, 1), allocated_on)
    order = wire.ApproveCall(
        call_id=about,
        pool_grosze=call.pool_pln * PLN,
        approved_on=approved_on,
        document=f"zmyslone zarzadzenie {call.number}/{year.year}",
    )
    approved_at = instant(approved_on, _NOON + 60)
    yield Step(approved_at, Kind.APPROVE, "programme", "p-president-1", f"approve {about}", order)
    planning = wire.PlanCallAnnouncement(call_id=about, appears_on=planned.opens_on, offers_until_local=_shown(until))
    yield _step(call, instant(approved_on, _NOON + 120), Kind.PLAN, f"plan {about}", planning)
    yield from _publications(call, about, "announcement", planned.opens_on)


def _changes(year: Year, planned: PlannedCall) -> Iterator[Step]:
    """One call of the year is corrected, another extended: then offers are taken until the day that is played."""
    call, about = planned.call, planned.call_id
    until = _shown(planned.offers_until)
    if call.corrected:
        day = after(planned.opens_on, 3)
        terms = _draft(year, call, planned).model_dump(include=set(wire.CorrectCall.model_fields) - {"call_id"})
        corrected = wire.CorrectCall(
            **{**terms, "criteria": _criteria(call), "pass_mark_points": PASS_MARK},
            call_id=about,
            offers_until_local=until,
            material=True,
            corrected_on=day,
            document=f"zmyslone sprostowanie {call.number}/{year.year}",
        )
        yield _step(call, instant(day, _MORNING), Kind.CORRECT, f"correct {about}", corrected)
        yield from _publications(call, about, "correction", day)
    elif call.moved_by:
        day = working_days_before(planned.last_day - timedelta(days=call.moved_by), 3)
        extended = wire.ExtendCall(
            call_id=about,
            offers_until_local=until,
            extended_on=day,
            document=f"zmyslone przedluzenie {call.number}/{year.year}",
        )
        yield _step(call, instant(day, _NOON), Kind.EXTEND, f"extend {about}", extended)


def _annulled(year: Year, allocated_on: date) -> Iterator[Step]:
    """A call in which nobody offers: its annulment is mandatory, and the pool goes back to its line."""
    years, month, day = ANNULLED.opens
    opens_on = working_from(date(year.year + years, month, day))
    last_day = working_from(opens_on + timedelta(days=ANNULLED.days_open))
    annulled_on = after(last_day, 2)
    about = f"{year.programme_id}-{ANNULLED.number}"
    times = _Times(about, opens_on, end_of_day(last_day), annulled_on, ANNULLED.pool_pln * PLN)
    yield from _announcement(year, ANNULLED, times, allocated_on)
    annulled = programme_budget_v1.AnnulCall(call_id=about, ground="no-offer-submitted", annulled_on=annulled_on)
    yield _step(ANNULLED, instant(annulled_on, _NOON), Kind.ANNUL, f"annul {about}", annulled)
    yield from _publications(ANNULLED, about, "annulment", after(annulled_on, 1))


def _draft(year: Year, call: Call, planned: PlannedCall | _Times) -> wire.DraftCall:
    return wire.DraftCall(
        call_id=planned.call_id,
        programme_id=year.programme_id,
        line_id=call.line,
        unit=_unit(call),
        number=f"{call.number}/{year.year}",
        legal_basis=_basis(call),
        mode="entrusting" if call.share == _WHOLE else "supporting",
        pool_grosze=call.pool_pln * PLN,
        min_grant_grosze=call.least_pln * PLN,
        max_grant_grosze=planned.max_grant_grosze,
        max_share_percent=call.share,
        line_shift_percent=15,
        pass_mark_points=_FIRST_PASS_MARK if call.corrected else PASS_MARK,
        criteria=_criteria(call),
        task_from=date(year.year, 1, 1),
        task_until=date(year.year, 12, 31),
        choice_on=None if call.rolling else planned.resolved_on,
        rolling=call.rolling,
    )


def _criteria(call: Call) -> list[wire.Criterion]:
    last = "experience" if call.share == _WHOLE else "own-share"
    named = (*_CRITERIA, (last, 10, 10))
    return [wire.Criterion(code=code, weight_percent=weight, scale_points=scale) for code, weight, scale in named]


def _publications(call: Call, about: str, matter: wire.Matter, day: date) -> Iterator[Step]:
    """In each of the three places on one day; a call of the Sport Act does so too."""
    kind = {"announcement": Kind.OPEN, "correction": Kind.PUBLISH_CORRECTION}.get(matter, Kind.PUBLISH_END)
    for minute, place in enumerate(_PLACES):
        shown = wire.RecordCallPublication(call_id=about, matter=matter, place=place, published_on=day)
        yield _step(call, instant(day, _MORNING + 30 + minute), kind, f"{matter} of {about} in {place}", shown)


def _step(call: Call, at: datetime, kind: Kind, name: str, command: Command) -> Step:
    return Step(at, kind, "programme", f"p-calls-{_unit(call)}", name, command)


def _unit(call: Call) -> str:
    return call.line.split(".")[1]


def _basis(call: Call) -> wire.Basis:
    return "sport-act" if call.line.endswith(_SPORT_ACT_PARAGRAPH) else "udpp-open-call"


def _shown(instant_: datetime) -> str:
    """As Warsaw's clock shows it; the demo's deadlines are midnights, which it shows once."""
    return instant_.astimezone(WARSAW).strftime("%Y-%m-%dT%H:%M")
