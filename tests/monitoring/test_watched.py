"""A watched stack: every expression answers, one trace spans services, nobody's words leak, and alerts fire live."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from datetime import date
from functools import partial
from typing import Any

import nats
import pytest
import yaml

from deploy.monitoring.dashboards.boards import BOARDS
from deploy.monitoring.dashboards.grafana import Board
from grosz.client import Client
from shared.messages import payments_v1 as p
from tests.monitoring.conftest import BAIT, NAME, TRACE, Watched
from tests.support.prometheus import RULES, promtool
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow

EXCUSED: dict[str, str] = {}
"""Metrics that no process tells, and why."""


def _filled(expression: str) -> str:
    """The expression as Grafana would send it."""
    chosen = {"$service": "grants", "$programme": f"{NAME}-2025", "$__rate_interval": "1m"}
    for variable, value in chosen.items():
        expression = expression.replace(variable, value)
    return expression


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.uid)
def test_every_panel_shows_something(watched: Watched, board: Board):
    for panel, expression in board.expressions():
        if not any(metric in expression for metric in EXCUSED):
            asked = partial(watched.prometheus.ask, _filled(expression))
            wait_until(asked, missing=f"{panel}: {expression} answers nothing")


def test_every_choice_of_a_dashboard_has_values(watched: Watched):
    for board in BOARDS:
        for variable in board.variables:
            assert watched.prometheus.ask(f"count by ({variable.name}) ({variable.metric})"), variable


def test_every_rule_is_asked_of_series_that_are_there(watched: Watched):
    """An alert on a misspelt metric would be silent for ever."""
    asked = {
        metric
        for file in RULES
        for group in yaml.safe_load(file.read_text())["groups"]
        for rule in group["rules"]
        for metric in re.findall(r"\b(?:grosz_\w+|up\b)", rule["expr"])
    }
    assert len(asked) > 20
    missing = sorted(metric for metric in asked - set(EXCUSED) if not watched.prometheus.ask(metric))
    assert not missing


def test_no_rule_fails(watched: Watched):
    for file in RULES:
        for group in yaml.safe_load(file.read_text())["groups"]:
            for rule in group["rules"]:
                watched.prometheus.ask(rule["expr"])


def test_after_a_year_played_well_nothing_that_pages_fires(watched: Watched):
    wait_until(lambda: not watched.prometheus.firing() - {"ReportsOverdue"}, missing=watched.prometheus.firing)


def test_promtool_finds_nothing_to_say_of_the_metrics(watched: Watched):
    for service, page in watched.pages().items():
        done = promtool("check", "metrics", told=page)
        assert done.returncode == 0, f"{service}: {done.stdout}{done.stderr}"


def test_the_watch_has_verified_the_history(watched: Watched):
    verified = "grosz_history_verification_last_success_timestamp_seconds > 0"
    wait_until(lambda: watched.prometheus.ask(verified), missing=watched.watch_log.read_text, within=60)
    assert watched.prometheus.ask("grosz_history_verification_failed == 0")


def test_one_command_is_one_trace_over_two_services(watched: Watched):
    """From the door of grants over its store and the bus to the reaction of programme, and on from there."""

    def whole() -> bool:
        return {"grants", "programme"} <= {span.service for span in watched.collector.of(proposed().trace)}

    def proposed():
        return next(span for span in watched.collector.spans if span.name == "propose-award")

    wait_until(whole, missing=lambda: watched.collector.of(proposed().trace))
    found = watched.collector.of(proposed().trace)
    by_name = {(span.service, span.name): span for span in found}
    assert ("grants", "append") in by_name
    assert ("grants", "publish EV_GRANTS") in by_name
    reaction = by_name["programme", "react to grants.award-proposed.v1"]
    assert reaction.parent == proposed().span
    assert by_name["grants", "react to programme.funds-reserved.v1"].parent == reaction.span


def test_a_callers_own_trace_goes_on(watched: Watched):
    spans = wait_until(lambda: watched.collector.of(TRACE), missing="the spans of the caller's trace")
    assert {span.parent for span in spans if span.name == "register-organisation"} == {"b7ad6b7169203331"}


def test_what_people_wrote_is_in_no_log_no_metric_and_no_span(watched: Watched):
    logs = {path.name: path.read_text() for path in watched.home.root.glob("logs/*.log")}
    assert {f"{service}.log" for service in watched.stack.urls} <= set(logs)
    spans = "\n".join(map(str, watched.collector.spans))
    told = {**logs, **watched.pages(), "spans": spans, "watch": watched.watch_log.read_text()}
    for place, text in told.items():
        for bait in BAIT:
            assert bait not in text, f"{bait} is told in {place}"


def test_money_that_no_account_can_cover_pages(watched: Watched):
    """More comes back on a grant than was ever paid on it: the bank is believed, and it lies in the second book."""
    asyncio.run(_bank_says(watched, "too-much", "credit", f"{NAME}-offer"))
    wait_until(lambda: "SuspenseNotZero" in watched.prometheus.firing(), missing=watched.prometheus.firing, within=30)
    value = watched.prometheus.ask(f'grosz_suspense_grosze{{programme="{NAME}-2025"}}')[0]["value"][1]
    assert int(float(value)) == 123_45


def test_a_tranche_paid_twice_is_told(watched: Watched):
    asyncio.run(_bank_says(watched, "twice", "debit", f"{NAME}-offer/1"))
    wait_until(lambda: "BankLineUnmatched" in watched.prometheus.firing(), missing=watched.prometheus.firing, within=30)


async def _bank_says(watched: Watched, statement: str, direction: Any, reference: str) -> None:
    line = p.StatementLine(direction=direction, amount_grosze=123_45, value_on=date(2025, 12, 10), reference=reference)
    command = p.RecordStatement(statement_id=f"{NAME}-{statement}", lines=[line])
    async with Client(watched.stack) as client:
        await client.send("payments", command, command_id=f"{NAME}:{statement}", person="p-clerk", authority=NAME)


def test_a_strangers_message_is_parked_and_pages(watched: Watched):
    async def publish() -> None:
        connection = await nats.connect(**watched.stack.bus_access("grants").options())
        await connection.jetstream().publish("grants.contract-signed.v1", BAIT[0].encode())
        await connection.close()

    asyncio.run(publish())
    wait_until(lambda: "MessagesParked" in watched.prometheus.firing(), missing=watched.prometheus.firing, within=30)
    test_what_people_wrote_is_in_no_log_no_metric_and_no_span(watched)


def test_a_service_that_does_not_answer_is_noticed(watched: Watched):
    """Stopped rather than killed, so that it can go on: it holds its port and says nothing, as one that hangs."""
    running = watched.stack.services["notifications"].process
    assert running is not None
    os.kill(running.pid, signal.SIGSTOP)
    try:
        wait_until(
            lambda: watched.prometheus.ask('ALERTS{alertname="ServiceDown", service="notifications"}'),
            missing=watched.prometheus.down,
            within=30,
        )
    finally:
        os.kill(running.pid, signal.SIGCONT)
