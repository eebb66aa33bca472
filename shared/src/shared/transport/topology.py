"""The streams of the bus, as code: made by us, compared at start, never by a framework's guess.

Three streams per service, kept for ever: EV_<SERVICE> carries contract messages, LOG_<SERVICE> the record of every
position, SEAL_<SERVICE> the checkpoints signed over them. Old servers pass over options they do not know without a
word, so what a server echoes is compared.
"""

from dataclasses import replace

from nats.js import JetStreamContext
from nats.js.api import RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import NotFoundError

DUPLICATE_WINDOW_SECONDS = 600
VERSIONS = range(1, 10)


class TopologyDiffers(Exception):
    """A stream or consumer on the server is not as we declare it; somebody must look before we publish a word."""


def events_stream(service: str) -> str:
    return f"EV_{service.upper()}"


def log_stream(service: str) -> str:
    return f"LOG_{service.upper()}"


def seal_stream(service: str) -> str:
    return f"SEAL_{service.upper()}"


def seal_subject(service: str) -> str:
    return f"seal.{service}"


def stream_configs(service: str, *, replicas: int | None = None) -> list[StreamConfig]:
    """replicas: on how many nodes of a cluster each lies; None: as the server has it, whatever that is."""
    configs = [
        # By version, not "any word": what is no fact cannot come to lie among facts. Not fact by fact either: a stream
        # that is there is never rewritten, and each new fact would ask for that; a tenth version may.
        _stream(events_stream(service), [f"{service}.*.v{version}" for version in VERSIONS]),
        _stream(log_stream(service), [f"log.{service}.>"]),
        _stream(seal_stream(service), [seal_subject(service)]),
    ]
    return [replace(config, num_replicas=replicas) for config in configs]


def own_streams(service: str) -> list[str]:
    """The names of a service's streams."""
    return [str(config.name) for config in stream_configs(service)]


async def ensure_streams(js: JetStreamContext, service: str, *, replicas: int | None = None) -> None:
    """Make what is missing, compare what is there. Raises TopologyDiffers."""
    for wanted in stream_configs(service, replicas=replicas):
        assert wanted.name is not None
        try:
            found = (await js.stream_info(wanted.name)).config
        except NotFoundError:
            found = (await js.add_stream(wanted)).config
        compare(wanted.name, wanted.as_dict(), found.as_dict())


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


def compare(name: str, wanted: dict[str, object], found: dict[str, object]) -> None:
    """Raises TopologyDiffers when the server has something else than we declare; what we leave open may be anything."""
    different = {
        key: (value, found.get(key))
        for key, value in wanted.items()
        if value is not None and _normal(value) != _normal(found.get(key))
    }
    if different:
        raise TopologyDiffers(f"{name}: wanted and found: {different}")


def _normal(value: object) -> object:
    return sorted(value) if isinstance(value, list) else value
