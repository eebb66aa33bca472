"""Commands by HTTP and, the same, by request on the bus."""

from programme import usecases
from shared.messages import programme_v1
from shared.transport.binding import bind_commands

COMMANDS = bind_commands(programme_v1.COMMANDS, usecases.COMMANDS)
