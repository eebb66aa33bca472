"""How far a service has come, asked for by whoever needs a complete answer: its store, and its stream of facts."""

from typing import Any, ClassVar

from shared.eventstore.store import Store
from shared.kernel import hlc
from shared.messages.fields import Question
from shared.transport.binding import BoundQuestion, Connection, answering
from shared.transport.relay import newest_of_ours
from shared.transport.topology import events_stream


class WATERMARK(Question):
    """Nothing will be recorded in this store at or before the answer's hlc beyond the answer's position."""

    NAME: ClassVar = "watermark"


class PUBLISHED(Question):
    """This service's stream of facts holds every message of its store up to the answer's position."""

    NAME: ClassVar = "published"


def watermark(store: Store) -> BoundQuestion:
    def answer(connection: Connection) -> dict[str, Any]:
        base = store.watermark()
        row = connection.execute(
            "SELECT coalesce(max(notification_id), 0) AS position FROM events WHERE subject IS NOT NULL"
        ).fetchone()
        assert row is not None
        return {"position": base.position, "hlc": hlc.text_of(base.hlc), "message_position": row["position"]}

    return answering(WATERMARK, answer)


def published() -> BoundQuestion:
    """Read from the stream itself: another replica's relay may be the one that publishes."""
    found = {"position": 0}

    async def look(host: Any) -> None:
        _, found["position"] = await newest_of_ours(host.js, events_stream(host.service.name))

    def answer(_: Connection) -> dict[str, Any]:
        return dict(found)

    return answering(PUBLISHED, answer, before=look)
