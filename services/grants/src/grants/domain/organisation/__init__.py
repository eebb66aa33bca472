"""Organisation: who may offer and be paid (UDPP art. 3(2), 3(3)).

    (absent) --OrganisationRegistered--> registered

Once registered it stays; its name lies outside events and may be erased. A change of the bank account is an act of
its own, with two pairs of eyes, and does not exist yet: the same id with another body is refused.
"""

from grants.domain.organisation.decisions import (
    AnotherOrganisationUnderTheSameId,
    OrganisationUnknown,
    register_organisation,
    registered_organisation,
)
from grants.domain.organisation.events import OrganisationRegistered
from grants.domain.organisation.state import Absent, OrganisationState, Registered, evolve
from shared.kernel.aggregate import Aggregate

ORGANISATION: Aggregate[OrganisationState] = Aggregate("organisation", Absent(), evolve)

__all__ = [
    "ORGANISATION",
    "Absent",
    "AnotherOrganisationUnderTheSameId",
    "OrganisationRegistered",
    "OrganisationState",
    "OrganisationUnknown",
    "Registered",
    "register_organisation",
    "registered_organisation",
]
