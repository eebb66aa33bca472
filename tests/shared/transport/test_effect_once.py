"""The budget's journal has each fact's effect once: out of order, again and again, and with the process killed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from nats.js import JetStreamContext

from grosz.servers import NatsServer
from programme.domain.budget import BUDGET
from programme.domain.budget.state import BudgetState
from programme.main import SERVICE
from shared.eventstore.migrations import migrate
from shared.eventstore.records import Act
from shared.eventstore.store import Store
from shared.eventstore.work import CommandKey, Work
from shared.kernel import accounts
from shared.transport.durables import UNACKNOWLEDGED_MAX, consumer_config, ensure_consumer, ours_on
from shared.transport.inbox import Inbox
from tests.support.bus import make_streams, on_bus
from tests.support.grant_facts import CALL, LINE, YEAR, Balances, Told, commands, way_of
from tests.support.running import running_writer, service_process
from tests.support.tally import NOON, TODAY
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow

GRANTS = 60
KILLS = 5


def prepare(store: Store) -> None:
    """The year in force, a line, an open call: by the handlers themselves, in this process."""
    with running_writer(store.database_url, codec=SERVICE.codec, publish=SERVICE.publish) as writer:
        for number, (name, _, fields) in enumerate(commands()):
            bound = SERVICE.commands[name]
            values = bound.shape.model_validate_json(_json(fields)).model_dump()
            act = Act("anna", "torun", NOON.replace(month=1, day=2), TODAY.replace(month=1, day=2), f"c{number}")
            work = Work(
                act,
                lambda desk, bound=bound, values=values: bound.handler(desk, **values),
                command=CommandKey("anna", f"prepare-{number}", b"0" * 32),
            )
            outcome = writer.submit(work).result(10)
            assert outcome.refused is None, outcome.refused


def budget(store: Store) -> BudgetState:
    rows = store.select_events(f"budget/{YEAR}")
    return BUDGET.fold(SERVICE.codec.event(row.topic, _data(row.state)) for row in rows)


def assert_balances(store: Store, expected: Balances, *, facts: int) -> None:
    state = budget(store)
    home = accounts.call_account(LINE, CALL)

    def of_all(stage: str) -> int:
        return sum(
            state.book.account(accounts.grant_account(home, f"grant-{number}", stage)).total
            for number in range(1, GRANTS + 1)
        )

    found = Balances(
        opened=state.book.account(home).total,
        contracted=of_all("contracted"),
        disbursed=of_all("disbursed"),
        settled=of_all("settled"),
        returned_to_line=state.book.account(accounts.line_account(LINE)).total,
    )
    assert found == expected
    entries = store.select_events(f"budget/{YEAR}")
    causes = [_envelope(row.state)["causation_id"] for row in entries]
    caused = [cause for cause in causes if cause]
    assert len(caused) == len(set(caused)) == facts
    assert state.book.account(accounts.SUSPENSE_BANK).total == 0


def unfinished(database: str) -> dict[str, int]:
    with psycopg.connect(database) as connection:
        return dict(connection.execute("SELECT status, count(*)::int FROM inbox GROUP BY status").fetchall())


def in_order(told: list[Told], _: random.Random) -> list[Told]:
    return told


def backwards(told: list[Told], _: random.Random) -> list[Told]:
    return told[::-1]


def shuffled_three_times(told: list[Told], chance: random.Random) -> list[Told]:
    again = told * 3
    chance.shuffle(again)
    return again


@pytest.mark.parametrize("order", [in_order, backwards, shuffled_three_times])
def test_whatever_the_order_and_however_often_the_journal_comes_to_the_same_balances(
    database: str, order: Callable[[list[Told], random.Random], list[Told]]
) -> None:
    migrate(database, SERVICE.migrations)
    store = Store(database)
    prepare(store)
    told, expected = way_of(GRANTS)
    inbox = Inbox("programme", SERVICE.subscriptions)
    with running_writer(database, codec=SERVICE.codec, publish=SERVICE.publish, revive=inbox.revive) as writer:
        sent = order(told, random.Random(11))
        for answer in [writer.submit(inbox.work(one.body, publisher=one.publisher)) for one in sent]:
            answer.result(60)
        wait_until(
            lambda: unfinished(database) == {"done": len(told)},
            missing=lambda: f"{len(told)} done, there are {unfinished(database)}",
        )
    assert_balances(store, expected, facts=len(told))
    store.close()


def test_a_service_killed_between_commit_and_acknowledgement_has_each_effect_once(
    database: str, own_nats_server: NatsServer, tmp_path: Path
) -> None:
    migrate(database, SERVICE.migrations)
    store = Store(database)
    prepare(store)
    told, expected = way_of(GRANTS)
    random.Random(5).shuffle(told)

    async def publish(js: JetStreamContext) -> None:
        await make_streams(js, "grants", "payments")
        for one in told:
            await js.publish(one.subject, one.body)

    on_bus(own_nats_server.url, publish)
    with service_process(
        *("-m", "tests.support.dying_service", "programme.main", "serve"),
        database_url=database,
        nats_url=own_nats_server.url,
        folder=tmp_path,
        DIE_AT_ACK="25",
    ) as service:
        for _ in range(KILLS):
            assert service.process.wait(within=30) == -9, service.process.last_words()
            service.process.start()
        service.process.environment = {**service.process.environment, "DIE_AT_ACK": "0"}
        service.process.kill()
        service.process.start()
        service.wait_ready()
        wait_until(
            lambda: unfinished(database) == {"done": len(told)},
            missing=lambda: f"{len(told)} done, there are {unfinished(database)}; {service.process.last_words()}",
            within=30,
        )
        wait_until(lambda: _nothing_pending(own_nats_server.url), missing="acknowledgements", within=10)
        sheet = httpx.get(f"{service.url}/budget", params={"programme": YEAR}, timeout=10).json()
    assert_balances(store, expected, facts=len(told))
    assert (sheet["settled"], sheet["opened"], sheet["disbursed"]) == (expected.settled, expected.opened, 0)
    store.close()


def test_the_durable_of_the_service_is_the_one_that_its_tables_declare(
    database: str, own_nats_server: NatsServer, tmp_path: Path
) -> None:
    migrate(database, SERVICE.migrations)
    with service_process(
        "-m", "programme", "serve", database_url=database, nats_url=own_nats_server.url, folder=tmp_path
    ) as service:
        service.wait_ready()

        async def compare(js: JetStreamContext) -> None:
            for publisher in ("grants", "payments"):
                subjects = [name for name, bound in SERVICE.subscriptions.items() if bound.publisher == publisher]
                wanted = consumer_config("programme", subjects, unacknowledged_max=UNACKNOWLEDGED_MAX)
                assert wanted.durable_name in [info.name for info in await ours_on(js, "programme", publisher)]
                await ensure_consumer(js, "programme", publisher, wanted)

        on_bus(own_nats_server.url, compare)
        assert service.process.stop() == 0


def _nothing_pending(url: str) -> bool:
    async def look(js: JetStreamContext) -> bool:
        infos = [info for publisher in ("grants", "payments") for info in await ours_on(js, "programme", publisher)]
        return not any(info.num_pending or info.num_ack_pending for info in infos)

    return on_bus(url, look)


def _json(fields: dict[str, object]) -> bytes:
    return json.dumps(fields).encode()


def _envelope(state: bytes) -> dict[str, Any]:
    return json.loads(state)


def _data(state: bytes) -> dict[str, Any]:
    return _envelope(state)["data"]
