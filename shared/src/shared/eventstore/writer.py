"""The single writer of a service: work queues, is decided in memory in one batch, and is appended in one transaction.

Being single is for speed only. Safety is the version check of every stream read or written, the receipt's key and
the inbox's key: two writers at once conflict, look again and decide again. A lost commit reply is the same case.
"""

import json
import logging
import queue
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import replace
from typing import Any, NamedTuple
from uuid import UUID

from eventsourcing.persistence import DataError, IntegrityError, InternalError, PersistenceError, ProgrammingError

from shared.eventstore.codec import Codec
from shared.eventstore.drafting import Draft, Publish
from shared.eventstore.records import InboxRow, StoredReceipt
from shared.eventstore.store import Base, Store
from shared.eventstore.work import Message, Outcome, Refused, Work
from shared.kernel.aggregate import Aggregate
from shared.telemetry import counters, traces

BATCH_MAX = 64
QUEUE_MAX = 10_000
CACHED_STREAMS_MAX = 50_000
ATTEMPTS_MAX = 20
TRIES_BEFORE_PARKING = 8
CONFLICTS_TOGETHER_MAX = 8
# Each conflict means that another writer has got on. It answers in milliseconds, so patience is cheap.
CONFLICTS_MAX = 200

log = logging.getLogger(__name__)


class WriterBusy(Exception):
    """The queue is full, or the store could not be reached for long: nothing is known to be done; try again."""


class CommandIdReused(Exception):
    """The same command id came with another body."""


class _Cached(NamedTuple):
    """A stream as last read or written; what was appended since is read when there were conflicts since."""

    state: Any
    version: int
    conflicts: int


class Writer:
    """Start it once per process; `submit` from any thread.

    revive     makes work again from a kept message, for those that wait;
    on_append  is called after each commit, in the writer's thread.
    """

    def __init__(
        self,
        store: Store,
        codec: Codec,
        publish: Publish,
        *,
        revive: Callable[[Message], Work] | None = None,
        on_append: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._codec = codec
        self._publish = publish
        self._revive = revive
        self._on_append = on_append
        self._queue: queue.Queue[Work | None] = queue.Queue(QUEUE_MAX)
        self._later: list[Work] = []
        self._queued_again: set[tuple[str, ...]] = set()
        self._unwoken: set[str] = set()
        self._tries: Counter[tuple[str, ...]] = Counter()
        self._cache: OrderedDict[str, _Cached] = OrderedDict()
        self._conflicts = 0
        self._presuming = True
        self._presumed = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)

    def start(self) -> None:
        if self._revive:
            for row in self._store.unfinished("waiting"):
                self._enqueue_again(row)
        if not self._stopping.is_set():
            self._thread.start()

    def stop(self, *, timeout_seconds: float = 20) -> None:
        """Finish what is queued, then stop. One that was not started yet tells those who wait that it will not be."""
        self._stopping.set()
        with suppress(queue.Full):
            self._queue.put_nowait(None)  # wakes it; where there is no place for the word, it is awake
        if self._thread.ident is not None:
            self._thread.join(timeout_seconds)
            return
        with suppress(queue.Empty):
            while True:
                if work := self._queue.get_nowait():
                    _fail(work, WriterBusy("the service is stopping"))

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    @property
    def queued(self) -> int:
        """How much work waits for its turn."""
        return self._queue.qsize() + len(self._later)

    def submit(self, work: Work) -> "Future[Outcome]":
        if self._stopping.is_set():
            work.answer.set_exception(WriterBusy("the service is stopping"))
            return work.answer
        try:
            self._queue.put_nowait(work)
        except queue.Full:
            work.answer.set_exception(WriterBusy("the writer's queue is full"))
        return work.answer

    def _run(self) -> None:
        while self._later or not (self._stopping.is_set() and self._queue.empty()):
            works = self._drain()
            try:
                self._settle(works)
                if self._unwoken and self._queue.empty():
                    self._wake()
            except Exception as error:
                log.exception("a batch could not be settled")
                for work in works:
                    _fail(work, error)

    def _drain(self) -> list[Work]:
        """Up to a batch of work, first come first served; a second sending of the same waits for the next."""
        works, self._later = self._later[:BATCH_MAX], self._later[BATCH_MAX:]
        while len(works) < BATCH_MAX:
            try:
                work = self._queue.get(block=not works)
            except queue.Empty:
                break
            if work is None:
                break
            works.append(work)
        unique: dict[tuple[str, ...], Work] = {}
        for work in works:
            self._queued_again.discard(work.identity)
            if unique.setdefault(work.identity, work) is not work:
                self._later.append(work)
        return list(unique.values())

    def _settle(self, works: list[Work]) -> None:
        """Decide and append, again and again until the store agrees; then answer."""
        unreached = conflicts = 0
        while unreached < ATTEMPTS_MAX and conflicts < CONFLICTS_MAX:
            try:
                self._decide_and_append([work for work in works if not work.answer.done()])
            except (DataError, ProgrammingError, InternalError) as error:
                # The store cannot take something in this batch, and never will: the others must not suffer for it.
                self._doubt(conflicts)
                if len(works) == 1:
                    _fail(works[0], error)
                return self._settle_one_by_one(works)
            except IntegrityError:
                conflicts += 1
                self._doubt(conflicts)
                if conflicts >= CONFLICTS_TOGETHER_MAX and len(works) > 1:
                    return self._settle_one_by_one(works)
            except PersistenceError as error:
                # The commit may have happened: look up what is stored before deciding again.
                self._doubt(conflicts)
                log.warning("the store did not answer, attempt %d: %s", unreached + 1, error)
                time.sleep(min(2.0, 0.05 * 2**unreached))
                unreached += 1
            else:
                self._presuming = True
                return None
        for work in works:
            _fail(work, WriterBusy("the store could not be reached, or another writer was always first"))
            if work.message and work.message.again:
                self._unwoken.add(work.message.key)
        return None

    def _doubt(self, conflicts: int) -> None:
        """Cached streams may have moved on: read what is new in each. Should that not help, read them whole."""
        self._conflicts += 1
        self._presuming = False
        counters.CONFLICTS.inc()
        if conflicts == CONFLICTS_MAX // 2:
            self._cache.clear()

    def _decide_and_append(self, works: list[Work]) -> None:
        open_work, parked = self._answer_known(works)
        if not open_work:
            return
        self._presumed = False
        draft = self._decide(open_work, parked)
        if self._presumed and any(decided.fault for decided in draft.decided):
            # What fails is not held to what it read. Nothing is said of it on a presumption.
            self._presuming = False
            draft = self._decide(open_work, parked)
        with (
            traces.spans("append", lambda: [work.act.traceparent for work in open_work]),
            counters.appending(len(open_work)),
        ):
            base = self._store.append(draft.batch)
        self._finish(draft, base)

    def _decide(self, works: list[Work], parked_keys: set[str]) -> Draft:
        draft = Draft(self._codec, self._publish, self._load)
        parked = set(parked_keys)
        for work in works:
            decided = draft.decide(work, park_because=_reason_to_park(work, parked))
            if decided.status == "parked" and work.message:
                parked.add(work.message.key)
        return draft

    def _settle_one_by_one(self, works: list[Work]) -> None:
        for work in works:
            if not work.answer.done():
                self._settle([work])

    def _answer_known(self, works: list[Work]) -> tuple[list[Work], set[str]]:
        """Answer what was done before this batch. Gives the rest, and the keys under which a message is parked: what
        comes later under one of them must not overtake it. What an earlier batch woke is looked up on the way."""
        commands = [w.command for w in works if w.command]
        messages = [w.message for w in works if w.message]
        receipts = self._store.receipts([(c.caller, c.command_id) for c in commands]) if commands else {}
        keys = {m.key for m in messages if not m.again}
        statuses: dict[tuple[str, UUID], str] = {}
        unfinished: list[InboxRow] = []
        if messages:
            places = [(m.publisher, m.event_id) for m in messages]
            statuses, unfinished = self._store.inbox_look(places, sorted(keys | self._unwoken))
            self._enqueue_woken(unfinished)
        rest = []
        for work in works:
            if work.command and (receipt := receipts.get((work.command.caller, work.command.command_id))):
                _answer_from_receipt(work, receipt)
            elif work.message and _dealt_with(
                work.message, statuses.get((work.message.publisher, work.message.event_id))
            ):
                counters.MESSAGES.labels(work.message.publisher, "repeated").inc()
                _tell(work, Outcome(0, 0, repeated=True))
            else:
                rest.append(work)
        return rest, {row.key for row in unfinished if row.status == "parked" and row.key in keys}

    def _load(self, aggregate: Aggregate[Any], stream: str) -> tuple[Any, int]:
        known = self._cache.get(stream)
        if known is None:
            if aggregate.met_new and self._presuming:
                self._presumed = True
                return aggregate.initial, 0
            known = _Cached(aggregate.initial, 0, -1)
        state, version = known.state, known.version
        if known.conflicts != self._conflicts:
            for row in self._store.select_events(stream, gt=version):
                state = aggregate.evolve(state, self._codec.event(row.topic, json.loads(row.state)["data"]))
                version = row.originator_version
        self._remember(stream, state, version)
        return state, version

    def _remember(self, stream: str, state: Any, version: int) -> None:
        self._cache[stream] = _Cached(state, version, self._conflicts)
        self._cache.move_to_end(stream)
        if len(self._cache) > CACHED_STREAMS_MAX:
            self._cache.popitem(last=False)

    def _finish(self, draft: Draft, base: Base) -> None:
        for stream, (state, version) in draft.states.items():
            self._remember(stream, state, version)
        if draft.batch.events:
            self._on_append()
            counters.appended(event.name for event in draft.batch.events)
        for decided in draft.decided:
            if decided.refused:
                counters.REFUSALS.labels(decided.refused.code).inc()
            if decided.fault:
                self._failed(decided.work, decided.fault)
            else:
                if decided.work.message:
                    counters.MESSAGES.labels(decided.work.message.publisher, decided.status).inc()
                place = (base.position + decided.last, base.hlc + decided.last)
                _tell(decided.work, Outcome(*place, decided.refused, status=decided.status))
        if self._revive:
            self._unwoken |= draft.settled_keys

    def _wake(self) -> None:
        """Queue again what waits under settled keys. When the store does not answer, the next batch does it."""
        try:
            self._enqueue_woken(self._store.inbox_look([], sorted(self._unwoken))[1])
        except PersistenceError as error:
            log.warning("what waits could not be looked up: %s", error)

    def _enqueue_woken(self, unfinished: list[InboxRow]) -> None:
        for row in unfinished:
            if row.status == "waiting" and row.key in self._unwoken:
                self._enqueue_again(row)
        self._unwoken = set()

    def _failed(self, work: Work, fault: Exception) -> None:
        """The sender tries again; a message that waited has no sender any more, so its tries are counted here."""
        _fail(work, fault)
        if work.message and work.message.again and self._revive:
            self._tries[work.identity] += 1
            tries = self._tries[work.identity]
            too_often = f"failed {tries} times: {type(fault).__name__}" if tries >= TRIES_BEFORE_PARKING else None
            self._later.append(self._revive(replace(work.message, park_because=too_often)))

    def _enqueue_again(self, row: InboxRow) -> None:
        assert self._revive is not None
        message = Message(row.publisher, row.event_id, row.position, row.hlc, row.key, row.message or b"", again=True)
        work = self._revive(message)
        if work.identity not in self._queued_again:
            self._queued_again.add(work.identity)
            self._later.append(work)


def _reason_to_park(work: Work, parked_keys: set[str]) -> str | None:
    message = work.message
    if message is None:
        return None
    if message.again:
        return message.park_because
    return message.park_because or (
        "an earlier message of the same key is parked" if message.key in parked_keys else None
    )


def _dealt_with(message: Message, status: str | None) -> bool:
    return status == "done" or (status is not None and not message.again)


def _answer_from_receipt(work: Work, receipt: StoredReceipt) -> None:
    assert work.command is not None
    if receipt.body_hash != work.command.body_hash:
        _fail(work, CommandIdReused(work.command.command_id))
        return
    refused = json.loads(receipt.answer)["refused"]
    _tell(work, Outcome(receipt.position, receipt.hlc, Refused(**refused) if refused else None, repeated=True))


def _tell(work: Work, outcome: Outcome) -> None:
    """Who asked may have gone away by now; that changes nothing for the others of the batch."""
    with suppress(InvalidStateError):
        work.answer.set_result(outcome)


def _fail(work: Work, error: Exception) -> None:
    with suppress(InvalidStateError):
        work.answer.set_exception(error)
