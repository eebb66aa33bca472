"""After every fact that moves a settlement's figures: is anything still owed?"""

from grants.domain.settlement import SETTLEMENT, settle_grant
from shared.eventstore.desk import Desk


def settle_when_balanced(desk: Desk, grant_id: str) -> None:
    """Record the settlement, effective on the latest day among its figures, once they balance."""
    for settled in settle_grant(desk.state(SETTLEMENT, grant_id), grant_id=grant_id):
        desk.record(SETTLEMENT, grant_id, [settled], effective_on=settled.settled_on)
