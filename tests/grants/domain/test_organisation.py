"""UDPP art. 3(2), 3(3): who may offer and be paid."""

from __future__ import annotations

from functools import partial

import pytest

from grants.domain.organisation import (
    ORGANISATION,
    AnotherOrganisationUnderTheSameId,
    OrganisationUnknown,
    register_organisation,
    registered_organisation,
)
from shared.kernel.texts import TextRef
from tests.grants.facts import ACCOUNT, ORGANISATION_REGISTERED
from tests.support.scenario import Scenario

REGISTER = partial(
    register_organisation,
    organisation_id="club-1",
    name=ORGANISATION_REGISTERED.name,
    bank_account=ACCOUNT,
    krs="0000123456",
    nip=None,
)


def test_an_organisation_enters_the_register_once() -> None:
    Scenario(ORGANISATION).when(REGISTER).then(ORGANISATION_REGISTERED)


def test_the_same_numbers_again_change_nothing_even_if_the_name_is_kept_anew() -> None:
    again = partial(REGISTER, name=TextRef("another", "9" * 64))
    Scenario(ORGANISATION).given(ORGANISATION_REGISTERED).when(again).nothing_happens()


def test_another_account_under_the_same_id_is_refused() -> None:
    other = partial(REGISTER, bank_account="27114020040000300201355387")
    Scenario(ORGANISATION).given(ORGANISATION_REGISTERED).when(other).refused(AnotherOrganisationUnderTheSameId)


def test_nobody_is_found_in_an_empty_register() -> None:
    with pytest.raises(OrganisationUnknown) as caught:
        registered_organisation(ORGANISATION.initial, organisation_id="club-1")
    assert (caught.value.status, caught.value.field) == (404, "organisation_id")
