"""Registering an organisation, once."""

from dataclasses import replace

from grants.domain.organisation.events import OrganisationRegistered
from grants.domain.organisation.state import Absent, OrganisationState
from shared.kernel.refusal import Refusal
from shared.kernel.texts import TextRef


class OrganisationUnknown(Refusal):
    rule = "An organisation is registered before it offers."
    article = "UDPP art. 3(2), 3(3)"
    status = 404


class AnotherOrganisationUnderTheSameId(Refusal):
    rule = "An organisation id means one organisation, with one account and one register number."


def register_organisation(
    state: OrganisationState,
    *,
    organisation_id: str,
    name: TextRef,
    bank_account: str,
    krs: str | None,
    nip: str | None,
) -> list[OrganisationRegistered]:
    """Enter an organisation in the register.

    Nothing happens when account and numbers stand there already; names are not compared, since they lie outside.
    Refuses: AnotherOrganisationUnderTheSameId. Law: UDPP art. 3(2), 3(3).
    """
    wish = OrganisationRegistered(organisation_id, name, bank_account, krs, nip)
    if isinstance(state, Absent):
        return [wish]
    if replace(wish, name=state.entry.name) == state.entry:
        return []
    raise AnotherOrganisationUnderTheSameId(f"{organisation_id} has other numbers here", field="organisation_id")


def registered_organisation(state: OrganisationState, *, organisation_id: str) -> OrganisationRegistered:
    """The register's entry. Refuses: OrganisationUnknown."""
    if isinstance(state, Absent):
        raise OrganisationUnknown(f"{organisation_id} is not in the register", field="organisation_id")
    return state.entry
