"""Whose account pays: the one thing that payments needs from its deployment besides where its neighbours are."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from shared.kernel.identifiers import check_nrb

# Invented, and easy to see as such: no bank has the number 0000 0000. Its check digits are right.
INVENTED_ACCOUNT = "74000000000000000000000001"
DEBTOR_NAME_LENGTH_MAX = 140
"""Max140Text of ISO 20022."""


@dataclass(frozen=True, slots=True)
class Debtor:
    """The city as its bank knows it. `bank_account` is an NRB, 26 digits."""

    name: str
    bank_account: str


def debtor(environment: Mapping[str, str] = os.environ) -> Debtor:
    """GROSZ_PAYMENTS_DEBTOR_NAME and GROSZ_PAYMENTS_DEBTOR_ACCOUNT; both default to invented ones.

    Raises ValueError for an account whose check digits do not agree, or a name that the bank's form cannot hold.
    """
    name = environment.get("GROSZ_PAYMENTS_DEBTOR_NAME", "Gmina Miasta Toruń (invented account)")
    if not 1 <= len(name) <= DEBTOR_NAME_LENGTH_MAX:
        raise ValueError("GROSZ_PAYMENTS_DEBTOR_NAME has 1 to 140 characters")
    return Debtor(name, check_nrb(environment.get("GROSZ_PAYMENTS_DEBTOR_ACCOUNT", INVENTED_ACCOUNT)))
