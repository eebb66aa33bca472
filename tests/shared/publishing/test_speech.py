"""How pages speak: days in words, times by Warsaw's clock, amounts the Polish way, in two languages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from shared.publishing.speech import amount, speech, stop

POLISH, ENGLISH = speech("pl", {"sport": ("sport", "sports")}), speech("en", {"sport": ("sport", "sports")})


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_amounts_are_polish_and_never_broken_over_two_lines():
    assert plain(amount(5_230_000_050)) == "52 300 000,50 zł"
    assert " " not in amount(5_230_000_050)


@pytest.mark.parametrize(
    ("day", "polish", "english"),
    [
        (date(2025, 3, 3), "3 marca 2025 r.", "3 March 2025"),
        ("2024-11-30", "30 listopada 2024 r.", "30 November 2024"),
    ],
)
def test_days_are_said_in_words(day: date | str, polish: str, english: str):
    assert (plain(POLISH["day"](day)), plain(ENGLISH["day"](day))) == (polish, english)


@pytest.mark.parametrize(
    ("instant", "polish"),
    [
        ("2025-03-24T23:00:00.000Z", "24 marca 2025 r. do końca dnia (godz. 24.00)"),
        ("2025-06-24T22:00:00.000Z", "24 czerwca 2025 r. do końca dnia (godz. 24.00)"),
        ("2025-06-24T13:30:00.000Z", "24 czerwca 2025 r., przed godz. 15.30"),
        (datetime(2025, 3, 30, 1, 0, 1, tzinfo=UTC), "30 marca 2025 r., przed godz. 03.00.01"),
    ],
)
def test_a_last_moment_is_told_by_warsaws_clock_and_a_midnight_as_the_end_of_the_day_before(
    instant: str | datetime, polish: str
):
    assert plain(POLISH["before"](instant)) == polish


def test_a_code_without_words_is_shown_as_it_is():
    assert (POLISH["word"]("sport"), ENGLISH["word"]("sport"), ENGLISH["word"]("chess")) == ("sport", "sports", "chess")


def test_a_sentence_ends_once():
    assert (stop("3 marca 2025 r."), stop("3 March 2025")) == ("3 marca 2025 r.", "3 March 2025.")
