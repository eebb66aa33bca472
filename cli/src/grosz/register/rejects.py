"""Why a row was not taken: the codes, their sentences, and the file in which they are handed back."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

SENTENCES = {
    "row-misshapen": "the row has another number of cells than the header",
    "grantor-missing": "the grantor has no name",
    "grantor-ambiguous": "two names of grantors give one programme; the mapping must say whether they are one",
    "beneficiary-missing": "the beneficiary has no name",
    "purpose-missing": "the grant has no purpose",
    "text-too-long": "the text is longer than 2000 characters",
    "decision-date-missing": "no day of the decision is told, so the year of the budget is not known",
    "decision-date-unreadable": "the day of the decision cannot be read, so the year of the budget is not known",
    "decision-year-out-of-range": "the year of the decision lies outside the years that the mapping admits",
    "amount-unreadable": "the amount cannot be read",
    "amount-not-positive": "the amount is zero or less",
    "amount-share-unreadable": "which part of the amount is the beneficiary's cannot be read",
    "not-money": "the mapping says that this was given in kind",
    "payment-date-unreadable": "a day or period of payment cannot be read",
    "payment-amounts-disagree": "the amounts told with the days of payment do not add up to the grant",
    "payment-in-later-year": "a payment falls in a later year, and the mapping does not call this grant multi-year",
    "other-body-under-same-key": "an earlier row has the same key and another body",
    "programme-above-int53": "the programme's grants add up to more than the ledger holds",
    "programme-refused": "the service refused the programme of this grant",
    "grant-refused": "the service refused the grant",
    "payment-refused": "the service refused the payment",
}
SERVICE_CODES = frozenset({"programme-refused", "grant-refused", "payment-refused"})


@dataclass(frozen=True, order=True)
class Reject:
    """One row that was not taken, or a part of it that a service refused.

    line    the physical line of the file on which the row begins, from 1;
    column  the column that is at fault, "" when it is the row as a whole;
    detail  what is particular to this row, "" when the sentence of the code tells all.
    """

    line: int
    column: str
    code: str
    value: str = ""
    detail: str = ""

    @property
    def reason(self) -> str:
        sentence = SENTENCES[self.code]
        return f"{sentence}: {self.detail}" if self.detail else sentence


class RowRejected(Exception):
    """Raised while a row is read; carries the reject without its line."""

    def __init__(self, column: str, code: str, *, value: str = "", detail: str = "") -> None:
        super().__init__(code)
        self.column, self.code, self.value, self.detail = column, code, value, detail

    def at(self, line: int) -> Reject:
        return Reject(line, self.column, self.code, self.value, self.detail)


def write_rejects(path: Path, rejects: Iterable[Reject]) -> None:
    """Write the rejects file anew, in the order of lines; written whole or not at all."""
    unfinished = path.with_name(path.name + ".unfinished")
    with unfinished.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["line", "column", "code", "reason", "value"])
        writer.writerows([one.line, one.column, one.code, one.reason, one.value] for one in sorted(rejects))
    unfinished.replace(path)
