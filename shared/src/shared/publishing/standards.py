"""JSON as open standards want it: złoty as decimal numbers, written digit by digit and never by way of a float."""

from decimal import Decimal
from typing import Any

import msgspec

_ENCODER = msgspec.json.Encoder(order="sorted", decimal_format="number")


def pln(grosze: int) -> Decimal:
    """300050 gives 3000.50, exactly, whatever the size."""
    sign, digits = int(grosze < 0), tuple(int(digit) for digit in str(abs(grosze)))
    return Decimal((sign, digits, -2))


def standard_json(values: Any) -> bytes:
    """Keys sorted, no spaces, UTF-8."""
    return _ENCODER.encode(values)


def without_gaps(values: Any) -> Any:
    """The same without what is None, empty text or an empty list or object: standards leave out what is not known."""
    if isinstance(values, dict):
        kept = {name: without_gaps(value) for name, value in values.items()}
        return {name: value for name, value in kept.items() if value not in (None, "", [], {})}
    return [without_gaps(value) for value in values] if isinstance(values, list) else values
