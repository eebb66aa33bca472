"""Logs: what ties lines together is in fields; what a library's error quotes is in none of them."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable

import psycopg
import pytest
from eventsourcing.persistence import OperationalError
from pydantic import TypeAdapter, ValidationError

from shared.kernel.refusal import Refusal
from shared.runtime.logs import _JsonLines
from shared.telemetry import words

BAIT = "Zenobia Przynęta"
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def _line(message: str, *values: object, error: BaseException | None = None, **extra: str) -> str:
    told = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("shared.test", logging.ERROR, "file.py", 1, message, values, told)
    record.__dict__.update(extra)
    return _JsonLines("grants").format(record)


def _of(raising: Callable[[], object]) -> BaseException:
    try:
        raising()
    except Exception as error:  # noqa: BLE001 - whichever it is
        return error
    raise AssertionError("nothing was raised")


def test_a_line_bears_what_ties_it_to_its_command():
    tied = words.about(correlation_id="act-1", traceparent=TRACE, command_id="command-1")
    line = json.loads(_line("command %s failed", "sign-contract", **tied))
    assert (line["service"], line["level"], line["message"]) == ("grants", "ERROR", "command sign-contract failed")
    assert line["correlation_id"] == "act-1"
    assert line["trace_id"] == "0af7651916cd43dd8448eb211c80319c"
    assert line["command_id"] == "command-1"


@pytest.mark.parametrize(
    "error",
    [
        _of(lambda: int(BAIT)),
        _of(lambda: {}[BAIT]),
        _of(lambda: TypeAdapter(int).validate_python(BAIT)),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_that_quotes_a_caller_is_told_without_its_words(error: BaseException):
    line = _line("it failed: %s", error, error=error)
    assert BAIT not in line
    assert type(error).__name__ in json.loads(line)["message"]
    assert "test_logs.py" in str(json.loads(line)["exception"])


@pytest.mark.slow
def test_a_database_error_is_told_by_its_state_alone(postgres):
    with psycopg.connect(postgres.fresh_database(), autocommit=True) as connection:
        connection.execute("CREATE TABLE people (name text UNIQUE)")
        connection.execute("INSERT INTO people VALUES (%s)", (BAIT,))
        quoting = _of(lambda: connection.execute("INSERT INTO people VALUES (%s)", (BAIT,)))
    assert BAIT in str(quoting)
    wrapped = OperationalError(quoting)
    wrapped.__cause__ = quoting
    for error in (quoting, wrapped):
        line = _line("the store did not answer: %s", error, error=error)
        assert BAIT not in line
        assert "23505" in line


def test_what_a_connection_says_is_kept():
    error = _of(lambda: psycopg.connect("host=127.0.0.1 port=1 connect_timeout=1"))
    assert "refused" in json.loads(_line("no database: %s", error))["message"]


def test_a_rule_speaks_with_its_own_words():
    class TooLate(Refusal):
        rule = "In time."

    TooLate.__module__ = "grants.domain.offer.rules"
    assert words.of_error(TooLate("the call has ended")) == "TooLate: the call has ended"


def test_a_validation_error_of_pydantic_quotes_its_input_and_so_is_not_told():
    error = _of(lambda: TypeAdapter(int).validate_python(BAIT))
    assert isinstance(error, ValidationError)
    assert BAIT in str(error)
    assert words.of_error(error) == "ValidationError"
