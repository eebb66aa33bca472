"""What a log may say of an error. Its own words are kept only where they are ours or tell of a connection: those of a
library may quote what a caller sent, a name or a bank account.
"""

from traceback import extract_tb

import nats.errors
import psycopg
from eventsourcing.persistence import PersistenceError

_OUR_ROOTS = frozenset({"shared", "programme", "grants", "payments", "notifications", "audit", "grosz"})
_OF_CONNECTIONS = (OSError, TimeoutError, nats.errors.Error)


def about(*, correlation_id: str | None, traceparent: str | None = None, **more: str) -> dict[str, str]:
    """The fields that tie a log line to a command or fact: give it to the logger as `extra`."""
    fields = {"correlation_id": correlation_id or "", **more}
    if traceparent:
        fields["trace_id"] = traceparent.split("-")[1]
    return {name: value for name, value in fields.items() if value}


def of_error(error: BaseException) -> str:
    """One line: the kind of error, and its words where they cannot quote anybody."""
    name = type(error).__name__
    if isinstance(error, PersistenceError) and error.__cause__ is not None:
        return f"{name} from {of_error(error.__cause__)}"
    if isinstance(error, psycopg.Error):
        # With a state the server speaks, and it quotes values; without one the connection failed.
        return f"{name} ({error.sqlstate})" if error.sqlstate else f"{name}: {' '.join(str(error).split())}"
    ours = type(error).__module__.split(".", 1)[0] in _OUR_ROOTS
    return f"{name}: {error}" if ours or isinstance(error, _OF_CONNECTIONS) else name


def of_traceback(error: BaseException) -> list[str]:
    """Where it happened, innermost last, for the whole chain: files, lines, functions; no values."""
    told = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in extract_tb(error.__traceback__)]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return [*(of_traceback(cause) if cause else []), f"{of_error(error)}", *told]
