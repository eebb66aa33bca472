"""The container's health check: what it says of a service that is ready, not ready, or not there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from grosz.ports import free_port
from shared.runtime.probe import probe


class Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        ready = self.path == "/health/ready"
        self.send_response(200 if ready else 503)
        self.end_headers()
        self.wfile.write(b"{}" if ready else b'{"waiting_for": ["bus"]}')

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def port() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_ready_is_no_reason(port: int) -> None:
    assert probe("/health/ready", port=port) is None


def test_what_is_waited_for_is_the_reason(port: int) -> None:
    assert probe("/health/live", port=port) == '{"waiting_for": ["bus"]}'


def test_nobody_there_is_the_reason() -> None:
    assert "refused" in str(probe("/health/ready", port=free_port()))
