"""What notifications does when others say that something has happened: one fact, one notice.

Parameters are fields of the facts, by name; `**_` is what a notice does not need.
"""

from datetime import date, datetime
from typing import Any

from notifications.domain.notice import NOTICE, notice_id, record_notice
from notifications.domain.notice.decisions import Kind
from shared.eventstore.desk import Desk
from shared.kernel.periods import warsaw_date

PUBLIC = "public"
PROGRAMME_OFFICE = "programme-office"
"""Whoever makes the programme; not an organisation."""


def when_call_is_opened_then_tell_the_public(
    desk: Desk, *, call_id: str, pool_grosze: int, opens_on: date, **_: Any
) -> None:
    """A call opened in one step."""
    _tell_of_call(desk, "programme.call-opened", call_id, pool_grosze, opens_on)


def when_call_is_announced_then_tell_the_public(
    desk: Desk, *, call_id: str, pool_grosze: int, opens_on: date, **_: Any
) -> None:
    """UDPP art. 13(3): it stands in every mandatory place."""
    _tell_of_call(desk, "programme.call-announced", call_id, pool_grosze, opens_on)


def _tell_of_call(desk: Desk, cause_type: str, call_id: str, pool_grosze: int, opens_on: date) -> None:
    _record(
        desk,
        kind="call-opened",
        recipient=PUBLIC,
        subject_id=call_id,
        cause_type=cause_type,
        amount_grosze=pool_grosze,
        spoken_of_on=opens_on,
    )


def when_deadline_is_missed_then_tell_the_office(
    desk: Desk, *, programme_id: str, deadline: str, due_on: date, **_: Any
) -> None:
    """UDPP art. 5a(1), 5a(3): 30 November and 31 May bear no sanction, so somebody must be told."""
    _record(
        desk,
        kind="deadline-missed",
        recipient=PROGRAMME_OFFICE,
        subject_id=programme_id,
        cause_type="programme.deadline-missed",
        spoken_of_on=due_on,
        reason=deadline,
    )


def when_programme_report_is_published_then_tell_the_public(
    desk: Desk, *, programme_id: str, published_on: date, **_: Any
) -> None:
    """UDPP art. 5a(3): the report goes to the council and to everybody."""
    _record(
        desk,
        kind="report-published",
        recipient=PUBLIC,
        subject_id=programme_id,
        cause_type="programme.programme-report-published",
        spoken_of_on=published_on,
    )


def when_call_is_extended_then_tell_the_public(desk: Desk, *, call_id: str, offers_until: datetime, **_: Any) -> None:
    """The Warsaw day of the new last moment."""
    _record(
        desk,
        kind="call-extended",
        recipient=PUBLIC,
        subject_id=call_id,
        cause_type="programme.call-extended",
        spoken_of_on=warsaw_date(offers_until),
    )


def when_grant_is_awarded_then_tell_of_the_award(
    desk: Desk, *, grant_id: str, organisation_id: str, amount_grosze: int, **_: Any
) -> None:
    _record(
        desk,
        kind="award",
        recipient=organisation_id,
        subject_id=grant_id,
        cause_type="grants.grant-awarded",
        amount_grosze=amount_grosze,
    )


def when_award_is_refused_then_tell_of_the_refusal(
    desk: Desk, *, grant_id: str, organisation_id: str, amount_grosze: int, reason: str, **_: Any
) -> None:
    _record(
        desk,
        kind="refusal",
        recipient=organisation_id,
        subject_id=grant_id,
        cause_type="grants.award-refused",
        amount_grosze=amount_grosze,
        reason=reason,
    )


def when_offer_is_rejected_then_tell_of_the_refusal(
    desk: Desk, *, offer_id: str, organisation_id: str, defect: str, **_: Any
) -> None:
    _record(
        desk,
        kind="refusal",
        recipient=organisation_id,
        subject_id=offer_id,
        cause_type="grants.offer-rejected",
        reason=defect,
    )


def when_contract_is_signed_then_tell_of_it(
    desk: Desk, *, grant_id: str, organisation_id: str, amount_grosze: int, signed_on: date, **_: Any
) -> None:
    _record(
        desk,
        kind="contract",
        recipient=organisation_id,
        subject_id=grant_id,
        cause_type="grants.contract-signed",
        amount_grosze=amount_grosze,
        spoken_of_on=signed_on,
    )


def when_funds_are_disbursed_then_tell_of_the_payment(
    desk: Desk, *, grant_id: str, organisation_id: str, amount_grosze: int, value_on: date, **_: Any
) -> None:
    _record(
        desk,
        kind="payment",
        recipient=organisation_id,
        subject_id=grant_id,
        cause_type="payments.funds-disbursed",
        amount_grosze=amount_grosze,
        spoken_of_on=value_on,
    )


def when_report_falls_due_then_remind(
    desk: Desk, *, grant_id: str, organisation_id: str, due_on: date, **_: Any
) -> None:
    """UDPP art. 18(1): the day until which the report is to come."""
    _record(
        desk,
        kind="report-due",
        recipient=organisation_id,
        subject_id=grant_id,
        cause_type="grants.report-fallen-due",
        spoken_of_on=due_on,
    )


def when_grant_is_settled_then_tell_of_it(
    desk: Desk, *, grant_id: str, organisation_id: str, accepted_grosze: int, settled_on: date, **_: Any
) -> None:
    _record(
        desk,
        kind="settlement",
        recipient=organisation_id,
        subject_id=grant_id,
        cause_type="grants.grant-settled",
        amount_grosze=accepted_grosze,
        spoken_of_on=settled_on,
    )


def _record(
    desk: Desk,
    *,
    kind: Kind,
    recipient: str,
    subject_id: str,
    cause_type: str,
    amount_grosze: int | None = None,
    spoken_of_on: date | None = None,
    reason: str | None = None,
) -> None:
    cause = desk.act.cause
    assert cause is not None, "a reaction has a cause"
    cause_event_id = str(cause.event_id)
    key = notice_id(kind=kind, cause_event_id=cause_event_id)
    recorded = record_notice(
        desk.state(NOTICE, key),
        kind=kind,
        recipient=recipient,
        subject_id=subject_id,
        cause_event_id=cause_event_id,
        cause_type=cause_type,
        amount_grosze=amount_grosze,
        spoken_of_on=spoken_of_on,
        reason=reason,
    )
    desk.record(NOTICE, key, recorded)
