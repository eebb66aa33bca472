"""A draft of one append: decisions taken one after another, each on the states that the earlier ones left."""

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from eventsourcing.persistence import PersistenceError

from shared.eventstore.codec import Codec
from shared.eventstore.desk import Desk, Noted
from shared.eventstore.envelope import envelope_of
from shared.eventstore.records import Act, Batch, NewEvent, Receipt
from shared.eventstore.work import NotTaken, Refused, Work
from shared.kernel.aggregate import Aggregate
from shared.kernel.canonical import canonical_json
from shared.kernel.ids import event_id
from shared.kernel.refusal import NotYet, Refusal
from shared.telemetry import words

log = logging.getLogger(__name__)

Load = Callable[[Aggregate[Any], str], tuple[Any, int]]


class Publish(Protocol):
    """What outsiders are told of an event: a wire fact, or None."""

    def __call__(self, event: Any, *, key: str) -> Any | None: ...


@dataclass(slots=True)
class Decided:
    """How one piece of work was decided: `last` is the index of its last event in the batch."""

    work: Work
    last: int = 0
    refused: Refused | None = None
    fault: Exception | None = None
    status: str = "done"


@dataclass(slots=True)
class Draft:
    codec: Codec
    publish: Publish
    load: Load
    batch: Batch = field(default_factory=Batch)
    decided: list[Decided] = field(default_factory=list)
    states: dict[str, tuple[Any, int]] = field(default_factory=dict)
    settled_keys: set[str] = field(default_factory=set)
    _base_versions: dict[str, int] = field(default_factory=dict)
    _written: set[str] = field(default_factory=set)

    def decide(self, work: Work, *, park_because: str | None = None) -> Decided:
        """Decide one piece of work; a refusal or a fault leaves nothing behind but its own answer.

        park_because  why a message must not be tried (again): it is kept with this reason.
        """
        desk = Desk(work.act, self._look_up)
        decided = Decided(work)
        events: list[NewEvent] = []
        try:
            if park_because:
                decided.status = "parked"
                self._receive(work, "parked", park_because)
            else:
                work.decide(desk)
                events = [self._new_event(work.act, noted) for noted in desk.noted]
        except Refusal as refusal:
            decided.refused = Refused.of(refusal)
        except NotYet as wait:
            decided.status = "waiting"
            self._receive(work, "waiting", wait.reason, key=wait.key)
        except PersistenceError:
            raise  # the store is gone: nothing of this batch is decided
        except NotTaken as why:
            decided.fault = why
        except Exception as fault:  # a bug of ours: nothing is written for this one
            decided.fault = fault
            tied = words.about(correlation_id=work.act.correlation_id, traceparent=work.act.traceparent)
            log.exception("a decision failed", extra={**tied, work.kind_of_id: work.identity[-1]})
        self._take_over(desk, decided, events)
        self.decided.append(decided)
        return decided

    def _take_over(self, desk: Desk, decided: Decided, events: list[NewEvent]) -> None:
        if decided.fault:
            return
        self._fence(desk.read)
        if decided.refused is None and decided.status == "done":
            self.batch.events.extend(events)
            for noted in desk.noted:
                self._written.add(noted.stream)
                self.batch.fences.pop(noted.stream, None)
                self.settled_keys.add(noted.key)
            self.states.update(desk.states)
            if desk.noted:  # a text that no event refers to is not kept
                self.batch.texts.extend(desk.texts)
        decided.last = len(self.batch.events)
        if desk.act.cause:
            self.batch.cause_hlc = max(self.batch.cause_hlc, desk.act.cause.hlc)
        self._acknowledge(decided)

    def _acknowledge(self, decided: Decided) -> None:
        work = decided.work
        if work.command and not (decided.refused and decided.refused.retryable):
            answer = canonical_json({"refused": asdict(decided.refused) if decided.refused else None})
            key = work.command
            self.batch.receipts.append(Receipt(key.caller, key.command_id, key.body_hash, answer, decided.last))
        if work.message and decided.refused:
            # Another service's fact cannot be refused: that is a disagreement for a person to look at.
            decided.status = "parked"
            self._receive(work, "parked", f"{decided.refused.code}: {decided.refused.detail}")
        elif work.message and decided.status == "done":
            self._receive(work, "done", None)
            self.settled_keys.add(work.message.key)

    def _receive(self, work: Work, status: str, reason: str | None, *, key: str | None = None) -> None:
        assert work.message is not None, "only a message can wait"
        self.batch.inbox.append(work.message.row(status, reason, key=key))

    def _look_up(self, aggregate: Aggregate[Any], stream: str) -> tuple[Any, int]:
        if stream not in self.states:
            self.states[stream] = self.load(aggregate, stream)
            self._base_versions[stream] = self.states[stream][1]
        return self.states[stream]

    def _fence(self, streams: set[str]) -> None:
        """Hold the append to what was read or presumed: a stream that is elsewhere makes the batch decide again."""
        for stream in streams - self._written:
            self.batch.fences[stream] = self._base_versions[stream]

    def _new_event(self, act: Act, noted: Noted) -> NewEvent:
        name = self.codec.name(noted.event)
        stored_type, _, version = name.rpartition(".v")
        identity = event_id(act.authority, noted.stream, noted.version)
        state = envelope_of(
            act,
            noted,
            identity=identity,
            data=self.codec.encoded(noted.event),
            type_name=stored_type,
            type_version=int(version),
        )
        contract = self.publish(noted.event, key=noted.key)
        subject = message = None
        if contract is not None:
            subject = f"{contract.TYPE}.v{contract.VERSION}"
            message = envelope_of(
                act,
                noted,
                identity=identity,
                data=canonical_json(contract.model_dump()),
                type_name=contract.TYPE,
                type_version=contract.VERSION,
            )
        return NewEvent(noted.stream, noted.version, name, state, identity, subject, message)
