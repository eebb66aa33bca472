from programme.main import SERVICE
from shared.hosting.command_line import run

run(SERVICE)
