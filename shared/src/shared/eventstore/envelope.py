"""The envelope as stored bytes: made before the append; position and hlc come from the append."""

import json
from datetime import date
from uuid import UUID

import msgspec

from shared.eventstore.codec import Codec
from shared.eventstore.desk import Noted
from shared.eventstore.records import Act, Recorded
from shared.eventstore.store import FeedRow
from shared.kernel import hlc
from shared.kernel.canonical import canonical_json, instant_text
from shared.kernel.refusal import Refusal

ENVELOPE_BYTES_MAX = 900_000


class FactTooLarge(Refusal):
    rule = "A fact fits one message of the bus."
    status = 422


class _Envelope(msgspec.Struct):
    """Written in one go: the encoder sorts the fields, and writes these types as canonical JSON does."""

    event_id: UUID
    type: str
    type_version: int
    authority: str
    stream: str
    version: int
    acted_at: str
    effective_on: date
    actor: str
    on_behalf_of: str | None
    late_reason: str | None
    command_id: str | None
    correlation_id: str
    causation_id: UUID | None
    causes: dict[str, int]
    traceparent: str | None
    data: msgspec.Raw


_ENCODER = msgspec.json.Encoder(order="sorted")


def envelope_of(act: Act, noted: Noted, *, identity: UUID, data: bytes, type_name: str, type_version: int) -> bytes:
    """Canonical bytes of the envelope, without the place that only the append knows. Raises FactTooLarge.

    data  the fact's fields, in canonical JSON.
    The bus takes 1 048 576 bytes, headers included; what is stored and cannot be published would stop the relay.
    """
    cause = act.cause
    envelope = _ENCODER.encode(
        _Envelope(
            event_id=identity,
            type=type_name,
            type_version=type_version,
            authority=act.authority,
            stream=noted.stream,
            version=noted.version,
            acted_at=instant_text(act.acted_at),
            effective_on=noted.effective_on,
            actor=act.actor,
            on_behalf_of=act.on_behalf_of,
            late_reason=act.late_reason,
            command_id=act.command_id,
            correlation_id=act.correlation_id,
            causation_id=cause.event_id if cause else None,
            causes={cause.service: cause.position} if cause else {},
            traceparent=act.traceparent,
            data=msgspec.Raw(data),
        )
    )
    if len(envelope) > ENVELOPE_BYTES_MAX:
        raise FactTooLarge(f"{type_name} would take {len(envelope)} bytes of {ENVELOPE_BYTES_MAX}")
    return envelope


def with_place(envelope: bytes, *, position: int, stamp: int) -> bytes:
    """The envelope with position, hlc and recorded_at: a pure function of the row, so it can be made again."""
    return canonical_json(
        {
            **json.loads(envelope),
            "position": position,
            "hlc": hlc.text_of(stamp),
            "recorded_at": instant_text(hlc.instant_of(stamp)),
        }
    )


def recorded(codec: Codec, row: FeedRow) -> Recorded:
    """Decode a row of the feed, whatever version its event was stored in."""
    envelope = json.loads(row.state)
    data = envelope.pop("data")
    return Recorded(
        position=row.position,
        hlc=row.hlc,
        stream=row.stream,
        version=row.version,
        name=row.name,
        event_id=row.event_id,
        envelope=envelope,
        event=codec.event(row.name, data),
    )
