"""A service that is killed in the worst moment: python -m tests.support.dying_service programme.main serve.

DIE_AT_ACK=n: in place of the n-th acknowledgement, when the effect is committed and nobody knows, the
process kills itself with SIGKILL. Unacknowledged messages come again after one second instead of thirty.
"""

from __future__ import annotations

import importlib
import itertools
import os
import signal
import sys

from faststream.nats import NatsMessage

from shared.hosting.command_line import run
from shared.transport import durables


def main() -> None:
    durables.ACK_WAIT_SECONDS = 1
    die_at = int(os.environ.get("DIE_AT_ACK", "0"))
    acknowledge, numbers = NatsMessage.ack, itertools.count(1)

    async def ack(message: NatsMessage) -> None:
        if next(numbers) == die_at:
            os.kill(os.getpid(), signal.SIGKILL)
        await acknowledge(message)

    NatsMessage.ack = ack
    service = importlib.import_module(sys.argv.pop(1)).SERVICE
    run(service)


if __name__ == "__main__":
    main()
