"""The moment at which nothing is owed either way."""

from grants.domain.settlement.events import GrantSettled
from grants.domain.settlement.state import Settlement


def settle_grant(state: Settlement, *, grant_id: str) -> list[GrantSettled]:
    """Settle the grant if its report is accepted and accepted + returned = disbursed, to the grosz.

    Asked after every fact that moves a figure, whichever of them comes last. A grant of which nothing is known as paid
    is not settled: the payment may still be on its way. settled_on is the latest day among the figures.
    """
    if state.settled or state.report is None or state.accepted_on is None:
        return []
    if state.disbursed_grosze == 0 or state.unsettled_grosze != 0:
        return []
    days = [day for day in (state.accepted_on, state.paid_on, state.returned_on) if day is not None]
    return [
        GrantSettled(
            grant_id=grant_id,
            programme_id=state.report.programme_id,
            organisation_id=state.report.organisation_id,
            accepted_grosze=state.accepted_grosze,
            returned_grosze=state.returned_grosze,
            settled_on=max(days),
        )
    ]
