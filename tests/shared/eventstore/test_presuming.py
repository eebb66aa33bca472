"""A stream that is nearly always met new is presumed so, not read; where that was wrong, nothing wrong is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from shared.eventstore.desk import Desk
from shared.eventstore.store import Store
from shared.eventstore.work import Work
from shared.eventstore.writer import Writer
from tests.support import tally
from tests.support.tally import COUNTER, Counted, LimitReached

pytestmark = pytest.mark.slow

ONCE = replace(COUNTER, met_new=True)


def answering_once(number: int, *, key: str = "a") -> Work:
    def decide(desk: Desk) -> None:
        if desk.state(ONCE, key).times == 0:
            desk.record(ONCE, key, [Counted(number)])

    return tally.command(decide, command_id=f"command-{number}")


def refusing_when_new(desk: Desk) -> None:
    if desk.state(ONCE, "a").times == 0:
        raise LimitReached("nothing was counted yet")


def failing_when_new(desk: Desk) -> None:
    if desk.state(ONCE, "a").times == 0:
        raise ZeroDivisionError


def amounts(store: Store, key: str = "a") -> list[int]:
    return [int(row.state.split(b'"amount":')[1].split(b"}")[0]) for row in store.select_events(COUNTER.stream(key))]


@contextmanager
def counted_reads(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The streams that were read, in order."""
    read: list[str] = []
    real = Store.select_events

    def select(store: Store, stream: str, **options: Any) -> Any:
        read.append(stream)
        return real(store, stream, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "select_events", select)
        yield read


def test_what_is_met_new_is_not_read(writer: Writer, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with counted_reads(monkeypatch) as read:
        for number in (1, 2):
            writer.submit(answering_once(number, key=f"k{number}")).result(10)
    assert read == []
    assert (amounts(store, "k1"), amounts(store, "k2")) == ([1], [2])


def test_an_answer_given_once_is_not_given_again_by_a_writer_that_did_not_know_it(
    start_writer: Callable[..., Writer], store: Store
) -> None:
    start_writer().submit(answering_once(1)).result(10)
    other = start_writer()
    assert other.submit(answering_once(2)).result(10).refused is None
    assert amounts(store) == [1]


@pytest.mark.parametrize("decide", [refusing_when_new, failing_when_new], ids=["refusal", "fault"])
def test_neither_a_refusal_nor_a_fault_is_told_that_rests_on_a_presumption(
    start_writer: Callable[..., Writer], store: Store, decide: Callable[[Desk], None]
) -> None:
    start_writer().submit(answering_once(1)).result(10)
    outcome = start_writer().submit(tally.command(decide, command_id="command-2")).result(10)
    assert outcome.refused is None
    assert amounts(store) == [1]


def test_after_a_wrong_presumption_others_are_presumed_again(
    start_writer: Callable[..., Writer], monkeypatch: pytest.MonkeyPatch
) -> None:
    start_writer().submit(answering_once(1)).result(10)
    other = start_writer()
    other.submit(answering_once(2)).result(10)
    with counted_reads(monkeypatch) as read:
        other.submit(answering_once(3, key="b")).result(10)
    assert read == []
