"""The client repeats what may pass and gives up on what will not."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import jwt
import pytest

from grosz import client as client_module
from grosz.client import Client, Refused, ServiceSilent
from grosz.home import Home
from grosz.issuer import Issuer, IssuerMissing, ensure_key_pair
from grosz.stack import Stack
from shared.messages.envelope import CommandEnvelope, Problem
from shared.messages.programme_v1 import BudgetQuestion, DraftProgramme
from shared.transport.actors import TokenCheck
from shared.transport.issuer_keys import IssuerKeys
from shared.transport.problems import command_id_reused, fault, unavailable

ACCEPTED = {"ok": True, "position": 1, "hlc": "x", "repeated": False}
DRAFT = DraftProgramme(programme_id="torun-2025", planned_grosze=1)


class Desk:
    """An HTTP server that answers from a list, the last answer again and again, and keeps what it was sent."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, Any]] = []
        self.bodies: list[bytes] = []
        self.paths: list[str] = []
        self.tokens: list[str] = []
        desk = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                desk.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
                desk.tokens.append(self.headers["Authorization"].removeprefix("Bearer "))
                self.do_GET()

            def do_GET(self) -> None:
                desk.paths.append(self.path)
                status, answer = desk.answers.pop(0) if len(desk.answers) > 1 else desk.answers[0]
                content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)


@pytest.fixture
def desk() -> Iterator[Desk]:
    found = Desk()
    thread = Thread(target=found.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield found
    found.server.shutdown()
    found.server.server_close()
    thread.join()


@pytest.fixture
def stack(desk: Desk, tmp_path: Path) -> Stack:
    home = Home(tmp_path)
    ensure_key_pair(home)
    return Stack(home, {"services": {"programme": {"port": desk.server.server_port}}})


def send(stack: Stack, *, patience_seconds: float = 20, **options: Any) -> Any:
    async def sending() -> Any:
        async with Client(stack, patience_seconds=patience_seconds, on_wait=options.pop("on_wait", None)) as client:
            return await client.send("programme", DRAFT, person="clerk-1", **options)

    return asyncio.run(sending())


def problem(found: Problem) -> tuple[int, Any]:
    return found.status, found.model_dump(mode="json")


def test_a_command_is_sent_as_its_envelope_with_the_role_it_needs(desk: Desk, stack: Stack) -> None:
    desk.answers = [(200, ACCEPTED)]
    assert send(stack, command_id="command-1").position == 1
    assert desk.paths == ["/commands/draft-programme"]
    envelope = CommandEnvelope[DraftProgramme].model_validate_json(desk.bodies[0])
    assert (envelope.command_id, envelope.data, envelope.acted_at) == ("command-1", DRAFT, None)
    person = TokenCheck(IssuerKeys(stack.home.issuer_public_key)).person(desk.tokens[0])
    assert (person.pseudonym, person.roles) == ("clerk-1", {"programme-editor"})


def test_a_dated_act_carries_its_moment_its_reason_and_the_role_for_it(desk: Desk, stack: Stack) -> None:
    desk.answers = [(200, ACCEPTED)]
    moment = datetime(2024, 11, 4, 9, tzinfo=UTC)
    send(stack, command_id="command-1", acted_at=moment, late_reason="from-paper", authority="torun")
    envelope = CommandEnvelope[DraftProgramme].model_validate_json(desk.bodies[0])
    assert (envelope.acted_at, envelope.late_reason, envelope.authority) == (moment, "from-paper", "torun")
    assert "late-entry" in TokenCheck(IssuerKeys(stack.home.issuer_public_key)).person(desk.tokens[0]).roles


def test_what_may_pass_is_sent_again_with_the_same_body(desk: Desk, stack: Stack) -> None:
    on_its_way = unavailable("the call is not known yet").model_copy(update={"status": 404})
    desk.answers = [
        problem(on_its_way),
        problem(unavailable("busy")),
        problem(fault()),
        (502, b"<html>"),
        (500, {"detail": "?"}),
        (200, ACCEPTED),
    ]
    send(stack, command_id="command-1")
    assert len(desk.bodies) == 6
    assert len(set(desk.bodies)) == 1


def test_a_final_problem_is_raised_at_once(desk: Desk, stack: Stack) -> None:
    desk.answers = [problem(command_id_reused())]
    with pytest.raises(Refused) as caught:
        send(stack, command_id="command-1")
    assert caught.value.problem.code == "command-id-reused"
    assert len(desk.bodies) == 1


def test_an_unknown_route_is_refused_and_not_repeated(desk: Desk, stack: Stack) -> None:
    desk.answers = [(404, {"detail": "Not Found"})]
    with pytest.raises(Refused, match="Not Found"):
        send(stack, command_id="command-1")
    assert len(desk.bodies) == 1


def test_patience_ends(desk: Desk, stack: Stack) -> None:
    desk.answers = [problem(unavailable("busy"))]
    with pytest.raises(ServiceSilent, match=r"programme gave no answer .* busy"):
        send(stack, command_id="command-1", patience_seconds=0.3)


def test_a_wait_is_told_once(desk: Desk, stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "_TELL_AFTER_SECONDS", 0.01)
    told: list[tuple[str, str]] = []
    desk.answers = [*[problem(unavailable("busy"))] * 4, (200, ACCEPTED)]
    send(stack, command_id="command-1", on_wait=lambda service, reason: told.append((service, reason)))
    assert told == [("programme", "unavailable: busy")]


def test_a_service_that_comes_back_elsewhere_is_found_by_the_record(desk: Desk, stack: Stack) -> None:
    """The client was made with an address where nobody listens; the record has the new one."""
    desk.answers = [(200, ACCEPTED)]
    stack.home.stack_file.write_text(json.dumps({"services": {"programme": {"port": desk.server.server_port}}}))
    old = Stack(stack.home, {"services": {"programme": {"port": 9}}})
    assert send(old, command_id="command-1").ok


def test_a_question_carries_its_fields_in_the_address(desk: Desk, stack: Stack) -> None:
    desk.answers = [(200, {"programme": "torun-2025"})]

    async def asking() -> dict[str, Any]:
        async with Client(stack) as client:
            return await client.ask("programme", BudgetQuestion(programme="torun-2025", as_of=date(2025, 1, 31)))

    assert asyncio.run(asking()) == {"programme": "torun-2025"}
    assert desk.paths == ["/budget?programme=torun-2025&as_of=2025-01-31"]


def test_a_token_is_kept_until_it_grows_old_and_another_pair_of_keys_refuses_it(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with pytest.raises(IssuerMissing):
        Issuer(home.issuer_private_key)
    ensure_key_pair(home)
    issuer = Issuer(home.issuer_private_key)
    token = issuer.mint_token("clerk-1", ["b", "a"])
    assert issuer.mint_token("clerk-1", ["a", "b"]) == token
    assert issuer.mint_token("clerk-1", ["a"]) != token
    public = home.issuer_public_key.read_bytes()
    ensure_key_pair(home)
    assert home.issuer_public_key.read_bytes() == public, "a second start keeps the pair"
    ensure_key_pair(Home(tmp_path / "other"))
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(token, Home(tmp_path / "other").issuer_public_key.read_bytes(), ["EdDSA"], audience="grosz")
