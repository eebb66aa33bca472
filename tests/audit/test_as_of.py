"""As-of over real stores, real streams and a real bundle: the same bytes, for ever; and what people see."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import psycopg
import pytest
from click.testing import Result
from nats.js.errors import NotFoundError
from typer.testing import CliRunner

from audit.commands import app
from audit.commands.desk import DONE, DOWN, FAILED
from audit.recount import recount
from audit.sources.bundle import Bundle
from audit.sources.merged import merged
from audit.uses import STREAM
from audit.warsaw import end_of
from shared.kernel import hlc
from shared.kernel.canonical import instant_text
from tests.audit.history import P
from tests.audit.test_recount import a_year
from tests.audit.three_sources import KINDS, ThreeSources
from tests.support.bus import on_bus
from tests.support.tampering import tampering
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow
Audit = Callable[..., Result]


@pytest.fixture
def audit(three: ThreeSources, monkeypatch: pytest.MonkeyPatch) -> Audit:
    """Run a command on these stores and this bus, in a home of its own."""
    home = three.folder / "home"
    home.mkdir()
    places = {"databases": three.dsns, "nats_url": three.nats_url}
    (home / "places.json").write_text(json.dumps(places))
    monkeypatch.setenv("GROSZ_AUDIT_HOME", str(home))
    monkeypatch.setenv("GROSZ_AUDIT_PERSON", "auditor-1")
    monkeypatch.setenv("GROSZ_AUDIT_REASON", "test")

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, list(words))

    return run


def sources_of(three: ThreeSources) -> list[str]:
    bundle = three.open("bundle")
    assert isinstance(bundle, Bundle)
    return ["db", "log", str(bundle.folder)]


def uses(three: ThreeSources) -> list[dict]:
    async def read(js):
        try:
            last = (await js.stream_info(STREAM)).state.last_seq
        except NotFoundError:
            return []
        return [json.loads((await js.get_msg(STREAM, number)).data) for number in range(1, last + 1)]

    return on_bus(three.nats_url, read)


def test_every_source_gives_the_same_bytes_and_after_later_facts_the_same_again(three: ThreeSources, audit: Audit):
    year = a_year()
    events = year.history.events
    early, late = events[: len(events) - 6], events[len(events) - 6 :]
    known = instant_text(hlc.instant_of(early[-1].stamp))
    three.write(early, passed=early[-1].stamp | (1 << hlc.COUNTER_BITS) - 1)
    words = ("as-of", "2025-12-31", "--known-at", known, "--by", "grant", "--json")
    first = {audit(*words, "--from", source).stdout_bytes for source in sources_of(three)}
    three.write(late)
    again = {audit(*words, "--from", source).stdout_bytes for source in sources_of(three)}
    assert len(first | again) == 1
    answer = json.loads(first.pop())
    assert answer["complete"]
    assert answer["causes"]["violations"] == 0
    counted = recount(three.dsns, P, as_of=date(2025, 12, 31), known_at=hlc.instant_of(early[-1].stamp))
    assert {name: answer[name] for name in counted} == counted
    assert {service: at["position"] for service, at in answer["cut"]["services"].items()} == {
        service: sum(1 for event in early if event.service == service) for service in three.dsns
    }


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("area", {"sport": 600}),
        ("unit", {"wsir": 600}),
        ("call", {"c1": 150}),
        ("grant", {"g1": 150, "g2": 0}),
        ("organisation", {"organisation not known": 150}),
    ],
)
def test_figures_are_split_by_whom_the_money_is_for(three: ThreeSources, audit: Audit, by: str, expected: dict):
    """Of the 180 signed, 150 is accepted; 30 was given back, and is the line's or revenue."""
    three.write(a_year().history.events, passed=2**61)
    answer = json.loads(audit("as-of", "2026-02-01", "--by", by, "--json").stdout)
    groups = answer["areas"] if by == "area" else answer["groups"]
    assert {group: figures["limit"] for group, figures in groups.items()} == expected
    if by != "area":
        assert sum(expected.values()) + answer["elsewhere"]["limit"] == answer["limit"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_service_that_is_behind_makes_the_answer_incomplete_and_is_named(
    three: ThreeSources, audit: Audit, kind: str
):
    year = a_year()
    three.write(year.history.events, passed=2**61)
    last = max(event.stamp for event in year.history.events if event.service == "payments")
    with psycopg.connect(three.dsns["payments"]) as connection:
        connection.execute("UPDATE head SET hlc = %s", (last,))
    source = dict(zip(KINDS, sources_of(three), strict=True))[kind]
    known = instant_text(hlc.instant_of(last + (5000 << hlc.COUNTER_BITS)))
    result = audit("as-of", "2025-12-31", "--known-at", known, "--json", "--from", source)
    answer = json.loads(result.stdout)
    assert (answer["complete"], answer["behind"]) == (False, ["payments"])
    assert "not complete: payments has passed" in result.stderr
    assert "short by 0:00:05" in result.stderr


def test_every_command_leaves_exactly_one_recorded_use(three: ThreeSources, audit: Audit):
    three.write(a_year().history.events, passed=2**61)
    bundle = three.folder / "taken"
    words = [
        ("events", "list", "--grant", "g1"),
        ("events", "show", "grants:1"),
        ("events", "show", "grants:999"),
        ("trace", "grants:1"),
        ("diff", "2025-01-01", "2026-01-01"),
        ("as-of", "2025-12-31"),
        ("export", str(bundle)),
        ("as-of", "2025-12-31", "--from", str(bundle)),
        ("as-of", "2025-12-31", "--from", str(bundle / "missing")),
        ("cuts", "take", "--day", "2025-10-08"),
        ("cuts", "list"),
        ("cuts", "check"),
        ("uses", "list"),
    ]
    begun = len(uses(three)) if audit("uses", "list").exit_code == DONE else 0
    codes = [audit(*command).exit_code for command in words]
    found = uses(three)[begun:]
    assert len(found) == len(words)
    assert [use["exit_code"] for use in found] == codes
    assert {(use["person"], use["reason"]) for use in found} == {("auditor-1", "test")}
    by_command = {use["command"]: use for use in found}
    assert by_command["events list"]["arguments"] == {"grant": "g1"}
    assert set(by_command["as-of"]) >= {"use_id", "at", "cut", "result_sha256", "source"}
    assert [code for code in codes if code == DOWN] == [DOWN]


def test_without_a_bus_uses_are_kept_in_a_file_whose_lines_hang_together(
    three: ThreeSources, audit: Audit, monkeypatch: pytest.MonkeyPatch
):
    three.write(a_year().history.events, passed=2**61)
    bundle = three.open("bundle")
    assert isinstance(bundle, Bundle)
    home = three.folder / "elsewhere"
    monkeypatch.setenv("GROSZ_AUDIT_HOME", str(home))
    for _ in range(3):
        assert audit("as-of", "2025-12-31", "--from", str(bundle.folder)).exit_code == DONE
    file = home / "uses.jsonl"
    lines = file.read_bytes().splitlines()
    assert len(lines) == 3
    assert audit("uses", "list").exit_code == DONE
    file.write_bytes(file.read_bytes().replace(b'"reason":"test"', b'"reason":"none"', 1))
    result = audit("uses", "list")
    assert result.exit_code == FAILED
    assert "uses.jsonl:2" in result.stderr


def test_nothing_is_shown_when_its_use_cannot_be_recorded(
    three: ThreeSources, audit: Audit, monkeypatch: pytest.MonkeyPatch
):
    three.write(a_year().history.events, passed=2**61)
    bundle = three.open("bundle")
    assert isinstance(bundle, Bundle)
    occupied = three.folder / "occupied"
    occupied.mkdir()
    (occupied / "uses.jsonl").mkdir()
    monkeypatch.setenv("GROSZ_AUDIT_HOME", str(occupied))
    result = audit("as-of", "2025-12-31", "--from", str(bundle.folder), "--json")
    assert (result.exit_code, result.stdout) == (DOWN, "")
    assert "nothing is shown" in result.stderr


def test_a_signed_cut_agrees_from_every_source_until_a_store_is_changed(three: ThreeSources, audit: Audit):
    year = a_year()
    three.write(year.history.events, passed=hlc.last_at(end_of(date(2025, 10, 9))))
    assert audit("cuts", "take", "--day", "2025-10-09").exit_code == FAILED  # no key yet
    assert audit("keys", "make", "torun/audit", str(three.folder / "home/workbench.key")).exit_code == DONE
    assert audit("cuts", "take", "--day", "2025-10-09").exit_code == DONE
    assert audit("cuts", "take", "--day", "2025-10-09").exit_code == FAILED  # never replaced
    assert "cannot be final yet" in audit("cuts", "take", "--day", "2025-10-10").stderr
    for source in sources_of(three):
        assert audit("cuts", "check", "--from", source).exit_code == DONE
    with tampering(three.dsns["payments"]) as connection:
        connection.execute(
            "UPDATE events SET state = convert_to(replace(convert_from(state, 'UTF8'), "
            "'\"amount_grosze\":80', '\"amount_grosze\":81'), 'UTF8')"
        )
    result = audit("cuts", "check")
    assert result.exit_code == FAILED
    assert "the figures of torun-2025 come out otherwise" in result.stdout
    with tampering(three.dsns["payments"]) as connection:
        connection.execute("DELETE FROM events WHERE notification_id = (SELECT max(notification_id) FROM events)")
    assert "payments: signed at position" in audit("cuts", "check").stdout


def test_a_cut_that_was_edited_bears_a_false_signature(three: ThreeSources, audit: Audit):
    three.write(a_year().history.events, passed=hlc.last_at(end_of(date(2025, 10, 9))))
    audit("keys", "make", "torun/audit", str(three.folder / "home/workbench.key"))
    path = Path(audit("cuts", "take", "--day", "2025-10-09").stdout.strip())
    path.write_text(path.read_text().replace('"position":', '"position":1'))
    result = audit("cuts", "check")
    assert result.exit_code == FAILED
    assert "the signature of torun/audit is false" in result.stdout


def test_events_are_filtered_by_what_they_are_about_and_when_they_were_recorded(three: ThreeSources, audit: Audit):
    year = a_year()
    three.write(year.history.events)
    whole = [json.loads(line) for line in audit("events", "list", "--json").stdout.splitlines()]
    with closing(three.open("db")) as source:
        assert [event["event_id"] for event in whole] == [record.event_id for record in merged(source)]
    about = [json.loads(line) for line in audit("events", "list", "--json", "--grant", "g1").stdout.splitlines()]
    assert [event["event_id"] for event in about] == [e["event_id"] for e in whole if e["data"].get("grant_id") == "g1"]
    third, fifth = whole[2]["recorded_at"], whole[4]["recorded_at"]
    between = audit("events", "list", "--json", "--since", third, "--until", fifth).stdout.splitlines()
    assert [json.loads(line)["event_id"] for line in between] == [event["event_id"] for event in whole[2:5]]
    signed = audit("events", "list", "--json", "--type", "contract.signed").stdout.splitlines()
    assert [json.loads(line)["type"] for line in signed] == ["contract.signed"]
    assert len(audit("events", "list", "--json", "--limit", "4").stdout.splitlines()) == 4


def test_a_difference_between_two_moments_is_what_was_recorded_between_them(three: ThreeSources, audit: Audit):
    events = a_year().history.events
    three.write(events)
    signed = next(number for number, event in enumerate(events) if event.name == "contract.signed.v1")
    before, after = (instant_text(hlc.instant_of(events[number].stamp)) for number in (signed - 1, signed))
    found = json.loads(audit("diff", before, after, "--json").stdout)
    assert found["positions"]["grants"]["to"] - found["positions"]["grants"]["from"] == 1
    assert found["money"][P]["grant"]["g1"]["contracted"] == {"from": 0, "to": 180}
    assert found["money"][P]["grant"]["g1"]["reserved"] == {"from": 200, "to": 0}
    assert set(found["money"][P]["total"][""]) == {"reserved", "contracted", "opened", "committed", "headroom"}
    assert [state["to"] for state in found["states"].values()] == ["contract.signed.v1"]


def test_facts_are_followed_as_they_are_recorded_until_it_is_interrupted(three: ThreeSources, audit: Audit):
    events = a_year().history.events
    three.write(events[:10])
    process = subprocess.Popen(
        [sys.executable, "-m", "audit", "events", "follow", "--json"], stdout=subprocess.PIPE, text=True
    )
    try:
        wait_until(lambda: "events follow" in [use["command"] for use in uses(three)], missing="the use of follow")
        assert process.stdout is not None
        written = 10
        ready: list[str] = []
        reading = threading.Thread(target=lambda: ready.append(process.stdout.readline()))
        reading.start()
        while reading.is_alive() and written < len(events):  # it begins where the history ends when it looks first
            three.write(events[written : written + 1])
            written += 1
            reading.join(2)
        assert json.loads(ready[0])["event_id"] in [event.event_id for event in events[10:written]]
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == DONE
        process.stdout.close()
