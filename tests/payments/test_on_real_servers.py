"""Payments on a real PostgreSQL and a real NATS: kill -9, facts twice, statements racing, the register made again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import Future
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import psycopg
import pytest

from grosz.servers import NatsServer
from payments import usecases
from payments.adapters.publishing import publish
from payments.adapters.stored_events import CODEC
from payments.main import SERVICE
from shared.eventstore.migrations import migrate
from shared.eventstore.work import Outcome
from tests.payments.facts import DEBTOR_ACCOUNT
from tests.payments.running import Running, running
from tests.payments.wire import FIRST, NOTED, ROW, SECOND, SIGNED, line
from tests.support import tally
from tests.support.running import running_writer
from tests.support.servers import Postgres
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow


@pytest.fixture
def database_url(postgres: Postgres) -> str:
    return postgres.fresh_database("payments")


@pytest.fixture
def payments(database_url: str, own_nats_server: NatsServer, tmp_path: Path) -> Iterator[Running]:
    with running(SERVICE, database_url=database_url, nats_url=own_nats_server.url, folder=tmp_path) as service:
        yield service


def _ok(answer: dict[str, Any]) -> bool:
    """Whether the command was new; fails when it was refused."""
    assert answer["ok"], answer
    return not answer["repeated"]


def _register(payments: Running, grant_id: str, **wanted: Any) -> dict[str, Any]:
    """The register's page of a grant, once it shows what is wanted."""

    def shown() -> dict[str, Any] | None:
        page = payments.ask("payments", grant_id=grant_id)
        return page if wanted.items() <= page.items() else None

    wait_until(shown, missing=lambda: f"{wanted} in {payments.ask('payments', grant_id=grant_id)}")
    return payments.ask_both_ways("payments", grant_id=grant_id)


def _signed(payments: Running) -> None:
    """A clerk who is early is told to come again; the contract is told three times."""
    early = payments.command("prepare-payment", on="2025-02-10", by="p-clerk", command_id="prepare-1", **FIRST)
    assert (early["code"], early["status"], early["retryable"]) == ("grant-unknown", 404, True)
    payments.tell("grants.contract-signed", on="2025-01-31", told=5, times=3, **SIGNED)
    _register(payments, "grant-1", evidence="contract")


def test_a_grant_is_paid_and_given_back_though_the_service_is_killed_and_facts_come_twice(
    payments: Running, database_url: str
) -> None:
    _signed(payments)
    assert _ok(payments.command("prepare-payment", on="2025-02-10", by="p-clerk", command_id="prepare-1", **FIRST))
    own = payments.command("authorise-payment", on="2025-02-10", by="p-clerk", command_id="own-eyes", **FIRST)
    assert (own["code"], own["status"]) == ("four-eyes-required", 403)
    authorise = {"on": "2025-02-11", "by": "p-approver", "command_id": "authorise-1", **FIRST}
    assert _ok(payments.command("authorise-payment", by_bus=True, **authorise))
    order = {"order_id": "order-1", "execute_on": "2025-02-28", "payments": [FIRST]}
    assert _ok(payments.command("issue-payment-order", on="2025-02-27", by="p-clerk", command_id="order-1", **order))
    payments.kill()
    payments.tell("grants.contract-signed", on="2025-01-31", told=5, **SIGNED)
    payments.start_again()
    assert not _ok(payments.command("authorise-payment", **authorise))
    again = order | {"execute_on": "2025-03-01"}
    other = payments.command("issue-payment-order", on="2025-02-27", by="p-clerk", command_id="order-2", **again)
    assert other["code"] == "payment-order-differs"
    _check_file(payments)
    lines = [
        line("debit", 2_000_000, "grant-1/1", date(2025, 2, 28)),
        line("debit", 999_999, "grant-1/2", date(2025, 2, 28)),
        line("credit", 50_000, "grant-1", date(2025, 3, 3)),
        line("debit", 77, "Jan Zmyślony", date(2025, 3, 3)),
    ]
    statement = {"on": "2025-03-05", "by": "bank", "statement_id": "st-1", "lines": lines}
    assert _ok(payments.command("record-statement", command_id="statement-1", by_bus=True, **statement))
    assert not _ok(payments.command("record-statement", command_id="statement-1", **statement))
    assert _ok(payments.command("record-statement", command_id="statement-again", **statement))
    page = _register(payments, "grant-1", returned_grosze=50_000)
    _check_page(page)
    totals = payments.ask_both_ways("payment-totals", programme="torun-2025")
    grant = {"grant_id": "grant-1", "amount_grosze": 3_000_000}
    moved = {"disbursed_grosze": 2_999_999, "returned_grosze": 50_000, "reversed_grosze": 0, "written_off_grosze": 0}
    assert totals == {"programme": "torun-2025", **moved, "grants": [grant | moved]}
    told = payments.published(5)
    assert [(fact["type"].removeprefix("payments."), fact["effective_on"]) for fact in told] == [
        ("payment-authorised", "2025-02-11"),
        ("funds-disbursed", "2025-02-28"),
        ("funds-disbursed", "2025-02-28"),
        ("funds-returned", "2025-03-03"),
        ("statement-line-unmatched", "2025-03-03"),
    ]
    assert [fact["data"].get("disbursed_total_grosze") for fact in told[1:4]] == [2_000_000, 2_999_999, 2_999_999]
    assert "Zmyślony" not in str(told)
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT body FROM texts").fetchall() == [("Jan Zmyślony",)]
        heard = connection.execute("SELECT publisher, position, status FROM inbox").fetchall()
        assert heard == [("grants", 5, "done")]
    _make_the_register_again(database_url)
    assert _register(payments, "grant-1", returned_grosze=50_000) == page


def _check_file(payments: Running) -> None:
    """What a clerk downloads has the hash that was recorded, and says what the contract says."""
    wait_until(lambda: "content" in payments.ask("order-file", order_id="order-1"), missing="the order's file")
    file = payments.ask_both_ways("order-file", order_id="order-1")
    content = file["content"].encode()
    assert (file["file_name"], file["sha256"]) == ("order-1.xml", hashlib.sha256(content).hexdigest())
    space = "{urn:iso:std:iso:20022:tech:xsd:pain.001.001.09}"
    root = ET.fromstring(content)  # noqa: S314 - our own file
    assert [element.text for element in root.iter(f"{space}InstdAmt")] == ["20000.00"]
    assert [element.text for element in root.iter(f"{space}EndToEndId")] == ["grant-1/1"]
    unknown = payments.ask_both_ways("order-file", order_id="nothing")
    assert (unknown["status"], unknown["code"], unknown["field"]) == (404, "order-unknown", "order_id")


def _check_page(page: dict[str, Any]) -> None:
    assert page["disbursed_grosze"] == 2_999_999
    assert page["returns"] == [{"amount_grosze": 50_000, "value_on": "2025-03-03", "statement_id": "st-1"}]
    first, second = page["tranches"]
    assert (first["prepared_by"], first["authorised_by"], first["order_id"]) == ("p-clerk", "p-approver", "order-1")
    assert (first["execute_on"], first["disbursed_on"], first["ordered"]) == ("2025-02-28", "2025-02-28", True)
    assert (second["amount_grosze"], second["disbursed_grosze"], second["ordered"]) == (1_000_000, 999_999, False)
    assert second["prepared_by"] is None


def _make_the_register_again(database_url: str) -> None:
    """Empty the read model and forget how far it had come; the running service fills it from the events."""
    with psycopg.connect(database_url, autocommit=True) as connection, connection.transaction():
        connection.execute("TRUNCATE payment_register_grants, payment_register_orders CASCADE")
        connection.execute("UPDATE projections SET position = 0, hlc = 0 WHERE name = 'payment_register'")


def test_register_payments_wait_for_their_grant_and_are_taken_once(payments: Running) -> None:
    row = {"on": "2026-01-02", "by": "importer", **ROW}
    early = payments.command("take-over-payment", command_id="row-1-p1", **row)
    assert (early["code"], early["retryable"]) == ("grant-unknown", True)
    payments.tell("grants.grant-taken-over", on="2018-03-01", told=1, times=2, **NOTED)
    _register(payments, "row-1", evidence="register")
    assert _ok(payments.command("take-over-payment", command_id="row-1-p1", **row))
    assert not _ok(payments.command("take-over-payment", command_id="row-1-p1", **row))
    assert _ok(payments.command("take-over-payment", command_id="another-run", **row))
    changed = payments.command("take-over-payment", command_id="changed", **(row | {"amount_grosze": 1}))
    assert (changed["code"], changed["status"]) == ("register-row-differs", 409)
    beyond = row | {"payment_id": "row-1-p2", "amount_grosze": 150_001}
    refused = payments.command("take-over-payment", command_id="beyond", **beyond)
    assert (refused["code"], refused["field"]) == ("payments-exceed-grant", "amount_grosze")
    page = _register(payments, "row-1", disbursed_grosze=100_000)
    assert page["taken_over"] == [{"amount_grosze": 100_000, "value_on": "2018-04-01", "payment_id": "row-1-p1"}]
    (told,) = payments.published(1)
    assert (told["type"], told["effective_on"], told["data"]["evidence"]) == (
        "payments.payment-taken-over",
        "2018-04-01",
        "register",
    )
    nobody = payments.ask_both_ways("payments", grant_id="nobody")
    assert (nobody["status"], nobody["retryable"]) == (404, True)
    assert payments.ask_both_ways("payment-totals", programme="torun-1999")["grants"] == []


def test_a_tranche_is_paid_once_when_two_writers_race_with_many_statements(database_url: str) -> None:
    """Two writers, each with its own memory of the streams: what one has paid, the other must see before it stores."""
    migrate(database_url, SERVICE.migrations)
    commands = usecases.commands(debtor_name="Gmina", debtor_account=DEBTOR_ACCOUNT)
    writing = {"codec": CODEC, "publish": publish}
    with running_writer(database_url, **writing) as one, running_writer(database_url, **writing) as other:
        plan = usecases.REACTIONS["grants.contract-signed"].handler
        one.submit(tally.command(lambda desk: plan(desk, **SIGNED), command_id="plan")).result(10)
        answers: list[Future[Outcome]] = []
        for number in range(40):
            told = [line("debit", 100 + number, "grant-1/1"), line("credit", 1, "grant-1")]
            work = tally.command(
                lambda desk, number=number, told=told: commands["record-statement"](
                    desk, statement_id=f"st-{number}", lines=told
                ),
                command_id=f"statement-{number}",
            )
            answers.append((one, other)[number % 2].submit(work))
        assert [answer.result(30).refused for answer in answers] == [None] * 40
    with psycopg.connect(database_url) as connection:
        counted = dict(connection.execute("SELECT topic, count(*) FROM events GROUP BY topic").fetchall())
        last = connection.execute(
            "SELECT max((convert_from(state, 'UTF8')::jsonb #>> '{data,returned_total_grosze}')::bigint) FROM events"
        ).fetchone()
    assert counted["tranche-plan.tranche-disbursed.v1"] == counted["payment.payment-disbursed.v1"] == 1
    assert counted["statement.statement-line-unmatched.v2"] == 39
    assert counted["tranche-plan.principal-returned.v1"] == 40
    assert last == (40,)


@pytest.mark.parametrize(
    ("name", "fields", "field"),
    [
        ("prepare-payment", FIRST | {"tranche_number": 0}, "tranche_number"),
        ("prepare-payment", FIRST | {"tranche_number": 1.0}, "tranche_number"),
        ("prepare-payment", FIRST | {"amount_grosze": 1}, "amount_grosze"),
        ("authorise-payment", FIRST | {"grant_id": "Grant 1"}, "grant_id"),
        ("issue-payment-order", {"order_id": "o", "execute_on": "2025-02-30", "payments": [FIRST]}, "execute_on"),
        ("issue-payment-order", {"order_id": "o", "execute_on": "2025-02-28", "payments": []}, "payments"),
        ("record-statement", {"statement_id": "s", "lines": [line("debit", -1, "x")]}, "amount_grosze"),
        ("record-statement", {"statement_id": "s", "lines": [line("debit", 2**63, "x")]}, "amount_grosze"),
        ("record-statement", {"statement_id": "s", "lines": [line("both", 1, "x")]}, "direction"),
        ("take-over-payment", ROW | {"amount_grosze": 0}, "amount_grosze"),
        ("take-over-payment", ROW | {"evidence": "hearsay"}, "evidence"),
    ],
)
def test_malformed_commands_are_told_their_field(
    malformed_at: Running, name: str, fields: dict[str, Any], field: str
) -> None:
    answer = malformed_at.command(name, on="2025-03-01", command_id=f"bad-{name}-{field}", **fields)
    assert (answer["status"], answer["ok"]) == (422, False)
    assert field in str(answer["errors"])


@pytest.fixture(scope="module")
def malformed_at(postgres: Postgres, nats_server: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One service for all malformed commands: they leave nothing behind."""
    database_url = postgres.fresh_database("payments_malformed")
    folder = tmp_path_factory.mktemp("malformed")
    with running(SERVICE, database_url=database_url, nats_url=nats_server.url, folder=folder) as service:
        yield service
        with psycopg.connect(database_url) as connection:
            assert connection.execute("SELECT count(*) FROM events").fetchone() == (0,)


def test_commands_out_of_order_are_refused_with_rule_and_article(payments: Running) -> None:
    _signed(payments)
    unprepared = payments.command("authorise-payment", on="2025-02-10", command_id="authorise-2", **SECOND)
    assert (unprepared["code"], unprepared["article"]) == ("payment-not-prepared", "UFP art. 54")
    order = {"order_id": "order-1", "execute_on": "2025-02-28", "payments": [SECOND]}
    unauthorised = payments.command("issue-payment-order", on="2025-02-10", command_id="order-early", **order)
    assert (unauthorised["code"], unauthorised["status"]) == ("payment-not-authorised", 409)
    beyond = payments.command("prepare-payment", on="2025-02-10", command_id="no-3", **(FIRST | {"tranche_number": 3}))
    assert (beyond["code"], beyond["status"], beyond["retryable"]) == ("tranche-unknown", 404, False)
