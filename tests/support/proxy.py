"""A TCP proxy that loses one answer: the server has done what it was asked, and the client never hears of it."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

# PostgreSQL's ReadyForQuery in the state idle: whatever was asked is committed.
READY = b"Z\x00\x00\x00\x05I"


class Proxy:
    """Stands between a pool and PostgreSQL. `lose_answer_to(marker)` arms it for one request with the marker."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._marker: bytes | None = None
        self._reaches_server = True
        self._sockets: list[socket.socket] = []
        self.cut = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def address(self, database_url: str) -> str:
        """The same database, by way of the proxy. The answer must be readable, so no TLS."""
        whole = urlsplit(database_url)
        place = f"{whole.netloc.rpartition('@')[0]}@127.0.0.1:{self._listener.getsockname()[1]}"
        return whole._replace(netloc=place, query="sslmode=disable").geturl()

    def lose_answer_to(self, marker: bytes) -> None:
        """The next request with these bytes is carried out by the server; its answer is lost with the connection."""
        self._marker, self._reaches_server = marker, True

    def lose_request(self, marker: bytes) -> None:
        """The next request with these bytes never reaches the server."""
        self._marker, self._reaches_server = marker, False

    def close(self) -> None:
        self._listener.close()
        for one in self._sockets:
            with contextlib.suppress(OSError):
                one.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._server)
                self._sockets += [client, server]
                doomed = threading.Event()
                threading.Thread(target=self._ask, args=(client, server, doomed), daemon=True).start()
                threading.Thread(target=self._answer, args=(client, server, doomed), daemon=True).start()

    def _ask(self, client: socket.socket, server: socket.socket, doomed: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while data := client.recv(65536):
                if self._marker and self._marker in data:
                    self._marker = None
                    doomed.set()
                    if not self._reaches_server:
                        self._cut(client, server)
                        return
                server.sendall(data)
        _shut(server)

    def _answer(self, client: socket.socket, server: socket.socket, doomed: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(65536):
                if doomed.is_set():
                    if READY in data:
                        self._cut(client, server)
                        return
                    continue
                client.sendall(data)
        _shut(client)

    def _cut(self, client: socket.socket, server: socket.socket) -> None:
        self.cut += 1
        _shut(client)
        _shut(server)


def _shut(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)


@contextmanager
def proxy_before(database_url: str) -> Iterator[Proxy]:
    whole = urlsplit(database_url)
    proxy = Proxy(whole.hostname or "127.0.0.1", whole.port or 5432)
    try:
        yield proxy
    finally:
        proxy.close()
