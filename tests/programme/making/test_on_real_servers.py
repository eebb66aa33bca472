"""Programme as a process on real PostgreSQL and NATS: the calendar speaks for a silent Council, also after a kill."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from grosz.servers import NatsServer
from programme.main import SERVICE
from shared.eventstore.migrations import migrate
from shared.kernel.periods import warsaw_date
from tests.support.running import ServiceProcess, service_process
from tests.support.servers import Postgres
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow

WORDS = ("goals", "principles", "forms", "execution", "evaluation", "making_and_consultation", "commissions")
TODAY = warsaw_date(datetime.now(UTC))
YEAR = TODAY.year + 1
PROGRAMME = f"torun-{YEAR}"


@pytest.fixture
def programme(postgres: Postgres, own_nats_server: NatsServer, tmp_path: Path) -> Iterator[ServiceProcess]:
    database_url = postgres.fresh_database("silence")
    migrate(database_url, SERVICE.migrations)
    with service_process(
        "-m", "programme", "serve", database_url=database_url, nats_url=own_nats_server.url, folder=tmp_path
    ) as running:
        yield running.wait_ready(within=120)


def given(programme: ServiceProcess, name: str, **fields: Any) -> httpx.Response:
    role = SERVICE.commands[name].shape.ROLE
    return programme.give(name, [role], command_id=f"{name}-1", programme_id=PROGRAMME, **fields)


def done(programme: ServiceProcess, name: str, **fields: Any) -> None:
    answer = given(programme, name, **fields)
    assert answer.status_code == 200, answer.text


def page(programme: ServiceProcess) -> dict[str, Any]:
    answer = httpx.get(f"{programme.url}/programme-making", params={"programme": PROGRAMME})
    return dict(answer.json()) if answer.status_code == 200 else {}


def consulted(programme: ServiceProcess, *, delivered: int) -> None:
    """A whole programme whose draft went to the Council so many days ago."""
    day = (TODAY - timedelta(days=40)).isoformat()
    done(programme, "draft-programme", planned_grosze=100)
    done(
        programme,
        "state-programme-contents",
        subject_scope=["17"],
        priority_tasks=["17"],
        period_from=f"{YEAR}-01-01",
        period_until=f"{YEAR}-12-31",
        **dict.fromkeys(WORDS, "Tekst"),
    )
    done(programme, "open-consultation", opens_on=day, closes_on=day)
    done(programme, "close-consultation", remarks_count=0)
    done(programme, "request-council-opinion", delivered_on=(TODAY - timedelta(days=delivered)).isoformat())


def adoption(programme: ServiceProcess) -> httpx.Response:
    fields = {"limit_grosze": 100, "resolution_number": "1", "adopted_on": TODAY.isoformat()}
    return given(programme, "adopt-programme", **fields)


def test_a_silent_council_is_waived_by_the_calendar_and_the_council_may_adopt(programme: ServiceProcess):
    consulted(programme, delivered=30)
    programme.process.kill()
    programme.process.start()
    programme.wait_ready(within=120)
    wait_until(lambda: page(programme).get("opinion", {}).get("waived"), missing="the calendar's word", within=30)
    assert adoption(programme).status_code == 200
    adopted = wait_until(lambda: page(programme)["adoption"], missing="the adoption on the page", within=30)
    assert adopted["adopted_on"] == TODAY.isoformat()


def test_while_the_council_may_speak_nobody_adopts_and_trying_again_is_worth_it(programme: ServiceProcess):
    consulted(programme, delivered=5)
    refused = adoption(programme)
    assert (refused.status_code, refused.json()["code"], refused.json()["retryable"]) == (409, "opinion-awaited", True)
    person = programme.give(
        "mark-council-opinion-waived", ["programme-editor"], command_id="person-01", programme_id=PROGRAMME
    )
    assert person.status_code == 403
    assert "waived" not in page(programme)["opinion"]
