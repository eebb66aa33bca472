"""Notifications takes no commands; the table says so to whoever looks for it."""

from notifications import usecases
from shared.messages import notifications_v1
from shared.transport.binding import bind_commands

COMMANDS = bind_commands(notifications_v1.COMMANDS, usecases.COMMANDS)
