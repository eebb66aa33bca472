"""A command is carried out once, whoever repeats it, whatever answer was lost, whichever process answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from shared.eventstore.desk import Desk
from shared.eventstore.store import Store
from shared.eventstore.writer import CommandIdReused, Writer
from tests.support import tally
from tests.support.proxy import proxy_before
from tests.support.running import running_writer

pytestmark = pytest.mark.slow

APPEND = b'{"refused":'
"""How a stored answer begins: among all requests to the server, only an append holds it."""


def versions(store: Store, counter: str = "a") -> list[int]:
    return [row.originator_version for row in store.select_events(f"counter/{counter}")]


def test_the_same_command_again_gives_the_stored_answer_also_after_a_restart(database: str, store: Store) -> None:
    with running_writer(database) as writer:
        first = writer.submit(tally.counting("a", command_id="command-1")).result(10)
        again = writer.submit(tally.counting("a", command_id="command-1")).result(10)
    with running_writer(database) as restarted:
        after = restarted.submit(tally.counting("a", command_id="command-1")).result(10)
    assert (first.position, first.repeated) == (1, False)
    for outcome in (again, after):
        assert (outcome.position, outcome.hlc, outcome.refused, outcome.repeated) == (1, first.hlc, None, True)
    assert versions(store) == [1]


def test_the_same_command_twice_in_one_batch_is_carried_out_once(writer: Writer, store: Store) -> None:
    answers = [writer.submit(tally.counting("a", command_id="command-1")) for _ in range(40)]
    outcomes = [answer.result(10) for answer in answers]
    assert {outcome.position for outcome in outcomes} == {1}
    assert [outcome.repeated for outcome in outcomes].count(False) == 1
    assert versions(store) == [1]


def test_the_same_command_id_with_another_body_is_refused_also_in_the_same_batch(writer: Writer, store: Store) -> None:
    first = writer.submit(tally.counting("a", 1, command_id="command-1"))
    other = writer.submit(tally.counting("a", 2, command_id="command-1"))
    assert first.result(10).position == 1
    with pytest.raises(CommandIdReused):
        other.result(10)
    with pytest.raises(CommandIdReused):
        writer.submit(tally.counting("b", 1, command_id="command-1")).result(10)
    assert versions(store) == [1]


def test_the_same_command_id_of_another_person_is_another_command(writer: Writer, store: Store) -> None:
    for caller in ("anna", "piotr"):
        assert not writer.submit(tally.counting("a", command_id="command-1", caller=caller)).result(10).repeated
    assert versions(store) == [1, 2]


def test_a_refusal_is_stored_and_given_again_although_it_would_be_a_yes_by_now(writer: Writer, store: Store) -> None:
    refused = writer.submit(tally.counting("a", 5, command_id="command-1", limit=4)).result(10)
    again = writer.submit(tally.counting("a", 5, command_id="command-1", limit=9)).result(10)
    assert refused.refused is not None
    assert (refused.refused.code, refused.refused.field, refused.repeated) == ("limit-reached", "data.amount", False)
    assert again.refused == refused.refused
    assert again.repeated
    assert versions(store) == []


def test_a_retryable_refusal_is_not_stored(writer: Writer) -> None:
    paper = [False, True]

    def need_paper(desk: Desk) -> None:
        if not paper.pop(0):
            raise tally.OutOfPaper("none left")
        tally.count(desk, counter_id="a", amount=1)

    refused = writer.submit(tally.command(need_paper, command_id="command-1")).result(10)
    later = writer.submit(tally.command(need_paper, command_id="command-1")).result(10)
    assert refused.refused is not None
    assert refused.refused.retryable
    assert (later.refused, later.repeated, later.position) == (None, False, 1)


def test_a_lost_commit_reply_never_doubles_the_stored_answer_comes_back(
    database: str, store: Store, start_writer: Callable[..., Writer]
) -> None:
    with proxy_before(database) as proxy:
        writer = start_writer(database_url=proxy.address(database))
        for number in range(1, 4):
            proxy.lose_answer_to(APPEND)
            answers = [
                writer.submit(tally.counting("a", 100, command_id=f"command-{number}-{one}", limit=450))
                for one in range(2)
            ]
            outcomes = [answer.result(20) for answer in answers]
            assert proxy.cut == number
            assert [outcome.repeated for outcome in outcomes].count(True) >= 1, "no answer came from a receipt"
            assert [bool(outcome.refused) for outcome in outcomes] == ([False, False] if number < 3 else [True, True])
        assert versions(store) == [1, 2, 3, 4]


def test_a_request_that_never_reached_the_server_is_made_again_once(
    database: str, store: Store, start_writer: Callable[..., Writer]
) -> None:
    with proxy_before(database) as proxy:
        writer = start_writer(database_url=proxy.address(database))
        proxy.lose_request(APPEND)
        outcome = writer.submit(tally.counting("a", command_id="command-1")).result(20)
        assert proxy.cut == 1
    assert (outcome.position, outcome.repeated) == (1, False)
    assert versions(store) == [1]


def test_every_connection_cut_while_commands_come_neither_loses_nor_doubles_one(database: str, writer: Writer) -> None:
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> %s"
    answers: list[Any] = []
    for number in range(120):
        answers.append(writer.submit(tally.counting("a", command_id=f"command-{number}")))
        if number == 60:
            answers[-5].result(30)
            with psycopg.connect(database) as admin:
                admin.execute(cut, (admin.info.backend_pid,))
    positions = sorted(answer.result(60).position for answer in answers)
    assert positions == list(range(1, 121))
    with psycopg.connect(database) as admin:
        assert admin.execute("SELECT max(originator_version), count(*) FROM events").fetchone() == (120, 120)
