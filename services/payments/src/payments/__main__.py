"""python -m payments migrate | serve"""

from payments.main import SERVICE
from shared.hosting.command_line import run

run(SERVICE)
