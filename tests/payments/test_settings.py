"""Whose account pays: invented unless a deployment says otherwise, and never a malformed one."""

from __future__ import annotations

import pytest

from payments.settings import INVENTED_ACCOUNT, Debtor, debtor
from shared.kernel.identifiers import check_nrb
from tests.payments.facts import ACCOUNT


def test_the_invented_account_is_well_formed_and_of_no_bank() -> None:
    assert check_nrb(INVENTED_ACCOUNT)[2:10] == "00000000"
    assert debtor({}).bank_account == INVENTED_ACCOUNT
    assert "invented" in debtor({}).name


def test_a_deployment_names_its_own() -> None:
    environment = {"GROSZ_PAYMENTS_DEBTOR_NAME": "Gmina", "GROSZ_PAYMENTS_DEBTOR_ACCOUNT": ACCOUNT}
    assert debtor(environment) == Debtor("Gmina", ACCOUNT)


@pytest.mark.parametrize(
    "environment",
    [
        {"GROSZ_PAYMENTS_DEBTOR_ACCOUNT": ACCOUNT[:-1] + "5"},
        {"GROSZ_PAYMENTS_DEBTOR_ACCOUNT": ""},
        {"GROSZ_PAYMENTS_DEBTOR_NAME": ""},
        {"GROSZ_PAYMENTS_DEBTOR_NAME": "G" * 141},
    ],
)
def test_a_malformed_debtor_stops_the_service_at_start(environment: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"account|NAME"):
        debtor(environment)
