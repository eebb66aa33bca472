"""What others say, and what grants then does. Parameters are fields of their facts, by name; `**_` are those left.

None of them has to wait for another: notes are kept whatever the order, and an answer always follows our own question.
"""

from datetime import date, datetime
from typing import Any

from grants.domain import award, increase, known_call, known_year, settlement
from grants.domain.award import AWARD
from grants.domain.increase import INCREASE
from grants.domain.known_call import KNOWN_CALL
from grants.domain.known_year import KNOWN_YEAR
from grants.domain.settlement import SETTLEMENT
from grants.usecases.settling import settle_when_balanced
from shared.eventstore.desk import Desk

WHOLE = 100


def when_call_is_opened_then_note_it(desk: Desk, *, call_id: str, max_share_percent: int, **said: Any) -> None:
    """A call opened in one step names no mode: that it gives a part only means that it supports."""
    mode = "entrusting" if max_share_percent == WHOLE else "supporting"
    named = {"mode": mode, "task_from": None, "task_until": None, "rolling": True}
    when_call_stands_announced_then_note_it(
        desk, call_id=call_id, max_share_percent=max_share_percent, **(said | named)
    )


def when_call_stands_announced_then_note_it(
    desk: Desk,
    *,
    call_id: str,
    programme_id: str,
    line_id: str,
    opens_on: date,
    offers_until: datetime,
    min_grant_grosze: int,
    max_grant_grosze: int,
    max_share_percent: int,
    pass_mark_points: int,
    mode: str,
    task_from: date | None,
    task_until: date | None,
    rolling: bool,
    **_: Any,
) -> None:
    """A call was announced, extended, corrected or stopped: each of these facts says how it stands now."""
    noted = known_call.note_call(
        desk.state(KNOWN_CALL, call_id),
        call_id=call_id,
        programme_id=programme_id,
        line_id=line_id,
        opens_on=opens_on,
        offers_until=offers_until,
        min_grant_grosze=min_grant_grosze,
        max_grant_grosze=max_grant_grosze,
        max_share_percent=max_share_percent,
        pass_mark_points=pass_mark_points,
        mode=mode,
        task_from=task_from,
        task_until=task_until,
        chosen_from=None if rolling else offers_until,
        said_at=desk.act.cause.position if desk.act.cause else 0,
    )
    desk.record(KNOWN_CALL, call_id, noted)


def when_call_is_resolved_then_note_it(desk: Desk, *, call_id: str, resolved_on: date, **_: Any) -> None:
    noted = known_call.note_resolution(desk.state(KNOWN_CALL, call_id), call_id=call_id, resolved_on=resolved_on)
    desk.record(KNOWN_CALL, call_id, noted)


def when_call_is_annulled_then_note_its_end(desk: Desk, *, call_id: str, annulled_on: date, **_: Any) -> None:
    """For offers and awards an annulled call has ended like a resolved one."""
    noted = known_call.note_resolution(desk.state(KNOWN_CALL, call_id), call_id=call_id, resolved_on=annulled_on)
    desk.record(KNOWN_CALL, call_id, noted)


def when_limit_changes_then_note_the_year(
    desk: Desk, *, programme_id: str, in_force: bool, cut_pending_grosze: int, **_: Any
) -> None:
    _note_year(desk, programme_id, in_force=in_force, cut_pending_grosze=cut_pending_grosze, adopted_on=None)


def when_year_is_closed_then_note_it(desk: Desk, *, programme_id: str, **_: Any) -> None:
    """A closed year is in force no more: nothing is signed in it."""
    _note_year(desk, programme_id, in_force=False, cut_pending_grosze=0, adopted_on=None)


def when_budget_draft_is_submitted_then_note_the_year(desk: Desk, *, programme_id: str, **_: Any) -> None:
    _note_year(desk, programme_id, in_force=False, cut_pending_grosze=0, adopted_on=None)


def when_budget_is_adopted_then_note_the_year(
    desk: Desk, *, programme_id: str, cut_pending_grosze: int, adopted_on: date, **_: Any
) -> None:
    _note_year(desk, programme_id, in_force=True, cut_pending_grosze=cut_pending_grosze, adopted_on=adopted_on)


def _note_year(
    desk: Desk, programme_id: str, *, in_force: bool, cut_pending_grosze: int, adopted_on: date | None
) -> None:
    """What programme said at a later position of its store is its later word."""
    noted = known_year.note_year(
        desk.state(KNOWN_YEAR, programme_id),
        programme_id=programme_id,
        in_force=in_force,
        cut_pending_grosze=cut_pending_grosze,
        said_at=desk.act.cause.position if desk.act.cause else 0,
        adopted_on=adopted_on,
    )
    desk.record(KNOWN_YEAR, programme_id, noted)


def when_funds_are_reserved_then_award_the_grant(
    desk: Desk, *, grant_id: str, decision_no: int, amount_grosze: int, **_: Any
) -> None:
    """Numbers of a grant are shared by its award and its increases: whichever asked takes the answer."""
    answered = award.award_grant(
        desk.state(AWARD, grant_id),
        decision_no=decision_no,
        amount_grosze=amount_grosze,
        today=desk.act.acted_on,
    )
    desk.record(AWARD, grant_id, answered)
    held = increase.hold_increase(desk.state(INCREASE, grant_id), decision_no=decision_no)
    desk.record(INCREASE, grant_id, held)


def when_funds_are_refused_then_refuse_the_award(
    desk: Desk, *, grant_id: str, decision_no: int, reason: str, **_: Any
) -> None:
    refused = award.refuse_award(desk.state(AWARD, grant_id), decision_no=decision_no, reason=reason)
    desk.record(AWARD, grant_id, refused)
    spent = increase.refuse_increase(desk.state(INCREASE, grant_id), decision_no=decision_no, reason=reason)
    desk.record(INCREASE, grant_id, spent)


def when_funds_are_disbursed_then_note_the_payment(
    desk: Desk, *, grant_id: str, programme_id: str, value_on: date, disbursed_total_grosze: int, **_: Any
) -> None:
    _note_payment(desk, grant_id, programme_id, disbursed_total_grosze, value_on)


def when_payment_is_taken_over_then_note_it(
    desk: Desk, *, grant_id: str, programme_id: str, value_on: date, disbursed_total_grosze: int, **_: Any
) -> None:
    _note_payment(desk, grant_id, programme_id, disbursed_total_grosze, value_on)


def _note_payment(desk: Desk, grant_id: str, programme_id: str, disbursed_total_grosze: int, value_on: date) -> None:
    noted = settlement.note_payment(
        desk.state(SETTLEMENT, grant_id),
        grant_id=grant_id,
        programme_id=programme_id,
        disbursed_total_grosze=disbursed_total_grosze,
        value_on=value_on,
    )
    desk.record(SETTLEMENT, grant_id, noted, effective_on=value_on)
    settle_when_balanced(desk, grant_id)


def when_funds_are_returned_then_note_the_return(
    desk: Desk,
    *,
    grant_id: str,
    programme_id: str,
    value_on: date,
    disbursed_total_grosze: int,
    returned_total_grosze: int,
    **_: Any,
) -> None:
    noted = settlement.note_return(
        desk.state(SETTLEMENT, grant_id),
        grant_id=grant_id,
        programme_id=programme_id,
        disbursed_total_grosze=disbursed_total_grosze,
        returned_total_grosze=returned_total_grosze,
        value_on=value_on,
    )
    desk.record(SETTLEMENT, grant_id, noted, effective_on=value_on)
    settle_when_balanced(desk, grant_id)


def when_disbursement_is_reversed_then_note_it(
    desk: Desk,
    *,
    grant_id: str,
    programme_id: str,
    value_on: date,
    disbursed_total_grosze: int,
    reversed_total_grosze: int,
    **_: Any,
) -> None:
    noted = settlement.note_reversal(
        desk.state(SETTLEMENT, grant_id),
        grant_id=grant_id,
        programme_id=programme_id,
        disbursed_total_grosze=disbursed_total_grosze,
        reversed_total_grosze=reversed_total_grosze,
        value_on=value_on,
    )
    desk.record(SETTLEMENT, grant_id, noted, effective_on=value_on)
    settle_when_balanced(desk, grant_id)
