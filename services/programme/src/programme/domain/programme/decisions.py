"""The steps of a programme's life, in the order that the law gives them.

Two ways lead to an adoption. *In steps*: contents, meetings, contributions, remarks, the Council's opinion; once the
first of them is recorded, all of them are asked for. *In short*: drafted, consulted, adopted, for a programme whose
making lies on paper elsewhere; the adoption then bears a warning that says so. A programme of several years knows
only the first way.
"""

from dataclasses import replace
from datetime import date

from programme.domain.programme.events import (
    AdoptionDeadlineMissed,
    ConsultationClosed,
    ConsultationOpened,
    MultiYearProgrammeAdopted,
    MultiYearProgrammeDrafted,
    ProgrammeAdopted,
    ProgrammeDrafted,
)
from programme.domain.programme.refusals import (
    AdoptedBeforeOpinion,
    AdoptionDeadlineNotPassed,
    ConsultationOutOfOrder,
    ContentsMissing,
    OpinionAwaited,
    OpinionNotRequested,
    ProgrammeAlreadyAdopted,
    ProgrammeAlreadyDrafted,
    ProgrammeNotConsulted,
    ProgrammeOfOtherKind,
    ProgrammeUnknown,
    RemarksCountDiffers,
    RemarksUnanswered,
)
from programme.domain.programme.state import ProgrammeState
from shared.kernel.ids import year_of

AFTER_30_NOVEMBER = "after-30-november"
NOT_MADE_IN_STEPS = "not-made-in-steps"


def adoption_due_on(programme_id: str) -> date:
    """The last day on which an annual programme is adopted in time (UDPP art. 5a(1))."""
    return date(year_of(programme_id) - 1, 11, 30)


def draft_programme(
    state: ProgrammeState, *, programme_id: str, planned_grosze: int, multi_year: bool = False
) -> list[ProgrammeDrafted | MultiYearProgrammeDrafted]:
    """Write the draft. Nothing happens when the same draft already stands."""
    kind = MultiYearProgrammeDrafted if multi_year else ProgrammeDrafted
    drafted = kind(programme_id, planned_grosze)
    if state.drafted == drafted:
        return []
    if state.drafted:
        raise ProgrammeAlreadyDrafted(f"{programme_id} was drafted otherwise", field="data.programme_id")
    return [drafted]


def open_consultation(
    state: ProgrammeState, *, programme_id: str, opens_on: date, closes_on: date
) -> list[ConsultationOpened]:
    """Open the consultation of the draft."""
    known(state, programme_id)
    opened = ConsultationOpened(programme_id, opens_on, closes_on)
    if state.consultation == opened:
        return []
    if state.stage != "drafted":
        raise ConsultationOutOfOrder(f"{programme_id} is {state.stage}", field="data.programme_id")
    if closes_on < opens_on:
        raise ConsultationOutOfOrder("the last day lies before the first", field="data.closes_on")
    return [opened]


def close_consultation(state: ProgrammeState, *, programme_id: str, remarks_count: int) -> list[ConsultationClosed]:
    """Close the consultation. Where remarks were filed here, their number is the one that is stated."""
    known(state, programme_id)
    if state.stage in ("consulted", "adopted"):
        return []
    if state.stage != "in consultation":
        raise ConsultationOutOfOrder(f"{programme_id} is {state.stage}", field="data.programme_id")
    if state.remarks and remarks_count != len(state.remarks):
        raise RemarksCountDiffers(f"{len(state.remarks)} were filed", field="data.remarks_count")
    return [ConsultationClosed(programme_id, remarks_count)]


def adopt_programme(
    state: ProgrammeState, *, programme_id: str, limit_grosze: int, resolution_number: str, adopted_on: date
) -> list[AdoptionDeadlineMissed | ProgrammeAdopted]:
    """Record the council's resolution. A day after 30 November bears a warning: the act knows no sanction."""
    known(state, programme_id)
    adopted = ProgrammeAdopted(programme_id, limit_grosze, resolution_number, adopted_on)
    if isinstance(state.adopted, ProgrammeAdopted) and replace(state.adopted, warnings=()) == adopted:
        return []
    _may_be_adopted(state, programme_id, adopted_on, multi_year=False)
    due_on = adoption_due_on(programme_id)
    late = adopted_on > due_on
    warnings = [AFTER_30_NOVEMBER] if late else []
    if not state.begun:
        warnings.append(NOT_MADE_IN_STEPS)
    missed = [AdoptionDeadlineMissed(programme_id, due_on)] if late and not state.missed else []
    return [*missed, replace(adopted, warnings=tuple(warnings))]


def adopt_multi_year_programme(
    state: ProgrammeState, *, programme_id: str, resolution_number: str, adopted_on: date
) -> list[MultiYearProgrammeAdopted]:
    """Record the resolution on a programme of several years; it moves no money, each year's budget does."""
    known(state, programme_id)
    adopted = MultiYearProgrammeAdopted(programme_id, resolution_number, adopted_on)
    if state.adopted == adopted:
        return []
    _may_be_adopted(state, programme_id, adopted_on, multi_year=True)
    return [adopted]


def mark_adoption_overdue(state: ProgrammeState, *, programme_id: str, today: date) -> list[AdoptionDeadlineMissed]:
    """The calendar's word that 30 November has passed. Nothing happens to what was adopted meanwhile."""
    known(state, programme_id)
    if state.adopted or state.missed:
        return []
    due_on = adoption_due_on(programme_id)
    if today <= due_on:
        raise AdoptionDeadlineNotPassed(f"{programme_id} is due on {due_on}", field="data.programme_id")
    return [AdoptionDeadlineMissed(programme_id, due_on)]


def known(state: ProgrammeState, programme_id: str) -> None:
    """Refuses: ProgrammeUnknown."""
    if state.stage == "absent":
        raise ProgrammeUnknown(f"{programme_id} was not drafted", field="data.programme_id")


def not_adopted(state: ProgrammeState, programme_id: str) -> None:
    """Refuses what was not drafted, and what is no draft any more."""
    known(state, programme_id)
    if state.adopted:
        raise ProgrammeAlreadyAdopted(f"adopted by {state.adopted.resolution_number}", field="data.programme_id")


def _may_be_adopted(state: ProgrammeState, programme_id: str, adopted_on: date, *, multi_year: bool) -> None:
    if state.multi_year is not multi_year:
        raise ProgrammeOfOtherKind(f"{programme_id} was drafted as the other kind", field="data.programme_id")
    if state.adopted:
        raise ProgrammeAlreadyAdopted(f"adopted by {state.adopted.resolution_number}", field="data.resolution_number")
    if state.stage != "consulted":
        raise ProgrammeNotConsulted(f"{programme_id} is {state.stage}", field="data.programme_id")
    if state.begun or multi_year:
        _made_in_steps(state, adopted_on)


def _made_in_steps(state: ProgrammeState, adopted_on: date) -> None:
    if state.missing_contents:
        raise ContentsMissing(f"not stated: {', '.join(state.missing_contents)}", field="data.programme_id")
    unanswered = sorted(state.remarks.keys() - state.answers.keys())
    if unanswered:
        raise RemarksUnanswered(f"no answer yet to {', '.join(unanswered[:5])}", field="data.programme_id")
    opinion = state.opinion
    if opinion.no_council:
        return
    if opinion.requested is None:
        raise OpinionNotRequested("nobody has asked for the opinion", field="data.programme_id")
    if opinion.given:
        if adopted_on < opinion.given.given_on:
            raise AdoptedBeforeOpinion(f"the opinion is of {opinion.given.given_on}", field="data.adopted_on")
    elif opinion.waived is None:
        raise OpinionAwaited(f"the Council may speak until {opinion.requested.last_on}", field="data.programme_id")
    elif adopted_on <= opinion.waived.last_on:
        raise AdoptedBeforeOpinion(f"the Council could speak until {opinion.waived.last_on}", field="data.adopted_on")
