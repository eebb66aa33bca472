"""Bad commands: the same problem by HTTP and on the bus, with field, rule and status, and nothing is stored."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import nats
import pytest

from programme.main import SERVICE
from shared.eventstore.migrations import migrate
from shared.kernel.money import GROSZE_MAX
from shared.transport.bus import ACTOR_HEADER
from tests.support.running import Issuer, ServiceProcess, service_process, tables
from tests.support.servers import Postgres, own_nats

pytestmark = pytest.mark.slow

DRAFT = {"programme_id": "torun-2025", "planned_grosze": 5}
LIMIT = {"programme_id": "torun-2025", "limit_grosze": 5, "submitted_on": "2024-11-15", "document": "WPF 1/2024"}
CALL = {
    "call_id": "sport-1",
    "programme_id": "torun-2025",
    "line_id": "sport.wsir.926-92605-2360",
    "number": "1/2025",
    "pool_grosze": 100,
    "opens_on": "2025-01-02",
    "offers_until": "2025-02-01T12:00:00+01:00",
    "max_grant_grosze": 50,
}
DROP = object()


class Programme:
    """The programme service as a process, asked both ways."""

    def __init__(self, service: ServiceProcess, nats_url: str, database: str) -> None:
        self.service = service
        self.database = database
        self._nats_url = nats_url

    def both(self, name: str, body: bytes, token: str | None) -> dict[str, Any]:
        """The answer, after seeing that both ways give the same one."""
        by_http = self.http(name, body, token)
        on_the_bus = asyncio.run(self._request(name, body, token))
        assert by_http.json() == on_the_bus
        assert by_http.status_code == on_the_bus["status"]
        assert by_http.headers["content-type"] == "application/problem+json"
        return on_the_bus

    def http(self, name: str, body: bytes, token: str | None) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
        return httpx.post(f"{self.service.url}/commands/{name}", content=body, headers=headers, timeout=10)

    async def _request(self, name: str, body: bytes, token: str | None) -> dict[str, Any]:
        client = await nats.connect(self._nats_url, allow_reconnect=False)
        try:
            headers = {ACTOR_HEADER: token} if token is not None else None
            reply = await client.request(f"cmd.programme.{name}", body, timeout=10, headers=headers)
        finally:
            await client.close()
        return json.loads(reply.data)

    def token(self, *roles: str, **claims: Any) -> str:
        return self.service.issuer.token(*(roles or ("programme-editor", "treasurer", "call-editor")), **claims)


@pytest.fixture(scope="module")
def programme(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programme]:
    database, folder = postgres.fresh_database("bad_commands"), tmp_path_factory.mktemp("programme")
    migrate(database, SERVICE.migrations)
    with own_nats() as bus:
        start = service_process("-m", "programme", "serve", database_url=database, nats_url=bus.url, folder=folder)
        with start as service:
            yield Programme(service.wait_ready(), bus.url, database)
    postgres.drop_database(database)


@pytest.fixture
def nothing_stored(programme: Programme) -> Iterator[None]:
    yield
    stored = tables(programme.database)
    assert (stored["events"], stored["receipts"]) == ([], [])


def body(fields: dict[str, Any], **envelope: Any) -> bytes:
    whole = {"command_id": "command-1", "data": fields} | envelope
    return json.dumps({name: value for name, value in whole.items() if value is not DROP}).encode()


def draft(**changes: Any) -> bytes:
    return body({name: value for name, value in (DRAFT | changes).items() if value is not DROP})


AMOUNT = "data.planned_grosze"
MALFORMED: dict[str, tuple[str, bytes, str]] = {
    "unknown field": ("draft-programme", draft(colour="red"), "data.colour"),
    "unknown field of the envelope": ("draft-programme", body(DRAFT, colour="red"), "colour"),
    "missing field": ("draft-programme", draft(planned_grosze=DROP), AMOUNT),
    "text for an amount": ("draft-programme", draft(planned_grosze="5"), AMOUNT),
    "5.0 for an amount": ("draft-programme", draft(planned_grosze=5.0), AMOUNT),
    "a fraction": ("draft-programme", draft(planned_grosze=5.5), AMOUNT),
    "an exponent": ("draft-programme", draft().replace(b": 5", b": 5e0"), AMOUNT),
    "true for an amount": ("draft-programme", draft(planned_grosze=True), AMOUNT),
    "null for an amount": ("draft-programme", draft(planned_grosze=None), AMOUNT),
    "a list for an amount": ("draft-programme", draft(planned_grosze=[5]), AMOUNT),
    "negative": ("draft-programme", draft(planned_grosze=-1), AMOUNT),
    "zero": ("draft-programme", draft(planned_grosze=0), AMOUNT),
    "above 2^53-1": ("draft-programme", draft(planned_grosze=GROSZE_MAX + 1), AMOUNT),
    "beyond int64": ("draft-programme", draft(planned_grosze=2**63), AMOUNT),
    "far beyond int64": ("draft-programme", draft(planned_grosze=10**400), AMOUNT),
    "not a number": ("draft-programme", draft(planned_grosze=float("nan")), AMOUNT),
    "infinite": ("draft-programme", draft(planned_grosze=float("inf")), AMOUNT),
    "number for a text": ("draft-programme", draft(programme_id=2025), "data.programme_id"),
    "an id of another form": ("draft-programme", draft(programme_id="Toruń 2025"), "data.programme_id"),
    "an id with a line's end": ("draft-programme", draft(programme_id="torun-2025\n"), "data.programme_id"),
    "a day that does not exist": (
        "submit-budget-draft",
        body(LIMIT | {"submitted_on": "2025-02-30"}),
        "data.submitted_on",
    ),
    "a leap day in another year": (
        "submit-budget-draft",
        body(LIMIT | {"submitted_on": "2025-02-29"}),
        "data.submitted_on",
    ),
    "a day as a number": ("submit-budget-draft", body(LIMIT | {"submitted_on": 20250214}), "data.submitted_on"),
    "a day as an instant": (
        "submit-budget-draft",
        body(LIMIT | {"submitted_on": "2025-02-14T00:00:00Z"}),
        "data.submitted_on",
    ),
    "a day in Polish order": ("submit-budget-draft", body(LIMIT | {"submitted_on": "14.02.2025"}), "data.submitted_on"),
    "a label with a NUL": ("submit-budget-draft", body(LIMIT | {"document": "WPF\x00"}), "data.document"),
    "an instant without offset": (
        "open-call",
        body(CALL | {"offers_until": "2025-02-01T12:00:00"}),
        "data.offers_until",
    ),
    "an instant that no calendar holds in UTC": (
        "open-call",
        body(CALL | {"offers_until": "9999-12-31T23:59:59-12:00"}),
        "data.offers_until",
    ),
    "an acted_at that no calendar holds in UTC": (
        "draft-programme",
        body(DRAFT, acted_at="0001-01-01T00:00:00+12:00", late_reason="post"),
        "acted_at",
    ),
    "an acted_at as a number": ("draft-programme", body(DRAFT, acted_at=1_700_000_000), "acted_at"),
    "no command_id": ("draft-programme", body(DRAFT, command_id=DROP), "command_id"),
    "an empty command_id": ("draft-programme", body(DRAFT, command_id=""), "command_id"),
    "a command_id of spaces": ("draft-programme", body(DRAFT, command_id=" " * 12), "command_id"),
    "a command_id too long": ("draft-programme", body(DRAFT, command_id="x" * 101), "command_id"),
    "a command_id as a number": ("draft-programme", body(DRAFT, command_id=12345678), "command_id"),
    "no data": ("draft-programme", body(DRAFT, data=DROP), "data"),
    "data null": ("draft-programme", body(DRAFT, data=None), "data"),
    "data as a list": ("draft-programme", body(DRAFT, data=[DRAFT]), "data"),
    "not JSON": ("draft-programme", b"programme_id=torun-2025", "body"),
    "nothing": ("draft-programme", b"", "body"),
    "not UTF-8": ("draft-programme", b'{"command_id": "\xff"}', "body"),
    "two values": ("draft-programme", draft() + draft(), "body"),
    "a list": ("draft-programme", b"[]", "body"),
}


@pytest.mark.usefixtures("nothing_stored")
@pytest.mark.parametrize(("name", "sent", "field"), MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_command_is_refused_with_its_field(
    programme: Programme, name: str, sent: bytes, field: str
) -> None:
    token = programme.token("programme-editor", "treasurer", "call-editor", "late-entry")
    problem = programme.both(name, sent, token)
    assert (problem["code"], problem["status"], problem["field"]) == ("malformed", 422, field)
    assert problem["rule"]
    assert {"field", "reason"} <= problem["errors"][0].keys()


@pytest.mark.usefixtures("nothing_stored")
def test_every_malformed_field_is_named_not_only_the_first(programme: Programme) -> None:
    problem = programme.both("draft-programme", draft(planned_grosze=-1, programme_id="x"), programme.token())
    assert {error["field"] for error in problem["errors"]} == {AMOUNT, "data.programme_id"}


NO_PERSON = {
    "no token": lambda *_: None,
    "not a token": lambda *_: "let-me-in",
    "a token of another issuer's key": lambda _, foreign: foreign.token("programme-editor"),
    "an expired token": lambda own, _: own.token("programme-editor", exp=1_700_000_000),
    "a token without an end": lambda own, _: own.token("programme-editor", exp=None),
    "a token of tomorrow": lambda own, _: own.token("programme-editor", nbf=4_000_000_000),
    "a token for somebody else": lambda own, _: own.token("programme-editor", aud="another"),
    "a token by somebody else": lambda own, _: own.token("programme-editor", iss="another"),
    "a token without a person": lambda own, _: own.token("programme-editor", sub=None),
    "a token whose roles are a word": lambda own, _: own.token(roles="programme-editor"),
    "an unsigned token": lambda own, _: _unsigned(own.token("programme-editor")),
    "a token with another body": lambda own, _: _with_another_body(own),
}


def _unsigned(token: str) -> str:
    return f"eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{token.split('.')[1]}."


def _with_another_body(issuer: Issuer) -> str:
    head, _, signature = issuer.token("nobody").split(".")
    return f"{head}.{issuer.token('programme-editor').split('.')[1]}.{signature}"


@pytest.mark.usefixtures("nothing_stored")
@pytest.mark.parametrize("make", NO_PERSON.values(), ids=NO_PERSON.keys())
def test_a_command_without_a_person_that_the_issuer_vouches_for_is_refused(
    programme: Programme, tmp_path: Path, make: Any
) -> None:
    problem = programme.both("draft-programme", draft(), make(programme.service.issuer, Issuer(tmp_path)))
    assert (problem["code"], problem["status"]) == ("unauthenticated", 401)


@pytest.mark.usefixtures("nothing_stored")
@pytest.mark.parametrize("roles", [("treasurer",), ("late-entry",), ("programme-editors",), ("Programme-Editor",)])
def test_a_person_without_the_role_is_refused_with_the_article(programme: Programme, roles: tuple[str, ...]) -> None:
    problem = programme.both("draft-programme", draft(), programme.token(*roles))
    assert (problem["code"], problem["status"], problem["article"]) == ("forbidden", 403, "UDPP art. 5a(1)")


NOW = datetime.now(UTC)
LATE = (NOW - timedelta(days=3)).isoformat()
ACTED_AT = {
    "in the future": ((NOW + timedelta(days=1)).isoformat(), "post", ["late-entry"], 422, "acted_at"),
    "in the past without the role": (LATE, "post", [], 403, "acted_at"),
    "in the past without a reason": (LATE, None, ["late-entry"], 422, "late_reason"),
    "without offset": (NOW.replace(tzinfo=None).isoformat(), "post", ["late-entry"], 422, "acted_at"),
}


@pytest.mark.usefixtures("nothing_stored")
@pytest.mark.parametrize(("at", "reason", "roles", "status", "field"), ACTED_AT.values(), ids=ACTED_AT.keys())
def test_the_moment_of_an_act_is_now_or_told_with_role_and_reason(
    programme: Programme, at: str, reason: str | None, roles: list[str], status: int, field: str
) -> None:
    sent = body(DRAFT, acted_at=at, late_reason=reason)
    problem = programme.both("draft-programme", sent, programme.token("programme-editor", *roles))
    assert (problem["code"], problem["status"], problem["field"]) == ("acted-at-not-allowed", status, field)


@pytest.mark.usefixtures("nothing_stored")
def test_a_body_larger_than_a_message_of_the_bus_is_refused(programme: Programme) -> None:
    answer = programme.http("draft-programme", draft(colour="x" * 1_000_001), programme.token())
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


def test_a_good_command_is_taken_late_with_role_and_reason_and_its_id_belongs_to_its_body(programme: Programme) -> None:
    """Last in this file: from here on something is stored."""
    token = programme.token("programme-editor", "late-entry")
    late = body(DRAFT, acted_at=LATE, late_reason="post")
    first = programme.http("draft-programme", late, token)
    assert (first.status_code, first.json()["ok"], first.json()["repeated"]) == (200, True, False)
    again = asyncio.run(programme._request("draft-programme", late, token))
    assert again == first.json() | {"repeated": True}
    for other in (draft(), body(DRAFT, acted_at=LATE, late_reason="other"), body(DRAFT | {"planned_grosze": 6})):
        problem = programme.both("draft-programme", other, token)
        assert (problem["code"], problem["status"], problem["field"]) == ("command-id-reused", 409, "command_id")
    unknown = programme.both(
        "close-consultation", body({"programme_id": "torun-1999", "remarks_count": 1}, command_id="command-2"), token
    )
    assert (unknown["status"], unknown["field"]) == (404, "data.programme_id")
