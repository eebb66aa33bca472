"""Commands that payments takes, by HTTP and on the bus."""

from payments import usecases
from shared.messages import payments_v1
from shared.transport.binding import BoundCommand, bind_commands


def commands(*, debtor_name: str, debtor_account: str) -> dict[str, BoundCommand]:
    """The debtor is whose account payment orders are drawn on: a matter of the deployment, so main says it."""
    return bind_commands(
        payments_v1.COMMANDS, usecases.commands(debtor_name=debtor_name, debtor_account=debtor_account)
    )
