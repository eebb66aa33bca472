"""Ports on the loopback address."""

import random
import socket
from collections.abc import Collection

# Below the range from which the kernel serves outgoing connections: a client that knocks at a dead server's port
# again and again would otherwise one day be given that very port, talk to itself, and keep the server from returning.
_RANGE = range(20_000, 32_000)


class NoFreePort(Exception):
    """A thousand tries found no port to listen on."""


def free_port(*, preferred: int | None = None, avoid: Collection[int] = ()) -> int:
    """The preferred port when nobody listens there, else another free one, none of `avoid`. Raises NoFreePort."""
    if preferred is not None and is_free(preferred):
        return preferred
    for _ in range(1000):
        port = random.choice(_RANGE)
        if port not in avoid and is_free(port):
            return port
    raise NoFreePort(f"no free port between {_RANGE.start} and {_RANGE.stop - 1} on 127.0.0.1")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As the servers do it: a connection that lingers in TIME_WAIT does not count as taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
