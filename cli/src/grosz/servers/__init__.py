"""Real servers from wheels: PostgreSQL and nats-server with JetStream, under a data folder, on the loopback address.

The same classes serve `grosz up` and the tests. A server keeps its port and its data over stop, kill and start, and is
found again by a later process through the record in its folder.
"""

from grosz.servers.nats import NatsServer
from grosz.servers.postgres import PostgresServer
from grosz.servers.server import ServerFailed

__all__ = ["NatsServer", "PostgresServer", "ServerFailed"]
