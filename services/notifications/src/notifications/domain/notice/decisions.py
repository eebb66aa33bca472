"""When a notice is new."""

from datetime import date
from typing import Literal

from notifications.domain.notice.events import NoticeRecorded
from notifications.domain.notice.state import NoticeState, Recorded

Kind = Literal[
    "call-opened",
    "call-extended",
    "award",
    "refusal",
    "contract",
    "payment",
    "report-due",
    "settlement",
    "deadline-missed",
    "report-published",
]


def notice_id(*, kind: Kind, cause_event_id: str) -> str:
    """The notice of a kind that a fact gives: the same fact told twice names the same notice."""
    return f"{kind}-{cause_event_id}"


def record_notice(
    state: NoticeState,
    *,
    kind: Kind,
    recipient: str,
    subject_id: str,
    cause_event_id: str,
    cause_type: str,
    amount_grosze: int | None = None,
    spoken_of_on: date | None = None,
    reason: str | None = None,
) -> list[NoticeRecorded]:
    """Record a notice. Nothing happens when the fact has given it already. Never refuses."""
    if isinstance(state, Recorded):
        return []
    return [
        NoticeRecorded(
            notice_id=notice_id(kind=kind, cause_event_id=cause_event_id),
            kind=kind,
            recipient=recipient,
            subject_id=subject_id,
            cause_event_id=cause_event_id,
            cause_type=cause_type,
            amount_grosze=amount_grosze,
            spoken_of_on=spoken_of_on,
            reason=reason,
        )
    ]
