"""What outsiders may rely on: a deliberate choice, fact by fact.

Which facts are told is this table's choice; which of their fields, the wire shape's: it takes those it declares by name
and leaves the others here. Kept to ourselves: the register of organisations, the formal acceptance and the points of an
offer, a report and its acceptance (the money accepted is told), and what others told us.
"""

from typing import Any

from grants.domain.award import AwardDeclined, AwardLapsed, AwardProposed, AwardRefused, AwardRevoked, GrantAwarded
from grants.domain.contract import AnnexSigned, ContractSigned, ContractTerminated, GrantTakenOver
from grants.domain.increase import IncreaseDropped, IncreaseProposed
from grants.domain.offer import OfferFormallyRejected, OfferNotAwarded, OfferSubmitted
from grants.domain.settlement import AcceptanceWithdrawn, ExpenditureAccepted, GrantSettled, ReportFallenDue
from shared.kernel.canonical import plain
from shared.messages import grants_answers_v1, grants_changes_v1, grants_v1
from shared.messages.fields import Fact

TOLD: dict[type, type[Fact]] = {
    OfferSubmitted: grants_v1.OfferSubmitted,
    OfferFormallyRejected: grants_v1.OfferRejected,
    OfferNotAwarded: grants_answers_v1.OfferNotAwarded,
    AwardProposed: grants_v1.AwardProposed,
    GrantAwarded: grants_v1.GrantAwarded,
    AwardRefused: grants_v1.AwardRefused,
    AwardDeclined: grants_v1.AwardDeclined,
    AwardLapsed: grants_changes_v1.AwardLapsed,
    AwardRevoked: grants_changes_v1.AwardRevoked,
    IncreaseProposed: grants_changes_v1.IncreaseProposed,
    IncreaseDropped: grants_changes_v1.IncreaseDropped,
    AnnexSigned: grants_changes_v1.AnnexSigned,
    ContractTerminated: grants_changes_v1.ContractTerminated,
    AcceptanceWithdrawn: grants_changes_v1.AcceptanceWithdrawn,
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
