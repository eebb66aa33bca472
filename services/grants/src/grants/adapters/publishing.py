"""What outsiders may rely on: a deliberate choice, fact by fact.

Which facts are told is this table's choice; which of their fields, the wire shape's: it takes those it declares by name
and leaves the others here. Kept to ourselves: the register of organisations, the formal acceptance and the points of an
offer, a report and its acceptance (the money accepted is told), and what others told us.
"""

from typing import Any

from grants.domain.award import AwardDeclined, AwardProposed, AwardRefused, GrantAwarded
from grants.domain.contract import ContractSigned, GrantTakenOver
from grants.domain.offer import OfferFormallyRejected, OfferSubmitted
from grants.domain.settlement import ExpenditureAccepted, GrantSettled, ReportFallenDue
from shared.kernel.canonical import plain
from shared.messages import grants_v1
from shared.messages.fields import Fact

TOLD: dict[type, type[Fact]] = {
    OfferSubmitted: grants_v1.OfferSubmitted,
    OfferFormallyRejected: grants_v1.OfferRejected,
    AwardProposed: grants_v1.AwardProposed,
    GrantAwarded: grants_v1.GrantAwarded,
    AwardRefused: grants_v1.AwardRefused,
    AwardDeclined: grants_v1.AwardDeclined,
    ContractSigned: grants_v1.ContractSigned,
    GrantTakenOver: grants_v1.GrantTakenOver,
    ReportFallenDue: grants_v1.ReportFallenDue,
    ExpenditureAccepted: grants_v1.ExpenditureAccepted,
    GrantSettled: grants_v1.GrantSettled,
}


def publish(event: Any, *, key: str) -> Fact | None:
    """The wire fact that tells outsiders of an event; None where it is our own affair. Our facts hold their key."""
    shape = TOLD.get(type(event))
    return shape.model_validate(plain(event)) if shape else None
