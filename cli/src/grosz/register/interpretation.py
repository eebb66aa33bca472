"""One row -> a grant to take over, with the payments that the register tells, or the reason why not."""

from dataclasses import dataclass
from datetime import date

from grosz.register.mapping import Mapping
from grosz.register.mending import mended, one_line
from grosz.register.naming import Key, folded, key_of, payment_of, programme_of, row_digest_of, slug_of
from grosz.register.payments import Paid, read_payments
from grosz.register.reading import Misshapen, Row
from grosz.register.rejects import Reject, RowRejected
from grosz.register.values import read_amount, read_day, read_share

_TEXT_CHARACTERS_MAX = 2000


@dataclass(frozen=True)
class TakenPayment:
    """A payment that the register tells: grosze, on a bank's value date as far as the register knows one."""

    payment_id: str
    amount_grosze: int
    value_on: date


@dataclass(frozen=True)
class TakenGrant:
    """A grant as the register tells it. `remarks` are codes of what a reader of the figures should know.

    grantor_name  folded; "" where the mapping itself says which grantor the name means;
    row_digest    over the row's figures and days as they were read, see naming.row_digest_of.
    """

    line: int
    grant_id: str
    key: Key
    programme_id: str
    grantor: str
    grantor_name: str
    year: int
    organisation_name: str
    purpose: str
    amount_grosze: int
    signed_on: date
    row_digest: str
    payments: tuple[TakenPayment, ...]
    remarks: frozenset[str]
    grantor_number: str = ""


def interpret(row: Row | Misshapen, mapping: Mapping) -> TakenGrant | Reject:
    """Read one row as the mapping says. The first fault found decides the reason."""
    if isinstance(row, Misshapen):
        counts = f"{row.cells_count} instead of {row.columns_count}"
        return RowRejected("", "row-misshapen", detail=counts).at(row.line)
    try:
        return _Reader(row, mapping).grant()
    except RowRejected as rejected:
        return rejected.at(row.line)


class _Reader:
    """The cells of one row, asked by what the mapping calls them."""

    def __init__(self, row: Row, mapping: Mapping) -> None:
        self._row = row
        self._mapping = mapping
        self._no_value = frozenset(mapping.file.no_value)

    def grant(self) -> TakenGrant:
        columns = self._mapping.columns
        name = self._text(columns.grantor_name, "grantor-missing")
        alias = self._mapping.grantors.get(name)
        grantor = alias or slug_of(name)
        signed_on = self._decided_on()
        programme = programme_of(grantor, signed_on.year)
        amount = self._amount()
        paid = read_payments(self._row.cells, self._mapping, terms=self._terms(), amount=amount, decided_on=signed_on)
        key = self._key(programme)
        payments = _numbered(key.grant_id, paid)
        return TakenGrant(
            line=self._row.line,
            grant_id=key.grant_id,
            key=key,
            programme_id=programme,
            grantor=grantor,
            grantor_name="" if alias else folded(name),
            year=signed_on.year,
            organisation_name=self._text(columns.beneficiary_name, "beneficiary-missing"),
            purpose=self._text(columns.purpose, "purpose-missing"),
            amount_grosze=amount,
            signed_on=signed_on,
            row_digest=row_digest_of(
                key.grant_id, amount, signed_on, [(p.value_on, p.amount_grosze) for p in payments]
            ),
            payments=payments,
            remarks=paid.remarks | self._own_remarks(),
            grantor_number="" if columns.grantor_id is None else self._cell(columns.grantor_id),
        )

    def _cell(self, column: str) -> str:
        """The cell without blanks at its ends; "" where it says that there is no value."""
        bare = self._row.cells[column].strip()
        return "" if bare in self._no_value else bare

    def _mended(self, column: str) -> str:
        form = self._mapping.file
        text = self._cell(column)
        if form.encoded_twice is not None:
            text = mended(text, encoding=form.encoded_twice)
        for wrong, right in form.replace.items():
            text = text.replace(wrong, right)
        return one_line(text)

    def _text(self, column: str, code_if_missing: str) -> str:
        text = self._mended(column)
        if not text:
            raise RowRejected(column, code_if_missing, value=self._row.cells[column])
        if len(text) > _TEXT_CHARACTERS_MAX:
            raise RowRejected(column, "text-too-long", value=text)
        return text

    def _key(self, programme: str) -> Key:
        form = self._mapping.key
        number = "" if form.number is None else self._cell(form.number.column)[: form.number.characters]
        return key_of(programme, {column: self._mended(column) for column in form.columns}, number)

    def _decided_on(self) -> date:
        column, form = self._mapping.columns.decided_on, self._mapping.decision
        raw = self._row.cells[column]
        if not self._cell(column):
            raise RowRejected(column, "decision-date-missing", value=raw)
        try:
            day = read_day(raw, form.formats)
        except ValueError as fault:
            raise RowRejected(column, "decision-date-unreadable", value=raw, detail=str(fault)) from fault
        if not form.first_year <= day.year <= form.last_year:
            raise RowRejected(column, "decision-year-out-of-range", value=raw)
        return day

    def _amount(self) -> int:
        column, form = self._mapping.columns.amount, self._mapping.amount
        raw = self._row.cells[column]
        if form.in_kind is not None and self._cell(form.in_kind.column).casefold() in {
            value.casefold() for value in form.in_kind.values
        }:
            raise RowRejected(form.in_kind.column, "not-money", value=self._row.cells[form.in_kind.column])
        try:
            amount = read_amount(raw, form)
        except ValueError as fault:
            raise RowRejected(column, "amount-unreadable", value=raw, detail=str(fault)) from fault
        if amount <= 0:
            raise RowRejected(column, "amount-not-positive", value=raw)
        return amount if form.share is None else self._part(amount, form.share)

    def _part(self, amount: int, column: str) -> int:
        """The beneficiary's part of an amount given to several; only a part in whole hundredths is certain."""
        if not self._cell(column):
            return amount
        raw = self._row.cells[column]
        try:
            part = amount * read_share(raw)
        except ValueError as fault:
            raise RowRejected(column, "amount-share-unreadable", value=raw, detail=str(fault)) from fault
        if part != int(part) or part < 1:
            detail = "the part is not a whole number of hundredths"
            raise RowRejected(column, "amount-share-unreadable", value=raw, detail=detail)
        return int(part)

    def _terms(self) -> str:
        payments = self._mapping.payments
        return "" if payments is None or payments.terms is None else self._mended(payments.terms)

    def _own_remarks(self) -> frozenset[str]:
        texts = (self._mapping.columns.beneficiary_name, self._mapping.columns.purpose)
        damaged = any(self._mended(column) != one_line(self._cell(column)) for column in texts)
        return frozenset({"text-mended"} if damaged else set())


def _numbered(grant: str, paid: Paid) -> tuple[TakenPayment, ...]:
    return tuple(
        TakenPayment(payment_of(grant, number), amount, value_on)
        for number, (value_on, amount) in enumerate(paid.payments, start=1)
    )
