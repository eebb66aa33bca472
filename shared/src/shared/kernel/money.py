"""Money: integer grosze, never a float. One złoty is 100 grosze."""

from collections.abc import Sequence

# The largest integer that JSON readers keep exactly (RFC 8259, section 6): 90 071 992 547 409.91 PLN.
GROSZE_MAX = 2**53 - 1


def format_pln(grosze: int) -> str:
    """Render grosze the Polish way, with no rounding: 5230000000 gives "52 300 000,00"."""
    sign = "-" if grosze < 0 else ""
    zloty, rest = divmod(abs(grosze), 100)
    return f"{sign}{zloty:,}".replace(",", " ") + f",{rest:02d}"


def split_by_weights(total: int, weights: Sequence[int]) -> list[int]:
    """Split grosze in proportion to weights so that the parts add up to the total.

    Each part is rounded down; the grosze left over go one each to the largest remainders,
    earlier parts first (the method of the largest remainder).
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must be non-negative and not all zero")
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts
