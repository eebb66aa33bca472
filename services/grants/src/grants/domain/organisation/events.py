"""Facts of an organisation."""

from dataclasses import dataclass

from shared.kernel.texts import TextRef


@dataclass(frozen=True, slots=True)
class OrganisationRegistered:
    """bank_account is an NRB (26 digits); KRS and NIP are missing where no such register holds the organisation."""

    organisation_id: str
    name: TextRef
    bank_account: str
    krs: str | None
    nip: str | None
