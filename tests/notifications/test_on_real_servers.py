"""Notifications on a real PostgreSQL and a real NATS: every fact gives its notice once, whoever dies meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from grosz.servers import NatsServer
from notifications.main import SERVICE
from tests.notifications.told import NOTICES, TOLD
from tests.payments.running import Running, running
from tests.support.servers import Postgres
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow


@pytest.fixture
def notifications(postgres: Postgres, own_nats_server: NatsServer, tmp_path: Path) -> Iterator[Running]:
    database_url = postgres.fresh_database("notifications")
    with running(SERVICE, database_url=database_url, nats_url=own_nats_server.url, folder=tmp_path) as service:
        yield service


def _count(notifications: Running) -> int:
    return len(notifications.ask("notices")["notices"])


def test_each_fact_gives_one_notice_though_it_is_told_twice_and_the_service_is_killed(notifications: Running) -> None:
    causes: dict[str, str] = {}
    for told, (type_name, fields) in enumerate(TOLD.items(), start=1):
        if told == 3:
            wait_until(lambda: _count(notifications) == 2, missing="the first two notices")
            notifications.kill()
        causes[type_name] = str(notifications.tell(type_name, on="2025-03-05", told=told, times=2, **fields))
    notifications.start_again()
    wait_until(lambda: _count(notifications) == len(TOLD), missing=lambda: notifications.ask("notices"))
    notices = notifications.ask_both_ways("notices")["notices"]
    shown = {
        notice["cause_type"]: (
            notice["kind"],
            notice["recipient"],
            notice["subject_id"],
            notice["amount_grosze"],
            notice["spoken_of_on"] and date.fromisoformat(notice["spoken_of_on"]),
            notice["reason"],
        )
        for notice in notices
    }
    assert shown == NOTICES
    assert {notice["cause_type"]: notice["cause_event_id"] for notice in notices} == causes
    assert {notice["effective_on"] for notice in notices} == {"2025-03-05"}
    told_on = notifications.published(len(TOLD))
    assert sorted(fact["causation_id"] for fact in told_on) == sorted(causes.values())
    assert [fact["data"]["notice_id"] for fact in told_on] == [notice["notice_id"] for notice in reversed(notices)]

    about_the_call = notifications.ask_both_ways("notices", subject_id="call-1")["notices"]
    told_of_it = sorted((notice["kind"], notice["recipient"]) for notice in about_the_call)
    assert told_of_it == [("call-extended", "public"), *[("call-opened", "public")] * 2]
    assert notifications.ask_both_ways("notices", limit=2)["notices"] == notices[:2]
    assert notifications.ask("notices", subject_id="nobody")["notices"] == []
    assert notifications.ask("notices", limit=0)["status"] == 422


def test_whoever_asks_for_a_command_is_told_that_there_is_none(notifications: Running) -> None:
    answer = notifications.process.give("record-notice", command_id="no-such-command")
    assert answer.status_code == 404
