"""A service's durables on others' EV streams: named after what they listen to, so that a new reaction needs no hand.

A durable's filter cannot be widened: the server would go on from where it is and never deliver what it had left out. So
another set of subjects makes another durable. It starts where nothing is lost: for a subject that an older durable of
ours has listened to, after what was acknowledged there (an acknowledgement follows the append); for a new one, at its
first message. What comes twice the inbox knows. The older durable goes once nobody has taken from it for a while:
during a rolling update the replica of the older version still does. See docs/decisions/0014.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, ConsumerInfo, DeliverPolicy
from nats.js.errors import APIError, NotFoundError

from shared.kernel.canonical import canonical_json
from shared.transport.binding import BoundReaction
from shared.transport.topology import TopologyDiffers, compare, events_stream

ACK_WAIT_SECONDS = 4
"""How long a killed process holds back what it had taken. Short, since a second delivery changes nothing."""
UNACKNOWLEDGED_MAX = 64
IDLE_LOOKS_BEFORE_REMOVAL = 10
_FROM_A_KNOWN_PLACE = (DeliverPolicy.ALL, DeliverPolicy.BY_START_SEQUENCE)


def consumer_config(service: str, subjects: Sequence[str], *, unacknowledged_max: int) -> ConsumerConfig:
    """A durable of `service` on another's EV stream. It redelivers without end: giving up is decided in our inbox."""
    what = canonical_json([sorted(subjects), ACK_WAIT_SECONDS, unacknowledged_max])
    name = f"{service}-{hashlib.sha256(what).hexdigest()[:8]}"
    return ConsumerConfig(
        name=name,
        durable_name=name,
        ack_policy=AckPolicy.EXPLICIT,
        deliver_policy=DeliverPolicy.ALL,
        ack_wait=ACK_WAIT_SECONDS,
        max_deliver=-1,
        max_ack_pending=unacknowledged_max,
        filter_subjects=sorted(subjects),
    )


def subjects_by_publisher(reactions: Mapping[str, BoundReaction]) -> dict[str, list[str]]:
    """Whose facts a service hears, and which."""
    subjects: dict[str, list[str]] = defaultdict(list)
    for subject, bound in reactions.items():
        subjects[bound.publisher].append(subject)
    return subjects


def is_ours(service: str, name: str) -> bool:
    """Whether a durable bears a name that this service gives, or gave before names told their subjects."""
    return name == service or re.fullmatch(rf"{re.escape(service)}-[0-9a-f]{{8}}", name) is not None


async def ours_on(js: JetStreamContext, service: str, publisher: str) -> list[ConsumerInfo]:
    """The durables of a service on another's stream, as they stand. One answer of the server holds 256 of a stream."""
    return [info for info in await js.consumers_info(events_stream(publisher)) if is_ours(service, info.name)]


async def ensure_consumer(js: JetStreamContext, service: str, publisher: str, wanted: ConsumerConfig) -> None:
    """Make the durable when it is not there, from the right message; then compare. Raises TopologyDiffers."""
    stream = events_stream(publisher)
    assert wanted.durable_name is not None
    try:
        found = (await js.consumer_info(stream, wanted.durable_name)).config
    except NotFoundError:
        start = await _first_to_deliver(js, service, publisher, wanted.filter_subjects or [])
        begun = replace(wanted, deliver_policy=DeliverPolicy.BY_START_SEQUENCE, opt_start_seq=start)
        try:
            found = (await js.add_consumer(stream, begun)).config
        except APIError:
            # Another replica has made it meanwhile, perhaps from a later message: both places are right.
            found = (await js.consumer_info(stream, wanted.durable_name)).config
    assert found is not None
    if found.deliver_policy not in _FROM_A_KNOWN_PLACE:
        raise TopologyDiffers(f"{stream}/{wanted.durable_name}: it delivers {found.deliver_policy}, not from the first")
    compare(
        f"{stream}/{wanted.durable_name}", wanted.as_dict(), {**found.as_dict(), "deliver_policy": DeliverPolicy.ALL}
    )


async def _first_to_deliver(js: JetStreamContext, service: str, publisher: str, subjects: Sequence[str]) -> int:
    """The sequence at which a durable on these subjects may begin without passing over anything that was not done."""
    before = [info for info in await ours_on(js, service, publisher) if _tells_what_was_done(info)]
    return min([await _first_not_done(js, events_stream(publisher), subject, before) for subject in subjects])


async def _first_not_done(js: JetStreamContext, stream: str, subject: str, before: Sequence[ConsumerInfo]) -> int:
    done = [
        info.ack_floor.stream_seq
        for info in before
        if info.ack_floor and info.config.filter_subjects and subject in info.config.filter_subjects
    ]
    if done:
        return max(done) + 1
    # The end is looked up first: should there be no message, one that is published meanwhile comes after it.
    last = (await js.stream_info(stream)).state.last_seq
    try:
        found = (await js.get_msg(stream, seq=1, subject=subject, next=True)).seq
    except NotFoundError:
        return last + 1
    return found or 1


def _tells_what_was_done(info: ConsumerInfo) -> bool:
    """Up to its floor, such a durable has delivered all of its subjects, and we had stored what became of each."""
    return info.config.ack_policy == AckPolicy.EXPLICIT and info.config.deliver_policy in _FROM_A_KNOWN_PLACE


class Retirement:
    """Removes older durables of a service, each once it has stood idle for a while.

    Should it be in use all the same, its user makes it again, at the right place: that follows from acknowledgements.
    """

    def __init__(self, service: str) -> None:
        self._service = service
        self._idle: Counter[tuple[Any, ...]] = Counter()

    async def look(self, js: JetStreamContext, publisher: str, current: str, ours: Sequence[ConsumerInfo]) -> list[str]:
        """Look once; returns the names of those removed. `ours` must hold the current one: never remove the last."""
        others = [info for info in ours if info.name != current]
        if len(others) == len(ours):
            return []
        states = {self._state(publisher, info): info.name for info in others if not info.num_waiting}
        self._idle = Counter({s: n for s, n in self._idle.items() if s[0] != publisher or s in states})
        self._idle.update(states.keys())
        idle = [name for state, name in states.items() if self._idle[state] >= IDLE_LOOKS_BEFORE_REMOVAL]
        for name in idle:
            await js.delete_consumer(events_stream(publisher), name)
        return idle

    def _state(self, publisher: str, info: ConsumerInfo) -> tuple[Any, ...]:
        """One that is used never shows the same twice for long: it takes, or waits for something to take."""
        taken = info.delivered.consumer_seq if info.delivered else 0
        return (publisher, info.name, taken)
