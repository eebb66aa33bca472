"""A budget line's classification holds together (UFP art. 39)."""

import pytest
from pydantic import ValidationError

from shared.messages.programme_v1 import AllocateArea

WISH = {"programme_id": "torun-2025", "amount_grosze": 100, "document": "plan"}


@pytest.mark.parametrize("line", ["sport.wsir.926-92605-2360", "social.mopr.852-85295-2830"])
def test_a_chapter_of_its_division_is_taken(line: str) -> None:
    assert AllocateArea(line_id=line, **WISH).line_id == line


@pytest.mark.parametrize(
    "line", ["sport.wsir.921-92605-2360", "sport.wsir.926-9260-2360", "sport.926-92605-2360", "sport.wsir.926-92605-36"]
)
def test_a_chapter_of_another_division_and_numbers_of_another_length_are_refused(line: str) -> None:
    with pytest.raises(ValidationError):
        AllocateArea(line_id=line, **WISH)
