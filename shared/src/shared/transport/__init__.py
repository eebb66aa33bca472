"""How the world reaches a service and how its facts reach the world: HTTP, the bus, the relay, the inbox."""
