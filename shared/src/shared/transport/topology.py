"""The streams and consumers of the bus, as code: made by us, compared at start, never by a framework's guess.

Two streams per service, kept for ever: EV_<SERVICE> carries contract messages, LOG_<SERVICE> the record of every
position. Old servers pass over options they do not know without a word, so what a server echoes is compared.
"""

from collections.abc import Sequence

from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy, RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import NotFoundError

DUPLICATE_WINDOW_SECONDS = 600
ACK_WAIT_SECONDS = 4
"""How long a killed process holds back what it had taken. Short, since a second delivery changes nothing."""
UNACKNOWLEDGED_MAX = 64
VERSIONS = range(1, 10)


class TopologyDiffers(Exception):
    """A stream or consumer on the server is not as we declare it; somebody must look before we publish a word."""


def events_stream(service: str) -> str:
    return f"EV_{service.upper()}"


def log_stream(service: str) -> str:
    return f"LOG_{service.upper()}"


def stream_configs(service: str) -> list[StreamConfig]:
    return [
        # By version, not "any word": what is no fact cannot come to lie among facts. Not fact by fact either: a stream
        # that is there is never rewritten, and each new fact would ask for that; a tenth version may.
        _stream(events_stream(service), [f"{service}.*.v{version}" for version in VERSIONS]),
        _stream(log_stream(service), [f"log.{service}.>"]),
    ]


def consumer_config(service: str, subjects: Sequence[str], *, unacknowledged_max: int) -> ConsumerConfig:
    """A durable of `service` on another's EV stream. It redelivers without end: giving up is decided in our inbox."""
    return ConsumerConfig(
        name=service,
        durable_name=service,
        ack_policy=AckPolicy.EXPLICIT,
        deliver_policy=DeliverPolicy.ALL,
        ack_wait=ACK_WAIT_SECONDS,
        max_deliver=-1,
        max_ack_pending=unacknowledged_max,
        filter_subjects=sorted(subjects),
    )


async def ensure_streams(js: JetStreamContext, service: str) -> None:
    for wanted in stream_configs(service):
        assert wanted.name is not None
        try:
            found = (await js.stream_info(wanted.name)).config
        except NotFoundError:
            found = (await js.add_stream(wanted)).config
        _compare(wanted.name, wanted.as_dict(), found.as_dict())


async def ensure_consumer(js: JetStreamContext, publisher: str, wanted: ConsumerConfig) -> None:
    """Make the durable when it is not there; then compare.

    One that differs is not brought into line: with another filter the server would go on from where it is and never
    deliver what it had left out so far. Delete it instead; it is made again from the first message, and the inbox
    knows what was done.
    """
    stream = events_stream(publisher)
    assert wanted.durable_name is not None
    try:
        found = (await js.consumer_info(stream, wanted.durable_name)).config
    except NotFoundError:
        found = (await js.add_consumer(stream, wanted)).config
    assert found is not None
    _compare(f"{stream}/{wanted.durable_name}", wanted.as_dict(), found.as_dict())


def _stream(name: str, subjects: list[str]) -> StreamConfig:
    return StreamConfig(
        name=name,
        subjects=subjects,
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        max_age=0,
        max_msgs=-1,
        max_bytes=-1,
        duplicate_window=DUPLICATE_WINDOW_SECONDS,
        deny_delete=True,
        deny_purge=True,
    )


def _compare(name: str, wanted: dict[str, object], found: dict[str, object]) -> None:
    different = {
        key: (value, found.get(key))
        for key, value in wanted.items()
        if value is not None and _normal(value) != _normal(found.get(key))
    }
    if different:
        raise TopologyDiffers(f"{name}: wanted and found: {different}")


def _normal(value: object) -> object:
    return sorted(value) if isinstance(value, list) else value
