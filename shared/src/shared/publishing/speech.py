"""How a page speaks: Polish or English words, amounts the Polish way, days in words, times by Warsaw's clock."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from shared.kernel.money import format_pln
from shared.kernel.periods import WARSAW

Language = Literal["pl", "en"]
Words = Mapping[str, tuple[str, str]]
"""A code to its Polish and its English words."""

_HARD_SPACE = "\u00a0"
_MONTHS: dict[Language, tuple[str, ...]] = {
    "pl": (
        "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca",
        "lipca", "sierpnia", "września", "października", "listopada", "grudnia",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


def speech(language: Language, words: Words) -> dict[str, Any]:
    """What templates speak with, by name."""
    speaker = _Speaker(language, words)
    named: list[Callable[..., str]] = [speaker.say, speaker.word, speaker.day, speaker.moment, speaker.before]
    return {"lang": language, "pln": amount, "stop": stop, **{spoken.__name__: spoken for spoken in named}}


def stop(text: str) -> str:
    """The text as the end of a sentence: "r." needs no second full stop."""
    return text if text.endswith(".") else f"{text}."


def amount(grosze: int) -> str:
    """ "3 000,50 zł": the Polish way in both languages, never broken over two lines."""
    return f"{format_pln(grosze)} zł".replace(" ", _HARD_SPACE)


class _Speaker:
    def __init__(self, language: Language, words: Words) -> None:
        self._language = language
        self._words = words

    def say(self, polish: str, english: str) -> str:
        return polish if self._language == "pl" else english

    def word(self, code: str) -> str:
        """The words for a code; a code without words is shown as it is."""
        return self.say(*self._words.get(code, (code, code)))

    def day(self, day: date | str) -> str:
        """ "3 marca 2025 r." """
        on = date.fromisoformat(day) if isinstance(day, str) else day
        text = f"{on.day} {_MONTHS[self._language][on.month - 1]} {on.year}{self.say(' r.', '')}"
        return text.replace(" ", _HARD_SPACE)

    def moment(self, instant: datetime | str) -> str:
        """ "3 marca 2025 r., godz. 15.30", by Warsaw's clock."""
        local = _local(instant)
        return f"{self.day(local.date())}, {self._clock(local)}"

    def before(self, instant: datetime | str) -> str:
        """The first moment that is too late, as people are told it: a midnight is the end of the day before."""
        local = _local(instant)
        if local.time() == time():
            end = self.day(local.date() - timedelta(days=1))
            return self.say(f"{end} do końca dnia (godz. 24.00)", f"{end}, until the end of the day (24:00)")
        return self.say(
            f"{self.day(local.date())}, przed {self._clock(local)}", f"{self.day(local.date())}, before {local:%H:%M}"
        )

    def _clock(self, local: datetime) -> str:
        form = "%H:%M:%S" if local.second else "%H:%M"
        return self.say(f"godz.{_HARD_SPACE}{local.strftime(form).replace(':', '.')}", local.strftime(form))


def _local(instant: datetime | str) -> datetime:
    at = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
    return at.astimezone(WARSAW)
