"""Commands by HTTP and by request on the bus, the same ones."""

from grants import usecases
from shared.messages import grants_v1
from shared.transport.binding import bind_commands

COMMANDS = bind_commands(grants_v1.COMMANDS, usecases.COMMANDS)
