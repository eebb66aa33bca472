"""All rows -> one take-over: programmes with their limits, grants in the order of the file, rejects, repeated rows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from grosz.register.interpretation import TakenGrant, interpret
from grosz.register.mapping import Mapping
from grosz.register.reading import Misshapen, Row
from grosz.register.rejects import Reject
from shared.kernel.money import GROSZE_MAX


@dataclass(frozen=True)
class TakenProgramme:
    """A grantor's year. The limit (grosze) is the mapping's, or derived: the sum of the grants taken."""

    programme_id: str
    line_id: str
    limit_grosze: int
    limit_derived: bool
    taken_on: date


@dataclass
class TakeOver:
    """What one file comes to. rows_read = grants + repeated + rejected."""

    rows_read: int = 0
    repeated_lines: list[int] = field(default_factory=list)
    grants: list[TakenGrant] = field(default_factory=list)
    programmes: list[TakenProgramme] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    grantors_with_several_numbers: list[str] = field(default_factory=list)


def gather(rows: Iterable[Row | Misshapen], mapping: Mapping) -> TakeOver:
    """Read every row. Under one key the first body of the file stands; the same body again is only counted."""
    take_over = TakeOver()
    names: dict[str, TakenGrant] = {}
    namesakes: dict[str, list[tuple[TakenGrant, Row]]] = defaultdict(list)
    for row in rows:
        take_over.rows_read += 1
        read = interpret(row, mapping)
        if isinstance(read, Reject):
            take_over.rejects.append(read)
            continue
        assert isinstance(row, Row)
        named = names.setdefault(read.grantor, read) if read.grantor_name else read
        if named.grantor_name != read.grantor_name:
            take_over.rejects.append(_other_name(row, named, mapping))
            continue
        known = namesakes[read.key.namesakes]
        first = next(((grant, body) for grant, body in known if grant.key.means(read.key)), None)
        if first is None:
            known.append((read, row))
            take_over.grants.append(read)
        elif first[1].cells == row.cells:
            take_over.repeated_lines.append(read.line)
        else:
            take_over.rejects.append(_other_body(row, first[1]))
    _form_programmes(take_over, mapping)
    take_over.grantors_with_several_numbers = _several_numbers(take_over.grants)
    return take_over


def _other_name(row: Row, named: TakenGrant, mapping: Mapping) -> Reject:
    column = mapping.columns.grantor_name
    detail = f"{named.grantor} stands for the name in line {named.line}"
    return Reject(row.line, column, "grantor-ambiguous", row.cells[column], detail)


def _other_body(row: Row, first: Row) -> Reject:
    different = [column for column, cell in row.cells.items() if cell != first.cells[column]]
    detail = f"line {first.line} differs in {', '.join(different)}"
    return Reject(row.line, different[0], "other-body-under-same-key", row.cells[different[0]], detail)


def _form_programmes(take_over: TakeOver, mapping: Mapping) -> None:
    by_programme: dict[str, list[TakenGrant]] = defaultdict(list)
    for grant in take_over.grants:
        by_programme[grant.programme_id].append(grant)
    for programme_id, grants in sorted(by_programme.items()):
        granted = sum(grant.amount_grosze for grant in grants)
        if granted > GROSZE_MAX:
            # Dropped whole: which of its grants would still fit is nobody's to choose.
            take_over.grants = [grant for grant in take_over.grants if grant.programme_id != programme_id]
            take_over.rejects += [Reject(grant.line, "", "programme-above-int53") for grant in grants]
            continue
        stated = mapping.limits.get(programme_id)
        take_over.programmes.append(
            TakenProgramme(
                programme_id=programme_id,
                line_id=_line_of(mapping, grants[0].grantor),
                limit_grosze=granted if stated is None else int(stated * 100),
                limit_derived=stated is None,
                taken_on=date(grants[0].year, 1, 1),
            )
        )


def _line_of(mapping: Mapping, grantor: str) -> str:
    line = mapping.line
    return f"{line.area}.{line.unit.replace('{grantor}', grantor)}.{line.classification}"


def _several_numbers(grants: Iterable[TakenGrant]) -> list[str]:
    numbers: dict[str, set[str]] = defaultdict(set)
    for grant in grants:
        if grant.grantor_number:
            numbers[grant.grantor].add(grant.grantor_number)
    return sorted(grantor for grantor, known in numbers.items() if len(known) > 1)
