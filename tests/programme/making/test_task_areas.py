"""The dictionary of UDPP art. 4(1), as the consolidated text of 2024 has it."""

from __future__ import annotations

from datetime import date

from shared.kernel.task_areas import TASK_AREAS, in_order_of_law, task_areas_on, unknown_codes

NUMBERS = {str(number) for number in range(1, 35)}
LETTERED = {"1a", "1aa", "1b", "5a", "22a", "29a", "32a"}


def test_there_are_41_items_34_numbers_and_seven_with_letters():
    assert {area.code for area in task_areas_on(date(2024, 9, 17))} == NUMBERS | LETTERED
    assert len(TASK_AREAS) == 41


def test_the_order_is_the_laws_own():
    codes = [area.code for area in TASK_AREAS]
    assert codes[:6] == ["1", "1a", "1aa", "1b", "2", "3"]
    assert in_order_of_law(("17", "2", "1b", "1aa", "1", "17")) == ("1", "1aa", "1b", "2", "17")


def test_an_item_stands_from_its_first_day_on():
    assert unknown_codes(("5a", "22a"), date(2015, 11, 8)) == ["5a", "22a"]
    assert unknown_codes(("5a", "22a"), date(2015, 11, 9)) == []
    assert unknown_codes(("34",), date(2022, 10, 29)) == ["34"]


def test_every_item_has_both_names():
    assert all(area.polish and area.english for area in TASK_AREAS)
