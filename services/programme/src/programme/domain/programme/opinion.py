"""The opinion of the Council of Public Benefit Activity (RDPP): requested, then given or waived by silence.

The term is counted as the law counts terms (`shared.kernel.terms`): without the day of delivery, and a last day that is
free is moved on, so that nobody is held to have been silent too early. The opinion binds nobody, but the draft goes to
the city council with it (UDPP art. 5a(2a)).
"""

from datetime import date

from programme.domain.programme.decisions import not_adopted
from programme.domain.programme.events import (
    CouncilFoundAbsent,
    CouncilOpinionGiven,
    CouncilOpinionRequested,
    CouncilOpinionWaived,
)
from programme.domain.programme.refusals import (
    OpinionGivenAlready,
    OpinionNotRequested,
    OpinionOutOfTerm,
    OpinionRequestedAlready,
    OpinionTermRunning,
)
from programme.domain.programme.state import ProgrammeState
from shared.kernel.terms import last_day_of_days
from shared.kernel.texts import TextRef

TERM_DAYS = 14


def request_opinion(state: ProgrammeState, *, programme_id: str, delivered_on: date) -> list[CouncilOpinionRequested]:
    """Record that the draft was delivered to the Council."""
    not_adopted(state, programme_id)
    requested = CouncilOpinionRequested(programme_id, delivered_on, last_day_of_days(delivered_on, TERM_DAYS))
    if state.opinion.requested == requested:
        return []
    if state.opinion.no_council or state.opinion.requested:
        known = "there is no Council" if state.opinion.no_council else "it was delivered before"
        raise OpinionRequestedAlready(known, field="data.programme_id")
    return [requested]


def give_opinion(
    state: ProgrammeState, *, programme_id: str, verdict: str, opinion: TextRef | None, given_on: date
) -> list[CouncilOpinionGiven]:
    """Record the opinion. One that was given in time counts, also when it is entered after the silence was noted."""
    not_adopted(state, programme_id)
    requested = state.opinion.requested
    if requested is None:
        raise OpinionNotRequested(f"no draft of {programme_id} was delivered", field="data.programme_id")
    given = CouncilOpinionGiven(programme_id, verdict, opinion, given_on)
    if state.opinion.given == given:
        return []
    if state.opinion.given:
        raise OpinionGivenAlready(f"it was given on {state.opinion.given.given_on}", field="data.programme_id")
    if not requested.delivered_on <= given_on <= requested.last_on:
        raise OpinionOutOfTerm(f"its term is {requested.delivered_on} to {requested.last_on}", field="data.given_on")
    return [given]


def waive_opinion(state: ProgrammeState, *, programme_id: str, today: date) -> list[CouncilOpinionWaived]:
    """The calendar's word: the last day has passed in silence. Nothing happens where there is an answer already."""
    if state.opinion.requested is None:
        raise OpinionNotRequested(f"no draft of {programme_id} was delivered", field="data.programme_id")
    if state.opinion.given or state.opinion.waived or state.adopted:
        return []
    last_on = state.opinion.requested.last_on
    if today <= last_on:
        raise OpinionTermRunning(f"the Council may speak until {last_on}", field="data.programme_id")
    return [CouncilOpinionWaived(programme_id, last_on)]


def find_council_absent(state: ProgrammeState, *, programme_id: str) -> list[CouncilFoundAbsent]:
    """Record that the commune has no Council, so that nobody waits for its word."""
    not_adopted(state, programme_id)
    if state.opinion.no_council:
        return []
    if state.opinion.requested:
        raise OpinionRequestedAlready("a Council was asked already", field="data.programme_id")
    return [CouncilFoundAbsent(programme_id)]
