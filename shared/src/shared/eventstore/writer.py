"""The single writer of a service: work queues, is decided in memory in one batch, and is appended in one transaction.

Being single is for speed only. Safety is the version check of every stream read or written, the receipt's key and
the inbox's key: two writers at once conflict, look again and decide again. A lost commit reply is the same case.
"""

import json
import logging
import queue
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from eventsourcing.persistence import IntegrityError, PersistenceError

from shared.eventstore.codec import Codec
from shared.eventstore.drafting import Draft, Publish
from shared.eventstore.records import StoredReceipt
from shared.eventstore.store import Base, Store
from shared.eventstore.work import Message, Outcome, Refused, Work
from shared.kernel.aggregate import Aggregate

BATCH_MAX = 64
QUEUE_MAX = 10_000
CACHED_STREAMS_MAX = 50_000
ATTEMPTS_MAX = 20

log = logging.getLogger(__name__)


class WriterBusy(Exception):
    """The queue is full, or the store could not be reached for long: nothing is known to be done; try again."""


class CommandIdReused(Exception):
    """The same command id came with another body."""


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
        self._cache: OrderedDict[str, tuple[Any, int]] = OrderedDict()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)

    def start(self) -> None:
        if self._revive:
            for row in self._store.unfinished("waiting"):
                self._enqueue_again(row.key, [row])
        self._thread.start()

    def stop(self, *, timeout_seconds: float = 20) -> None:
        """Finish what is queued, then stop."""
        self._queue.put(None)
        self._thread.join(timeout_seconds)

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    def submit(self, work: Work) -> "Future[Outcome]":
        try:
            self._queue.put_nowait(work)
        except queue.Full:
            work.answer.set_exception(WriterBusy("the writer's queue is full"))
        return work.answer

    def _run(self) -> None:
        stopping = False
        while not stopping or self._later:
            works, stopping = self._drain(stopping)
            try:
                self._settle(works)
            except Exception as error:
                log.exception("a batch could not be settled")
                for work in works:
                    _fail(work, error)

    def _drain(self, stopping: bool) -> tuple[list[Work], bool]:
        """Up to a batch of work, first come first served; a second sending of the same waits for the next."""
        works, self._later = self._later[:BATCH_MAX], self._later[BATCH_MAX:]
        while len(works) < BATCH_MAX and not stopping:
            try:
                work = self._queue.get(block=not works)
            except queue.Empty:
                break
            if work is None:
                stopping = True
            else:
                works.append(work)
        unique: dict[tuple[str, ...], Work] = {}
        for work in works:
            if unique.setdefault(work.identity, work) is not work:
                self._later.append(work)
        return list(unique.values()), stopping

    def _settle(self, works: list[Work]) -> None:
        """Decide and append, again and again until the store agrees; then answer."""
        for attempt in range(ATTEMPTS_MAX):
            try:
                open_work = self._answer_known(works)
                if not open_work:
                    return
                draft = Draft(self._codec, self._publish, self._load)
                parked = self._parked_keys(open_work)
                for work in open_work:
                    draft.decide(work, park_because=_reason_to_park(work, parked))
                base = self._store.append(draft.batch)
            except IntegrityError:
                self._cache.clear()
            except PersistenceError as error:
                # The commit may have happened: look up what is stored before deciding again.
                self._cache.clear()
                log.warning("the store did not answer, attempt %d: %s", attempt + 1, error)
                time.sleep(min(2.0, 0.05 * 2**attempt))
            else:
                self._finish(draft, base)
                return
            works = [work for work in works if not work.answer.done()]
        for work in works:
            _fail(work, WriterBusy("the store could not be reached"))

    def _answer_known(self, works: list[Work]) -> list[Work]:
        """Answer what was done before this batch; give back the rest."""
        commands = [w.command for w in works if w.command]
        messages = [w.message for w in works if w.message]
        receipts = self._store.receipts([(c.caller, c.command_id) for c in commands]) if commands else {}
        statuses = self._store.inbox_status([(m.publisher, m.event_id) for m in messages]) if messages else {}
        rest = []
        for work in works:
            if work.command and (receipt := receipts.get((work.command.caller, work.command.command_id))):
                _answer_from_receipt(work, receipt)
            elif work.message and _dealt_with(
                work.message, statuses.get((work.message.publisher, work.message.event_id))
            ):
                work.answer.set_result(Outcome(0, 0, repeated=True))
            else:
                rest.append(work)
        return rest

    def _parked_keys(self, works: list[Work]) -> set[str]:
        """Keys with a parked message: what comes later under the same key must not overtake it."""
        keys = {work.message.key for work in works if work.message and not work.message.again}
        return {row.key for row in self._store.unfinished("parked", keys=sorted(keys))} if keys else set()

    def _load(self, aggregate: Aggregate[Any], stream: str) -> tuple[Any, int]:
        if stream in self._cache:
            self._cache.move_to_end(stream)
            return self._cache[stream]
        stored = self._store.select_events(stream)
        state = aggregate.initial
        for row in stored:
            state = aggregate.evolve(state, self._codec.event(row.topic, json.loads(row.state)["data"]))
        self._remember(stream, state, len(stored))
        return state, len(stored)

    def _remember(self, stream: str, state: Any, version: int) -> None:
        self._cache[stream] = (state, version)
        if len(self._cache) > CACHED_STREAMS_MAX:
            self._cache.popitem(last=False)

    def _finish(self, draft: Draft, base: Base) -> None:
        for stream, (state, version) in draft.states.items():
            self._remember(stream, state, version)
        if draft.batch.events:
            self._on_append()
        if draft.settled_keys and self._revive:
            for row in self._store.unfinished("waiting", keys=sorted(draft.settled_keys)):
                self._enqueue_again(row.key, [row])
        for decided in draft.decided:
            if decided.fault:
                _fail(decided.work, decided.fault)
            else:
                decided.work.answer.set_result(
                    Outcome(
                        base.position + decided.last, base.hlc + decided.last, decided.refused, status=decided.status
                    )
                )

    def _enqueue_again(self, key: str, rows: list[Any]) -> None:
        assert self._revive is not None
        for row in rows:
            message = Message(row.publisher, row.event_id, row.position, row.hlc, key, row.message, again=True)
            self._later.append(self._revive(message))


def _reason_to_park(work: Work, parked_keys: set[str]) -> str | None:
    message = work.message
    if message is None or message.again:
        return None
    return message.park_because or (
        "an earlier message of the same key is parked" if message.key in parked_keys else None
    )


def _dealt_with(message: Message, status: str | None) -> bool:
    return status == "done" or (status is not None and not message.again)


def _answer_from_receipt(work: Work, receipt: StoredReceipt) -> None:
    assert work.command is not None
    if receipt.body_hash != work.command.body_hash:
        work.answer.set_exception(CommandIdReused(work.command.command_id))
        return
    refused = json.loads(receipt.answer)["refused"]
    work.answer.set_result(
        Outcome(receipt.position, receipt.hlc, Refused(**refused) if refused else None, repeated=True)
    )


def _fail(work: Work, error: Exception) -> None:
    if not work.answer.done():
        work.answer.set_exception(error)
