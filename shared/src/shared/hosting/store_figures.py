"""Figures that every service has: its store's head, its inbox, its read models, and what its relays have left."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from shared.telemetry.figures import Connection, Figure, ReadFigures, age_seconds

COUNTED_MAX = 100_000
"""More is not counted on: by then the number says "far too many", and a scrape must stay cheap."""


@dataclass(frozen=True, slots=True)
class Sent:
    """How far a lane has come: "EV" or "LOG", whether only messages are sent there, and the last position sent."""

    lane: str
    only_messages: bool
    position: int


def of_store(connection: Connection, now: float) -> Iterator[Figure]:  # noqa: ARG001 - the form of every reader
    row = connection.execute("SELECT position FROM head").fetchone()
    assert row is not None
    yield Figure("grosz_store_position", "Position of the last event in the store.", row["position"])


def of_inbox(connection: Connection, now: float) -> Iterator[Figure]:
    """Both states are always told: none is 0."""
    rows = connection.execute(
        "SELECT status, count(*) AS number, min(hlc) FILTER (WHERE hlc > 0) AS oldest FROM inbox "
        "WHERE status <> 'done' GROUP BY status"
    ).fetchall()
    found = {row["status"]: row for row in rows}
    for status in ("waiting", "parked"):
        row = found.get(status, {"number": 0, "oldest": None})
        labels = {"status": status}
        yield Figure("grosz_inbox_messages", "Messages kept undone, by state.", row["number"], labels)
        yield Figure(
            "grosz_inbox_oldest_age_seconds",
            "Age of the oldest message kept undone, since its service recorded it.",
            age_seconds(row["oldest"], now),
            labels,
        )


def of_seals(connection: Connection, now: float) -> Iterator[Figure]:
    """Nothing in a database that knows no checkpoints."""
    there = connection.execute("SELECT to_regclass('seals') IS NOT NULL AS there").fetchone()
    if not there or not there["there"]:
        return
    row = connection.execute(
        "SELECT hlc FROM events WHERE notification_id = (SELECT coalesce(max(size), 0) + 1 FROM seals)"
    ).fetchone()
    yield Figure(
        "grosz_checkpoint_unsealed_age_seconds",
        "Age of the oldest record that no signed checkpoint covers; 0 when all are covered.",
        age_seconds(row["hlc"] if row else None, now),
    )


def of_projections(names: Sequence[str]) -> ReadFigures:
    def read(connection: Connection, now: float) -> Iterator[Figure]:
        rows = connection.execute(
            "SELECT n.name, coalesce(p.position, 0) AS position, h.position AS head, "
            "(SELECT e.hlc FROM events e WHERE e.notification_id = coalesce(p.position, 0) + 1) AS next "
            "FROM unnest(%s::text[]) AS n (name) CROSS JOIN head h LEFT JOIN projections p USING (name)",
            (list(names),),
        ).fetchall()
        for row in rows:
            labels = {"projection": row["name"]}
            position = row["position"]
            behind = max(0, row["head"] - position)
            yield Figure("grosz_projection_position", "Last event that a read model has taken.", position, labels)
            yield Figure("grosz_projection_lag_events", "Events that a read model has not taken yet.", behind, labels)
            yield Figure(
                "grosz_projection_lag_seconds",
                "Age of the first event that a read model has not taken; 0 when it has all.",
                age_seconds(row["next"] if behind else None, now),
                labels,
            )

    return read


def of_outbox(sent: Callable[[], Sequence[Sent]]) -> ReadFigures:
    """`sent` tells the lanes that this process fills, once it knows how far they have come."""

    def read(connection: Connection, now: float) -> Iterator[Figure]:
        for lane in sent():
            condition = "AND subject IS NOT NULL" if lane.only_messages else ""
            row = connection.execute(
                f"SELECT count(*) AS number, min(hlc) AS oldest FROM (SELECT hlc FROM events "  # noqa: S608 - our own words
                f"WHERE notification_id > %s {condition} ORDER BY notification_id LIMIT {COUNTED_MAX}) AS unsent",
                (lane.position,),
            ).fetchone()
            assert row is not None
            labels = {"lane": lane.lane}
            yield Figure(
                "grosz_outbox_unpublished_messages",
                f"Messages in the store that are not on the bus yet, counted up to {COUNTED_MAX}.",
                row["number"],
                labels,
            )
            yield Figure(
                "grosz_outbox_oldest_unpublished_age_seconds",
                "Age of the oldest message that is not on the bus yet.",
                age_seconds(row["oldest"], now),
                labels,
            )

    return read
