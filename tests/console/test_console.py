"""The command `grosz` as a user meets it: exit codes, --json, messages that say what to do next."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest

from grosz.client import BusClient, Client, Refused
from grosz.home import Home
from grosz.servers import PostgresServer
from grosz.stack import SERVICES, Stack
from shared.eventstore.rights import PERSONAL
from shared.kernel.canonical import canonical_json
from shared.messages.fields import Command, Question
from shared.messages.programme_v1 import AllocateArea, BudgetQuestion, ProgrammeQuestion, SubmitBudgetDraft
from shared.transport.actors import TokenCheck
from shared.transport.issuer_keys import IssuerKeys

pytestmark = pytest.mark.slow

BALANCES = "free allocated pool opened blocked reserved contracted disbursed settled returned lapsed written_off"


class Console:
    """Runs `grosz` in a process of its own, as a user does, with one data folder."""

    def __init__(self, home: Path) -> None:
        self.home = Home(home)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "grosz.main", *arguments],
            env={**os.environ, "GROSZ_HOME": str(self.home.root), "COLUMNS": "100"},
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )


@pytest.fixture
def nowhere(tmp_path: Path) -> Console:
    """No stack was ever started here."""
    return Console(tmp_path / "home")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """The whole stack: both servers, all four services."""
    console = Console(tmp_path_factory.mktemp("console") / "home")
    try:
        started = console.run("up")
        assert started.returncode == 0, started.stderr
        asyncio.run(_a_budget(Stack.load(console.home)))
        yield console
    finally:
        console.run("down")
        PostgresServer(console.home.root / "postgres").remove()


async def _a_budget(stack: Stack) -> None:
    async with Client(stack) as client:
        for number, command in enumerate(_commands()):
            await client.send("programme", command, command_id=f"console-{number}", person="treasurer-1")


def _commands() -> list[Command]:
    return [
        SubmitBudgetDraft(
            programme_id="torun-2026", limit_grosze=1_000_001, submitted_on=date(2026, 1, 5), document="Draft 1"
        ),
        AllocateArea(
            programme_id="torun-2026",
            line_id="sport.wsir.926-92605-2360",
            amount_grosze=400_000,
            document="Plan 1",
        ),
    ]


@pytest.mark.parametrize("arguments", [["budget"], ["ledger", "sheet"], ["token", "clerk-1", "treasurer"], ["status"]])
def test_without_a_stack_the_exit_code_is_3_and_the_message_names_the_way_out(
    nowhere: Console, arguments: list[str]
) -> None:
    ended = nowhere.run(*arguments)
    assert ended.returncode == 3
    assert "grosz up" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_down_without_a_stack_is_fine(nowhere: Console) -> None:
    ended = nowhere.run("down")
    assert (ended.returncode, ended.stdout) == (0, "nothing was running\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["budget", "--as-of", "2025-02-30"],
        ["budget", "--known-at", "2025-02-20T10:00:00"],
        ["budget", "--known-at", "noon"],
        ["budget", "--by", "person"],
        ["ledger", "sheet", "--from", "2025-02-30"],
        ["ledger", "statement", "No Account"],
        ["token", "clerk-1"],
    ],
)
def test_wrong_usage_is_exit_code_2(nowhere: Console, arguments: list[str]) -> None:
    ended = nowhere.run(*arguments)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    "command",
    ["up", "down", "status", "token", "budget", "ledger", "ledger accounts", "ledger statement", "ledger sheet"],
)
def test_every_command_has_a_help_text_with_its_exit_codes(nowhere: Console, command: str) -> None:
    ended = nowhere.run(*command.split(), "--help")
    assert ended.returncode == 0
    assert "Exit codes" in ended.stdout
    assert not nowhere.home.root.exists()


def test_status_tells_each_part_in_json(running: Console) -> None:
    ended = running.run("status", "--json")
    found = json.loads(ended.stdout)
    assert ended.returncode == 0
    assert found["ready"] is True
    assert {part["name"]: part["state"] for part in found["parts"]} == dict.fromkeys(
        ("postgres", "nats", *SERVICES), "ready"
    )


def test_budget_prints_the_answer_as_canonical_json(running: Console) -> None:
    ended = running.run("budget", "--json")
    found = json.loads(ended.stdout)
    assert ended.returncode == 0
    assert canonical_json(found).decode() + "\n" == ended.stdout
    assert (found["programme"], found["limit"], found["free"], found["allocated"]) == (
        "torun-2026",
        1_000_001,
        600_001,
        400_000,
    )
    assert sum(found[key] for key in BALANCES.split()) == found["limit"]
    assert found["areas"]["sport"]["allocated"] == 400_000


def test_budget_for_people_is_in_zloty_and_says_which_programme(running: Console) -> None:
    ended = running.run("budget")
    assert ended.returncode == 0
    assert "this is torun-2026" in ended.stdout
    assert "10 000,01" in ended.stdout
    assert "sport" in ended.stdout
    assert "known at" in ended.stdout


def test_budget_by_unit_says_what_lies_in_none_and_adds_up(running: Console) -> None:
    found = json.loads(running.run("budget", "--by", "unit", "--json").stdout)
    assert found["groups"]["wsir"]["allocated"] == 400_000
    assert found["elsewhere"]["free"] == 600_001
    assert "in no unit" in running.run("budget", "--by", "unit").stdout


@pytest.mark.parametrize("paper", [["accounts"], ["statement", "free"], ["sheet"], ["journal"]])
def test_each_paper_of_the_ledger_is_there_for_people_and_as_canonical_json(running: Console, paper: list[str]) -> None:
    shown, ended = running.run("ledger", *paper), running.run("ledger", *paper, "--json")
    assert (shown.returncode, ended.returncode) == (0, 0), shown.stderr
    assert "this is torun-2026" in shown.stdout
    assert "6 000,01" in shown.stdout or "10 000,01" in shown.stdout
    assert canonical_json(json.loads(ended.stdout)).decode() + "\n" == ended.stdout
    assert json.loads(ended.stdout)["programme"] == "torun-2026"


def test_the_turnover_sheet_agrees_with_the_journal(running: Console) -> None:
    ended = running.run("ledger", "sheet", "--from", "2026-01-01", "--until", "2026-12-31")
    assert ended.returncode == 0
    assert "agrees with the journal: 2 entries" in ended.stdout


def test_the_statement_of_an_unknown_account_is_refused(running: Console) -> None:
    ended = running.run("ledger", "statement", "line/nowhere")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "touched" in ended.stderr


def test_budget_of_an_unknown_programme_is_refused(running: Console) -> None:
    ended = running.run("budget", "--programme", "torun-1999", "--json")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "torun-1999" in ended.stderr


def test_a_malformed_programme_is_wrong_usage(running: Console) -> None:
    ended = running.run("budget", "--programme", "Toruń 2025")
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr


def test_a_printed_token_is_one_that_the_services_take(running: Console) -> None:
    ended = running.run("token", "clerk-1", "treasurer", "late-entry")
    person = TokenCheck(IssuerKeys(running.home.issuer_public_key)).person(ended.stdout.strip())
    assert (person.pseudonym, person.roles) == ("clerk-1", {"treasurer", "late-entry"})


def test_bus_and_http_give_the_same_answers(running: Console) -> None:
    """The stored answer to a command, the answer to a question, and the reason of a refusal."""

    async def compare() -> None:
        stack = Stack.load(running.home)
        async with Client(stack) as http, BusClient(stack) as bus:
            command = _commands()[0]
            sent = [
                await way.send("programme", command, command_id="console-0", person="treasurer-1")
                for way in (http, bus)
            ]
            assert sent[0] == sent[1]
            assert sent[0].repeated
            # At one instant, for the latest one moves on between two askings.
            known_at = (await http.ask("programme", BudgetQuestion()))["known_at"]
            question = BudgetQuestion.model_validate({"known_at": known_at})
            assert await http.ask("programme", question) == await bus.ask("programme", question)
            unknown = ProgrammeQuestion(programme="torun-1999")
            assert await _refusal(http, unknown) == await _refusal(bus, unknown)

    asyncio.run(compare())


async def _refusal(way: Client | BusClient, question: Question) -> str:
    with pytest.raises(Refused) as caught:
        await way.ask("programme", question)
    return caught.value.problem.model_dump_json()


def test_the_auditor_reads_all_four_stores_but_for_personal_texts(running: Console) -> None:
    for service in SERVICES:
        with psycopg.connect(Stack.load(running.home).auditor_dsn(service)) as connection:
            tables = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
            ).fetchall()
            assert tables, service
            for (table,) in tables:
                if table not in PERSONAL:
                    connection.execute(f'SELECT count(*) FROM "{table}"')


async def _another_year(stack: Stack) -> None:
    """The demo's year beside the one that is there."""
    async with Client(stack) as client:
        await client.send(
            "programme",
            SubmitBudgetDraft(
                programme_id="torun-2025", limit_grosze=7, submitted_on=date(2024, 11, 14), document="Draft 2"
            ),
            person="p-treasurer",
        )


def test_of_several_years_the_budget_without_a_name_is_the_demos(running: Console) -> None:
    asyncio.run(_another_year(Stack.load(running.home)))
    ended = running.run("budget")
    assert "this is torun-2025" in ended.stdout
