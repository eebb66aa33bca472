"""How figures, times and facts are shown to people: PLN, Warsaw time, the words of a record on one line."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import typer

from audit.sources import Record
from audit.warsaw import WARSAW, end_of, start_of
from shared.kernel import hlc
from shared.kernel.money import format_pln

_ABOUT = ("grant_id", "call_id", "line_id", "organisation_id", "statement_id", "programme_id")


def local_time(text: str) -> str:
    """An instant of a record, in Warsaw time to the second."""
    return datetime.fromisoformat(text).astimezone(WARSAW).strftime("%Y-%m-%d %H:%M:%S")


def recorded(record: Record) -> str:
    return hlc.instant_of(record.stamp).astimezone(WARSAW).strftime("%Y-%m-%d %H:%M:%S")


def pln(grosze: int | None) -> str:
    return "" if grosze is None else format_pln(grosze)


def said(figures: Mapping[str, Any]) -> list[str]:
    """Figures by name, as people read them: "paid: 1 000,00 PLN", instants in Warsaw time."""
    return [f"{name.removesuffix('_grosze').replace('_', ' ')}: {_figure(name, it)}" for name, it in figures.items()]


def _figure(name: str, value: Any) -> str:
    if name.endswith("_grosze") and isinstance(value, int):
        return f"{format_pln(value)} PLN"
    if isinstance(value, datetime):
        return value.astimezone(WARSAW).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, dict):
        return ", ".join(f"{key} {inner}" for key, inner in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def about(record: Record) -> str:
    """What a fact is about: the grant, else the call, the line, …, else its stream."""
    data: dict[str, Any] = record.envelope.get("data") or {}
    return next((str(data[field]) for field in _ABOUT if data.get(field)), record.stream)


def amount(record: Record) -> int | None:
    """The amount that a fact states first, in grosze; None: it states none."""
    data: dict[str, Any] = record.envelope.get("data") or {}
    found = (value for name, value in data.items() if name.endswith("_grosze") and isinstance(value, int))
    return data.get("amount_grosze", next(found, None))


def moment(text: str) -> datetime:
    """An instant with its offset. Raises BadParameter."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("an instant looks like 2025-01-31T12:00:00+01:00, a day like 2025-01-31") from None
    if instant.tzinfo is None:
        raise typer.BadParameter("the instant needs an offset, as in 2025-01-31T12:00:00+01:00 or …Z")
    return instant


def since(text: str) -> datetime:
    """An instant, or the beginning of a day in Warsaw."""
    return _start_of(text) or moment(text)


def until(text: str) -> datetime:
    """An instant, or the last millisecond of a day in Warsaw."""
    start = _start_of(text)
    return end_of(start.date()) if start else moment(text)


def _start_of(text: str) -> datetime | None:
    if len(text) != len("2025-01-31"):
        return None
    try:
        return start_of(date.fromisoformat(text))
    except ValueError:
        return None
