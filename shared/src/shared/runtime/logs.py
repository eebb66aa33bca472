"""Structured logs: one JSON object a line; what ties lines together as fields; no personal data.

A line is a fixed sentence with values of ours. An error among them is told by `telemetry.words`, since a library's own
words may quote what a caller sent.
"""

import json
import logging
import sys
from datetime import UTC, datetime

from shared.telemetry import words

_TIES = ("correlation_id", "trace_id", "command", "command_id", "event_id", "publisher")
"""Fields that `words.about` may have added."""


class _JsonLines(logging.Formatter):
    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def format(self, record: logging.LogRecord) -> str:
        if isinstance(record.args, tuple):
            record.args = tuple(words.of_error(a) if isinstance(a, BaseException) else a for a in record.args)
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "service": self._service,
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **{tie: record.__dict__[tie] for tie in _TIES if tie in record.__dict__},
        }
        if record.exc_info and record.exc_info[1]:
            line["exception"] = words.of_traceback(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def set_up(service: str, level: str) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines(service))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("faststream").setLevel(logging.WARNING)
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)
