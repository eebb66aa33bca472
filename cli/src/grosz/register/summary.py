"""The figures of one import, as JSON and as tables."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from grosz.register.checking import Expected, Found
from grosz.register.gathering import TakenProgramme, TakeOver
from grosz.register.interpretation import TakenGrant
from grosz.register.rejects import SENTENCES, Reject
from grosz.register.sending import Sent, commands_count
from shared.kernel.money import format_pln

REMARKS = {
    "payment-unknown": "grants of which no payment is known",
    "multi-year": "grants paid, or to be paid, in later years too",
    "paid-before-decision": "grants paid before the day of the decision",
    "day-and-month-perhaps-exchanged": "grants whose day of decision has perhaps day and month exchanged",
    "text-mended": "grants whose texts were mended",
}


@dataclass(frozen=True)
class Reading:
    """How the file was read."""

    file: Path
    mapping: str
    currency: str
    encoding: str
    rejects_file: Path


@dataclass(frozen=True)
class Summary:
    """One run. `sent` and `found` are None after a dry run."""

    reading: Reading
    take_over: TakeOver
    sent: Sent | None = None
    found: dict[str, Found] | None = None

    @property
    def grants(self) -> list[TakenGrant]:
        """Those that were taken: read, and not refused by a service."""
        return [one for one in self.take_over.grants if self.sent is None or one.grant_id in self.sent.grants]

    @property
    def rejects(self) -> list[Reject]:
        return sorted([*self.take_over.rejects, *(self.sent.rejects if self.sent else ())])

    @property
    def refused_by_services(self) -> int:
        return len(self.sent.rejects) if self.sent else 0

    @property
    def agrees(self) -> bool:
        return self.found is None or all(found.agrees for found in self.found.values())

    def expected(self) -> list[Expected]:
        """What each programme's budget must show."""
        return [
            Expected(
                one.programme_id, one.limit_grosze, self._granted(one.programme_id), sum(self._paid(one.programme_id))
            )
            for one in self.take_over.programmes
            if self.sent is None or one.programme_id in self.sent.programmes
        ]

    def plain(self) -> dict[str, Any]:
        """JSON values; amounts are integer grosze."""
        rejected = Counter(one.code for one in self.rejects)
        return {
            "file": str(self.reading.file),
            "mapping": self.reading.mapping,
            "currency": self.reading.currency,
            "encoding": self.reading.encoding,
            "dry_run": self.sent is None,
            "rows_read": self.take_over.rows_read,
            "taken": len(self.grants),
            "repeated": len(self.take_over.repeated_lines),
            "rejected": self.take_over.rows_read - len(self.grants) - len(self.take_over.repeated_lines),
            "rejected_by_reason": dict(sorted(rejected.items())),
            "refused_by_services": self.refused_by_services,
            "commands": commands_count(self.take_over),
            "commands_taken_before": self.sent.taken_before_count if self.sent else 0,
            "rejects_file": str(self.reading.rejects_file),
            "remarks": self._remarks(),
            "grantors_with_several_numbers": self.take_over.grantors_with_several_numbers,
            "granted_grosze": sum(one.amount_grosze for one in self.grants),
            "payments": sum(len(self._paid(one.programme_id)) for one in self.take_over.programmes),
            "paid_grosze": sum(sum(self._paid(one.programme_id)) for one in self.take_over.programmes),
            "programmes": [self._programme(one) for one in self.take_over.programmes],
            "agrees": self.agrees if self.found is not None else None,
        }

    def _remarks(self) -> dict[str, int]:
        counted = Counter(remark for grant in self.grants for remark in grant.remarks)
        return {remark: counted[remark] for remark in REMARKS}

    def _granted(self, programme_id: str) -> int:
        return sum(one.amount_grosze for one in self.grants if one.programme_id == programme_id)

    def _paid(self, programme_id: str) -> list[int]:
        return [
            payment.amount_grosze
            for grant in self.grants
            if grant.programme_id == programme_id
            for payment in grant.payments
            if self.sent is None or payment.payment_id in self.sent.payments
        ]

    def _programme(self, programme: TakenProgramme) -> dict[str, Any]:
        found = (self.found or {}).get(programme.programme_id)
        paid = self._paid(programme.programme_id)
        return {
            "programme": programme.programme_id,
            "line": programme.line_id,
            "limit": programme.limit_grosze,
            "limit_derived": programme.limit_derived,
            "grants": sum(one.programme_id == programme.programme_id for one in self.grants),
            "granted": self._granted(programme.programme_id),
            "payments": len(paid),
            "paid": sum(paid),
            "budget": found.figures if found else None,
            "differences": list(found.differences) if found else None,
        }


def print_summary(summary: Summary, console: Console) -> None:
    """The same figures as tables, amounts in the register's currency taken one for one as złoty."""
    plain = summary.plain()
    console.print(_rows_table(plain), soft_wrap=False)
    console.print(_programmes_table(plain), soft_wrap=False)
    for grantor in plain["grantors_with_several_numbers"]:
        console.print(f"The register gives {grantor} more than one number; it was taken for one grantor by its name.")
    if plain["currency"] != "PLN":
        console.print(f"Amounts are in {plain['currency']} and were taken one for one: the ledger knows one currency.")
    if plain["commands_taken_before"]:
        console.print(f"{plain['commands_taken_before']} of {plain['commands']} commands were taken in an earlier run.")
    if plain["rejects_file"] and plain["rejected_by_reason"]:
        console.print(f"Rejects: {plain['rejects_file']}")
    for programme in plain["programmes"]:
        for difference in programme["differences"] or ():
            console.print(f"[red]{programme['programme']} disagrees with the ledger: {difference}[/red]")


def _rows_table(plain: dict[str, Any]) -> Table:
    table = Table("rows", "count", title=f"Register {plain['file']}" + (" (dry run)" if plain["dry_run"] else ""))
    table.columns[1].justify = "right"
    for name in ("rows_read", "taken", "repeated", "rejected"):
        table.add_row(name.replace("_", " "), str(plain[name]), style="bold")
    for code, count in plain["rejected_by_reason"].items():
        table.add_row(f"  {code}: {SENTENCES[code]}", str(count))
    table.add_section()
    for code, count in plain["remarks"].items():
        table.add_row(f"  {REMARKS[code]}", str(count))
    return table


def _programmes_table(plain: dict[str, Any]) -> Table:
    table = Table(
        "programme", "limit", "derived", "grants", "granted", "payments", "paid", "ledger", title="Programmes"
    )
    for column in (1, 3, 4, 5, 6):
        table.columns[column].justify = "right"
    for one in plain["programmes"]:
        verdict = "not asked" if one["differences"] is None else "disagrees" if one["differences"] else "agrees"
        table.add_row(
            one["programme"],
            format_pln(one["limit"]),
            "yes" if one["limit_derived"] else "no",
            str(one["grants"]),
            format_pln(one["granted"]),
            str(one["payments"]),
            format_pln(one["paid"]),
            verdict,
        )
    return table
