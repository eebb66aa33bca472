"""Rows of amounts with names too long for a column: beside the figures where there is room, else above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grosz.telling import out, say
from shared.kernel.money import format_pln


@dataclass(frozen=True, slots=True)
class Line:
    """A name, its amounts in grosze (None: no figure here), and what is said below it, a line each."""

    name: str
    amounts: tuple[int | None, ...]
    notes: tuple[str, ...] = ()


def say_lines(titles: Sequence[str], lines: Sequence[Line]) -> None:
    cells = [[format_pln(amount) if amount is not None else "" for amount in line.amounts] for line in lines]
    widths = [2 + max(map(len, column)) for column in zip(titles, *cells, strict=True)]
    name_width = max((len(line.name) for line in lines), default=0)
    beside = name_width + sum(widths) <= out.width
    indent = name_width if beside else max(0, min(out.width - sum(widths), name_width))
    say(" " * indent + _figures(titles, widths))
    for line, figures in zip(lines, cells, strict=True):
        if beside or len(line.name) <= indent:
            say((line.name.ljust(indent) + _figures(figures, widths)).rstrip())
        else:
            say(line.name)
            say(" " * indent + _figures(figures, widths))
        for note in line.notes:
            say(f"    {note}")


def _figures(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
