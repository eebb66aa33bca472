"""Facts of one payment. Persons are pseudonyms; amounts are grosze; days are Warsaw dates."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PaymentPrepared:
    """A clerk prepared the payment: whom, how much and to which account is fixed here, from the contract."""

    grant_id: str
    programme_id: str
    organisation_id: str
    tranche_number: int
    amount_grosze: int
    bank_account: str
    prepared_by: str


@dataclass(frozen=True, slots=True)
class PaymentAuthorised:
    """The second pair of eyes agreed."""

    grant_id: str
    programme_id: str
    tranche_number: int
    amount_grosze: int
    authorised_by: str


@dataclass(frozen=True, slots=True)
class PaymentOrdered:
    """The payment left for the bank in an order."""

    grant_id: str
    tranche_number: int
    order_id: str
    execute_on: date


@dataclass(frozen=True, slots=True)
class PaymentDisbursed:
    """The bank paid it. `ordered` is false when no order of ours had asked for it."""

    grant_id: str
    tranche_number: int
    amount_grosze: int
    value_on: date
    statement_id: str
    ordered: bool


@dataclass(frozen=True, slots=True)
class PaymentReversed:
    """The other bank sent it back: it begins anew, with two people again."""

    grant_id: str
    tranche_number: int
    value_on: date
    statement_id: str
