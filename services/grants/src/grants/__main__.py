"""python -m grants migrate | serve."""

from grants.main import SERVICE
from shared.hosting.command_line import run

run(SERVICE)
