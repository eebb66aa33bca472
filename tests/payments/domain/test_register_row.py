"""A register's row is taken once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest

from payments.domain import register_row as rows
from payments.domain.register_row import REGISTER_ROW, RegisterRowDiffers
from tests.payments.facts import ROW
from tests.support.scenario import Scenario


def take(**changed: Any) -> Callable[[Any], Sequence[object]]:
    body = {field: getattr(ROW, field) for field in ROW.__dataclass_fields__} | changed
    return lambda state: rows.take_row(state, **body)


def test_a_row_is_taken_once() -> None:
    Scenario(REGISTER_ROW).when(take()).then(ROW)


@pytest.mark.parametrize(
    "changed",
    [
        {"grant_id": "row-2"},
        {"programme_id": "torun-2019"},
        {"amount_grosze": 1},
        {"value_on": date(2018, 4, 2)},
        {"row_digest": "d" * 64},
    ],
)
def test_a_payment_id_names_one_row(changed: dict[str, Any]) -> None:
    refusal = Scenario(REGISTER_ROW).given(ROW).when(take(**changed)).refused(RegisterRowDiffers)
    assert (refusal.status, refusal.field) == (409, "payment_id")
