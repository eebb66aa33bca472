"""python -m notifications migrate | serve"""

from notifications.main import SERVICE
from shared.hosting.command_line import run

run(SERVICE)
