"""What a person may do with a parked message: see it, take it up again in its order, or give it up with a reason."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from programme.main import SERVICE
from shared.eventstore.desk import Desk
from shared.eventstore.store import Store
from shared.eventstore.writer import Writer
from shared.hosting import command_line, parked
from shared.hosting.service import Service
from shared.kernel.refusal import Refusal
from shared.transport.inbox import Inbox
from tests.support import tally
from tests.support.tally import COUNTER, fact_bytes

pytestmark = pytest.mark.slow


class NoPaper(Refusal):
    rule = "Counting needs paper."


class Desks:
    """A service `hearer` that runs, whose reaction lacks paper until somebody brings it; and its operator."""

    def __init__(self, database: str, store: Store, start_writer: Callable[..., Writer]) -> None:
        self.paper = False
        self.database, self.store = database, store
        subscriptions = tally.listening("teller", self._count)
        self._inbox = Inbox("hearer", subscriptions)
        self._writer = start_writer(revive=self._inbox.revive)
        self._service: Service = replace(
            SERVICE, name="hearer", codec=tally.CODEC, publish=tally.no_message, subscriptions=subscriptions
        )

    def _count(self, desk: Desk, *, counter_id: str, amount: int) -> None:
        if amount == 1 and not self.paper:
            raise NoPaper("there is none")
        tally.count(desk, counter_id=counter_id, amount=amount)

    def hear(self, *numbers: int, counter: str = "a", park_because: str | None = None) -> None:
        for number in numbers:
            body = fact_bytes("teller", counter, number, position=number, identity=UUID(int=number))
            self._writer.submit(self._inbox.work(body, publisher="teller", park_because=park_because)).result(10)

    def operate(self, *arguments: str) -> tuple[int, str]:
        parser = argparse.ArgumentParser()
        parked.add_verbs(parser)
        said: list[str] = []
        code = parked.carry_out(self._service, self.database, parser.parse_args(arguments), said.append)
        return code, "\n".join(said)

    def listed(self) -> dict[int, str]:
        rows = json.loads(self.operate("list", "--json")[1])
        return {row["position"]: row["reason"] for row in rows}

    def amounts(self) -> list[int]:
        rows = self.store.select_events(COUNTER.stream("a"))
        return [json.loads(row.state)["data"]["amount"] for row in rows]

    def kept(self, number: int) -> dict[str, Any]:
        with self.store.connection() as connection:
            row = connection.execute("SELECT * FROM inbox WHERE position = %s", (number,)).fetchone()
        assert row is not None
        return row


@pytest.fixture
def desks(database: str, store: Store, start_writer: Callable[..., Writer]) -> Desks:
    return Desks(database, store, start_writer)


def test_the_list_shows_each_parked_message_with_its_reason(desks: Desks) -> None:
    desks.hear(1, 2)
    assert desks.listed() == {1: "no-paper: there is none", 2: "an earlier message of the same key is parked"}
    code, text = desks.operate("list", "--key", "a")
    assert code == 0
    assert "teller 1  teller.counted\n    key a: no-paper: there is none" in text
    assert desks.operate("list", "--key", "b") == (0, "nothing is parked")


def test_what_was_parked_is_taken_up_in_its_order_while_the_service_runs(desks: Desks) -> None:
    desks.hear(1, 2, 3)
    desks.paper = True
    code, text = desks.operate("retry", "--key", "a")
    assert (code, text.count(": done")) == (0, 3)
    assert desks.amounts() == [1, 2, 3]
    desks.hear(4)
    desks.hear(1, 2)
    assert desks.amounts() == [1, 2, 3, 4], "its running writer goes on, and nothing is done twice"


def test_a_key_stops_at_the_first_message_that_cannot_be_done_and_others_go_on(desks: Desks) -> None:
    desks.hear(1, 2)
    desks.hear(3, counter="b", park_because="failed 8 times")
    code, text = desks.operate("retry", "--all")
    assert code == 1
    assert f"{UUID(int=3)}: done" in text
    assert desks.listed() == {1: "no-paper: there is none", 2: "an earlier message of the same key is parked"}
    assert desks.amounts() == []


def test_a_discarded_message_never_takes_effect_and_its_row_says_who_and_why(desks: Desks) -> None:
    desks.hear(1, 2)
    code, text = desks.operate("discard", str(UUID(int=1)), "--by", "anna", "--reason", "sent  in error")
    assert code == 0
    assert "1 more of its key are parked; take them up with: parked retry --key a" in text
    desks.paper = True
    desks.hear(1)
    assert desks.operate("retry", "--all")[0] == 0
    assert desks.amounts() == [2]
    row = desks.kept(1)
    assert row["status"] == "done"
    assert row["reason"].startswith("discarded by anna on 20")
    assert row["reason"].endswith("Z: sent in error")
    assert json.loads(row["message"])["data"]["amount"] == 1


def test_only_what_is_parked_can_be_discarded(desks: Desks) -> None:
    desks.hear(2)
    code, text = desks.operate("discard", str(UUID(int=2)), "--by", "anna", "--reason", "x")
    assert (code, text) == (2, f"no message {UUID(int=2)} is parked; `parked list` shows those that are")
    assert desks.kept(2)["reason"] is None


@pytest.mark.parametrize(
    "arguments",
    [("discard", str(UUID(int=1))), ("discard", str(UUID(int=1)), "--by", "a", "--reason", " "), ("retry",), ()],
)
def test_a_word_without_who_why_or_which_is_wrong_usage(desks: Desks, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as end:
        desks.operate(*arguments)
    assert end.value.code == 2


def test_a_service_carries_it_on_its_command_line(
    database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GROSZ_DATABASE_URL", database)
    monkeypatch.setattr(sys, "argv", ["programme", "parked", "list"])
    with pytest.raises(SystemExit) as end:
        command_line.run(SERVICE)
    assert (end.value.code, capsys.readouterr().out) == (0, "nothing is parked\n")


def test_a_database_that_does_not_answer_is_said_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GROSZ_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    monkeypatch.setattr(sys, "argv", ["programme", "parked", "list"])
    with pytest.raises(SystemExit) as end:
        command_line.run(SERVICE)
    assert end.value.code == 3
    assert "the database does not answer" in capsys.readouterr().out
