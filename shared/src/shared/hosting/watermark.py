"""A service's watermark: an instant that its store has passed, asked for by whoever needs a complete answer."""

from collections.abc import Callable
from typing import Any, ClassVar

from shared.eventstore.store import Store
from shared.kernel import hlc
from shared.messages.fields import Question
from shared.transport.binding import Connection


class WATERMARK(Question):
    """Nothing will be recorded in this store at or before the answer's hlc beyond the answer's position."""

    NAME: ClassVar = "watermark"


def watermark(store: Store) -> Callable[[Connection], dict[str, Any]]:
    def answer(connection: Connection) -> dict[str, Any]:
        base = store.watermark()
        row = connection.execute(
            "SELECT coalesce(max(notification_id), 0) AS position FROM events WHERE subject IS NOT NULL"
        ).fetchone()
        assert row is not None
        return {"position": base.position, "hlc": hlc.text_of(base.hlc), "message_position": row["position"]}

    return answer
