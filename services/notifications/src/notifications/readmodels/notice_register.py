"""The notice register: everybody who is to be told something, in the order in which it was taken down."""

from datetime import UTC
from typing import Any

import psycopg

from notifications.domain.notice import NoticeRecorded
from shared.eventstore.projections import Recorded
from shared.kernel import hlc
from shared.kernel.canonical import instant_text


class NoticeRegister:
    """Follows notices."""

    name = "notice_register"

    def project(self, cursor: psycopg.Cursor[dict[str, Any]], recorded: Recorded) -> None:
        match recorded.event:
            case NoticeRecorded() as event:
                cursor.execute(
                    "INSERT INTO notice_register VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                    (
                        recorded.position,
                        event.notice_id,
                        event.kind,
                        event.recipient,
                        event.subject_id,
                        event.cause_event_id,
                        event.cause_type,
                        event.amount_grosze,
                        event.spoken_of_on,
                        event.reason,
                        recorded.effective_on,
                        hlc.instant_of(recorded.hlc),
                    ),
                )


def notices(connection: psycopg.Connection[dict[str, Any]], *, subject_id: str | None, limit: int) -> dict[str, Any]:
    """Notices about one call or grant, or of all, the latest first; amounts in grosze. Nobody told is an empty list."""
    rows = connection.execute(
        "SELECT notice_id, kind, recipient, subject_id, cause_event_id, cause_type, amount_grosze, spoken_of_on,"
        " reason, effective_on, recorded_at FROM notice_register"
        " WHERE %(subject_id)s::text IS NULL OR subject_id = %(subject_id)s ORDER BY position DESC LIMIT %(limit)s",
        {"subject_id": subject_id, "limit": limit},
    ).fetchall()
    return {"notices": [_plain(row) for row in rows]}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    spoken_of_on = row["spoken_of_on"]
    return {
        **row,
        "spoken_of_on": spoken_of_on.isoformat() if spoken_of_on else None,
        "effective_on": row["effective_on"].isoformat(),
        "recorded_at": instant_text(row["recorded_at"].astimezone(UTC)),
    }
