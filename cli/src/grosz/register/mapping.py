"""The mapping file: how one register is to be read. The format is documented in docs/import/README.md."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from shared.kernel.money import GROSZE_MAX
from shared.messages.fields import ProgrammeId, Slug


class MappingUnreadable(Exception):
    """The mapping cannot be used; the message says where and why."""


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as fault:
        raise ValueError(f"this is no regular expression: {fault}") from fault
    return pattern


def _tells_day_and_amount(pattern: str) -> str:
    if missing := {"day", "amount"} - set(re.compile(_compiles(pattern)).groupindex):
        raise ValueError(f"the pattern has no group called {' or '.join(sorted(missing))}")
    return pattern


Column = Annotated[str, StringConstraints(min_length=1)]
Pattern = Annotated[str, AfterValidator(_compiles)]
Percent = Annotated[int, Field(ge=1, le=100)]
Limit = Annotated[Decimal, Field(gt=0, decimal_places=2, le=Decimal(GROSZE_MAX) / 100)]


class _Part(BaseModel):
    """Unknown keys are refused: a misspelt key would silently change what is taken."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class FileForm(_Part):
    """How bytes become cells."""

    delimiter: Annotated[str, StringConstraints(min_length=1, max_length=1)] = ";"
    quote: Annotated[str, StringConstraints(min_length=1, max_length=1)] = '"'
    encodings: Annotated[list[str], Field(min_length=1)] = ["utf-8-sig"]
    encoded_twice: str | None = None
    replace: dict[str, str] = {}
    no_value: list[str] = [""]


class Columns(_Part):
    """Where the facts of a grant stand."""

    grantor_name: Column
    grantor_id: Column | None = None
    decided_on: Column
    beneficiary_name: Column
    purpose: Column
    amount: Column


class Number(_Part):
    """A number that keeps namesakes apart; only its first characters count."""

    column: Column
    characters: Annotated[int, Field(ge=1)] = 64


class Key(_Part):
    """Which cells make two rows of one grantor's year the same grant."""

    columns: Annotated[list[Column], Field(min_length=1)]
    number: Number | None = None


class Decision(_Part):
    """How the day of the decision is written; years outside the span are taken for slips of the pen."""

    formats: Annotated[list[str], Field(min_length=1)] = ["%Y-%m-%d"]
    first_year: int = 1990
    last_year: int = 2099


class InKind(_Part):
    """Values of a column that say: this was not money."""

    column: Column
    values: Annotated[list[str], Field(min_length=1)]


class Amounts(_Part):
    """How an amount is written. Two decimals are the most that any currency of ours has."""

    decimal_mark: Literal[".", ","] = "."
    group_marks: list[str] = []
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    share: Column | None = None
    in_kind: InKind | None = None


class Line(_Part):
    """The one budget line of a programme taken over; {grantor} stands for the grantor's slug."""

    area: Slug
    unit: Annotated[str, StringConstraints(pattern=r"^(\{grantor\}|[a-z0-9][a-z0-9-]{0,79})$")] = "{grantor}"
    classification: Annotated[str, StringConstraints(pattern=r"^\d{3}-\d{5}-\d{4}$")]


class Shares(_Part):
    """Terms whose shares are certain: as many different days as shares, or no payment is made of them."""

    terms: Pattern
    percent: Annotated[list[Percent], Field(min_length=1)]


class Payments(_Part):
    """What the register tells of payments."""

    terms: Column | None = None
    paid_on: Column
    further_dates: list[Column] = []
    formats: Annotated[list[str], Field(min_length=1)] = ["%Y-%m-%d"]
    list_separators: list[str] = ["\n"]
    period_separators: list[str] = ["/"]
    open_ends: list[str] = []
    ignore: list[Pattern] = []
    dated_amounts: Annotated[str, AfterValidator(_tells_day_and_amount)] | None = None
    single: list[Pattern] = []
    staggered: list[Pattern] = []
    shares: list[Shares] = []


class MultiYear(_Part):
    """Which grants may be paid in a year after that of the decision; all others of that kind are rejected."""

    staggered: bool = False
    terms: list[Pattern] = []
    open_periods: bool = False


class Mapping(_Part):
    """One register's mapping, whole."""

    name: Slug
    file: FileForm = FileForm()
    columns: Columns
    key: Key
    grantors: dict[str, Slug] = {}
    decision: Decision = Decision()
    amount: Amounts
    line: Line
    payments: Payments | None = None
    multi_year: MultiYear = MultiYear()
    limits: dict[ProgrammeId, Limit] = {}

    def named_columns(self) -> set[str]:
        """Every column that the mapping relies on."""
        named = {column for column in self.columns.model_dump().values() if column is not None}
        named.update(self.key.columns)
        if self.key.number is not None:
            named.add(self.key.number.column)
        if self.amount.share is not None:
            named.add(self.amount.share)
        if self.amount.in_kind is not None:
            named.add(self.amount.in_kind.column)
        if self.payments is not None:
            named.update({self.payments.paid_on, *self.payments.further_dates})
            if self.payments.terms is not None:
                named.add(self.payments.terms)
        return named


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file. Raises MappingUnreadable with every fault that was found."""
    try:
        return Mapping.model_validate(tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise MappingUnreadable(f"{path}: {fault}") from fault
    except ValidationError as fault:
        faults = "; ".join(f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in fault.errors())
        raise MappingUnreadable(f"{path}: {faults}") from fault
