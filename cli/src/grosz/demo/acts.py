"""The commands of the programme and its budget, and of the register of organisations, with their days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from grosz.demo.days import after, instant
from grosz.demo.making import COUNCIL, making_acts, publication_acts
from grosz.demo.organisations import organisation
from grosz.demo.steps import Kind, Step
from grosz.demo.year import Year
from shared.kernel.free_days import working_from, working_until
from shared.messages import grants_v1, programme_v1
from shared.messages.fields import Command

_NOON = 12 * 60


def programme_steps(year: Year) -> Iterator[Step]:
    """From the first draft to the adopted budget. The meeting of 18 July 2024 is known, the other days are invented."""
    programme, limit, before = year.programme_id, year.limit_grosze, year.year - 1
    for minute, act in enumerate(making_acts(programme=programme, year=year.year, limit_grosze=limit)):
        yield _act(act.day, act.person, act.name, act.command, minute=minute)
    submitted_on = _draft_budget_day(year)
    submitted = programme_v1.SubmitBudgetDraft(
        programme_id=programme, limit_grosze=limit, submitted_on=submitted_on, document=f"projekt budzetu {year.year}"
    )
    yield _act(submitted_on, "p-treasurer-1", "draft budget submitted", submitted)
    adopted_on = working_from(date(before, 11, 21))
    adopted = programme_v1.AdoptProgramme(
        programme_id=programme, limit_grosze=limit, resolution_number=f"zmyslona 1/{before}", adopted_on=adopted_on
    )
    yield _act(adopted_on, COUNCIL, "programme adopted", adopted)
    for minute, act in enumerate(publication_acts(programme=programme, adopted_on=adopted_on)):
        yield _act(act.day, act.person, act.name, act.command, minute=minute)
    in_force_on = working_until(date(before, 12, 19))
    in_force = programme_v1.AdoptBudget(
        programme_id=programme, limit_grosze=limit, resolution_number=f"zmyslona 2/{before}", adopted_on=in_force_on
    )
    yield _act(in_force_on, COUNCIL, "budget adopted", in_force)


def allocation_steps(year: Year) -> Iterator[Step]:
    """Every line on the draft budget, on the day after it went to the council."""
    day = allocation_day(year)
    for number, (line, amount) in enumerate(year.lines.items()):
        command = programme_v1.AllocateArea(
            programme_id=year.programme_id, line_id=line, amount_grosze=amount, document=f"projekt budzetu {year.year}"
        )
        at = instant(day, _NOON + number)
        yield Step(at, Kind.ALLOCATE, "programme", "p-treasurer-1", f"allocate {line}", command)


def allocation_day(year: Year) -> date:
    return after(_draft_budget_day(year), 1)


def registration_steps(year: Year) -> Iterator[Step]:
    """An organisation registers on the day before its first offer."""
    first: dict[int, date] = {}
    for _, offer in year.offers():
        day = offer.submitted_at.date()
        first[offer.applicant] = min(day, first.get(offer.applicant, day))
    for ordinal, day in first.items():
        known = organisation(ordinal)
        command = grants_v1.RegisterOrganisation(
            organisation_id=known.organisation_id,
            name=known.name,
            bank_account=known.bank_account,
            krs=known.krs,
            nip=known.nip,
        )
        at = instant(day - timedelta(days=1), _NOON)
        yield Step(at, Kind.REGISTER, "grants", "p-grants-1", f"register {known.organisation_id}", command)


def _draft_budget_day(year: Year) -> date:
    return working_from(date(year.year - 1, 11, 6))


def _act(day: date, person: str, name: str, command: Command, *, minute: int = 0) -> Step:
    return Step(instant(day, _NOON + minute), Kind.PROGRAMME, "programme", person, name, command)
