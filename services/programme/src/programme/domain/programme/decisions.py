"""The steps of the programme's making, in the order that the law gives them."""

from datetime import date

from programme.domain.programme.events import (
    ConsultationClosed,
    ConsultationOpened,
    ProgrammeAdopted,
    ProgrammeDrafted,
)
from programme.domain.programme.state import ProgrammeState
from shared.kernel.refusal import Refusal


class ProgrammeUnknown(Refusal):
    rule = "A programme is drafted before anything else happens to it."
    article = "UDPP art. 5a(1)"
    status = 404


class ProgrammeAlreadyDrafted(Refusal):
    rule = "A year has one programme."
    article = "UDPP art. 5a(1)"


class ConsultationOutOfOrder(Refusal):
    rule = "A draft is consulted once, from a first day to a later last day, before the council adopts it."
    article = "UDPP art. 5(5), 5a(1)"


class ProgrammeNotConsulted(Refusal):
    rule = "The council adopts the programme after its consultation has closed."
    article = "UDPP art. 5a(1)"


class ProgrammeAlreadyAdopted(Refusal):
    rule = "A programme is adopted once; a change is an amendment."
    article = "UDPP art. 5a(1)"


def draft_programme(state: ProgrammeState, *, programme_id: str, planned_grosze: int) -> list[ProgrammeDrafted]:
    """Write the draft. Nothing happens when the same draft already stands."""
    drafted = ProgrammeDrafted(programme_id, planned_grosze)
    if state.drafted == drafted:
        return []
    if state.drafted:
        raise ProgrammeAlreadyDrafted(f"{programme_id} was drafted with another amount", field="data.programme_id")
    return [drafted]


def open_consultation(
    state: ProgrammeState, *, programme_id: str, opens_on: date, closes_on: date
) -> list[ConsultationOpened]:
    """Open the consultation of the draft."""
    _known(state, programme_id)
    opened = ConsultationOpened(programme_id, opens_on, closes_on)
    if state.consultation == opened:
        return []
    if state.stage != "drafted":
        raise ConsultationOutOfOrder(f"{programme_id} is {state.stage}", field="data.programme_id")
    if closes_on < opens_on:
        raise ConsultationOutOfOrder("the last day lies before the first", field="data.closes_on")
    return [opened]


def close_consultation(state: ProgrammeState, *, programme_id: str, remarks_count: int) -> list[ConsultationClosed]:
    """Close the consultation; the remarks themselves are kept outside events."""
    _known(state, programme_id)
    if state.stage in ("consulted", "adopted"):
        return []
    if state.stage != "in consultation":
        raise ConsultationOutOfOrder(f"{programme_id} is {state.stage}", field="data.programme_id")
    return [ConsultationClosed(programme_id, remarks_count)]


def adopt_programme(
    state: ProgrammeState, *, programme_id: str, limit_grosze: int, resolution_number: str, adopted_on: date
) -> list[ProgrammeAdopted]:
    """Record the council's resolution. A day after 30 November is recorded as it is (no sanction in the act)."""
    _known(state, programme_id)
    adopted = ProgrammeAdopted(programme_id, limit_grosze, resolution_number, adopted_on)
    if state.adopted == adopted:
        return []
    if state.adopted:
        raise ProgrammeAlreadyAdopted(f"adopted by {state.adopted.resolution_number}", field="data.resolution_number")
    if state.stage != "consulted":
        raise ProgrammeNotConsulted(f"{programme_id} is {state.stage}", field="data.programme_id")
    return [adopted]


def _known(state: ProgrammeState, programme_id: str) -> None:
    if state.stage == "absent":
        raise ProgrammeUnknown(f"{programme_id} was not drafted", field="data.programme_id")
