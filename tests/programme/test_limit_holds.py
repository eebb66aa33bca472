"""The limit under race, repetition and lost replies, on a real PostgreSQL: what fits is promised, no more."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from random import Random
from uuid import UUID, uuid5

import pytest
from eventsourcing.persistence import OperationalError

from programme.domain.budget import BUDGET, BudgetState, EntryPosted
from programme.main import SERVICE
from shared.eventstore.migrations import migrate
from shared.eventstore.records import Act, Batch
from shared.eventstore.store import Base, Store
from shared.eventstore.work import CommandKey, Work
from shared.eventstore.writer import Writer
from shared.kernel.canonical import canonical_json
from shared.kernel.ids import NAMESPACE
from shared.kernel.periods import warsaw_date
from shared.transport.inbox import Inbox
from tests.programme.makers import LINE, P, figures

pytestmark = pytest.mark.slow

POOL, AMOUNT, PROPOSALS = 1_000_000, 25_000, 160
FITS = POOL // AMOUNT
ACTED_AT = datetime(2025, 2, 10, 9, 0, tzinfo=UTC)


class ForgetfulStore(Store):
    """A store whose commit happens and whose reply is lost, every so often."""

    def __init__(self, database_url: str, seed: int) -> None:
        super().__init__(database_url)
        self._chance = Random(seed)
        self.lost = 0

    def append(self, batch: Batch) -> Base:
        base = super().append(batch)
        if self._chance.random() < 0.2:
            self.lost += 1
            raise OperationalError("the reply to the commit was lost")
        return base


@contextmanager
def writers(database_url: str, number: int, seed: int) -> Iterator[list[tuple[Writer, ForgetfulStore]]]:
    made = []
    inbox = Inbox("programme", SERVICE.subscriptions)
    for i in range(number):
        store = ForgetfulStore(database_url, seed + i)
        writer = Writer(store, SERVICE.codec, SERVICE.publish, revive=inbox.revive)
        writer.start()
        made.append((writer, store))
    try:
        yield made
    finally:
        for writer, store in made:
            writer.stop()
            store.close()


def command(writer: Writer, name: str, **values: object) -> None:
    act = Act("p-1", "torun", ACTED_AT, warsaw_date(ACTED_AT), "test")
    work = Work(
        act,
        lambda desk: SERVICE.commands[name].handler(desk, **values),
        command=CommandKey("p-1", f"{name}-{len(values)}", b"same"),
    )
    outcome = writer.submit(work).result(30)
    assert outcome.refused is None, outcome.refused


def proposal(grant: str, *, event: UUID, position: int) -> bytes:
    """An AwardProposed as it comes off the bus."""
    return canonical_json(
        {
            "event_id": str(event),
            "type": "grants.award-proposed",
            "type_version": 1,
            "authority": "torun",
            "stream": f"award/{grant}",
            "version": 1,
            "position": position,
            "hlc": "01739178000000-00001",
            "recorded_at": ACTED_AT,
            "acted_at": ACTED_AT,
            "effective_on": warsaw_date(ACTED_AT),
            "actor": "p-director",
            "correlation_id": "test",
            "data": {
                "grant_id": grant,
                "decision_no": 1,
                "programme_id": P,
                "call_id": "c1",
                "organisation_id": "o1",
                "amount_grosze": AMOUNT,
            },
        }
    )


def open_a_call(writer: Writer) -> None:
    day = warsaw_date(ACTED_AT)
    command(writer, "adopt-budget", programme_id=P, limit_grosze=POOL, resolution_number="1", adopted_on=day)
    command(writer, "allocate-area", programme_id=P, line_id=LINE, amount_grosze=POOL, document="1")
    command(
        writer,
        "open-call",
        call_id="c1",
        programme_id=P,
        line_id=LINE,
        number="1/2025",
        pool_grosze=POOL,
        opens_on=day,
        offers_until=datetime(2025, 3, 10, tzinfo=UTC),
        min_grant_grosze=1,
        max_grant_grosze=POOL,
        max_share_percent=100,
        pass_mark_points=60,
    )


def journal(store: Store) -> list[EntryPosted]:
    rows = store.select_events(BUDGET.stream(P))
    return [SERVICE.codec.event(row.topic, json.loads(row.state)["data"]) for row in rows]


def account_law_holds_at_every_prefix(entries: list[EntryPosted]) -> BudgetState:
    state = BUDGET.initial
    for entry in entries:
        state = BUDGET.evolve(state, entry)
        sums = figures(state)
        assert min(sums.values()) >= 0
        assert sum(sums.values()) == state.limit <= POOL
    return state


@pytest.mark.parametrize("seed", [1, 2])
def test_many_proposals_from_two_writers_with_repeats_and_lost_replies_end_with_exactly_what_fits(postgres, seed):
    database = postgres.fresh_database("limit")
    migrate(database, SERVICE.migrations)
    inbox = Inbox("programme", SERVICE.subscriptions)
    with writers(database, 2, seed) as made:
        open_a_call(made[0][0])
        numbers = count(1)
        sendings = []
        for i in range(PROPOSALS):
            first = proposal(f"g{i}", event=uuid5(NAMESPACE, f"{i}"), position=next(numbers))
            sendings += [first, first]
            if i % 5 == 0:  # the same decision number told by another event: the reservation's key answers once
                sendings.append(proposal(f"g{i}", event=uuid5(NAMESPACE, f"again {i}"), position=next(numbers)))
        Random(seed).shuffle(sendings)

        def send(job: tuple[int, bytes]) -> None:
            number, body = job
            writer = made[number % 2][0]
            writer.submit(inbox.work(body, publisher="grants")).result(60)

        with ThreadPoolExecutor(24) as senders:
            list(senders.map(send, enumerate(sendings)))

        store = made[0][1]
        state = account_law_holds_at_every_prefix(journal(store))
        assert figures(state) == {"reserved": FITS * AMOUNT}
        answers = [row.name for row in store.feed(after=0, limit=10_000) if row.stream.startswith("reservation/")]
        assert answers.count("reservation.funds-reserved.v1") == FITS
        assert answers.count("reservation.funds-refused.v1") == PROPOSALS - FITS
        assert sum(forgetful.lost for _, forgetful in made) > 0
