"""Contracts: on an award, in a year in force, within what is held, for the budget year (UDPP art. 13(5), 16; UFP)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from audit.checks.files import Files
from audit.checks.rules import Case, Rule, case
from audit.sources.record import Record
from shared.kernel.ids import year_of

SIGNED = ("contract.signed",)
ANNEXED = ("contract.annex-signed",)
YEARS_MAX = 5


def _on_an_award(files: Files, record: Record) -> Iterator[Case]:
    grant, signed_on = files.grant(record.data["grant_id"]), _signed_on(record)
    held = grant.award is not None and (grant.awarded_on is None or signed_on >= grant.awarded_on)
    yield case(held, grant.grant_id, record, grant.award, signed_on=signed_on, awarded_on=grant.awarded_on)


def _within_the_award(files: Files, record: Record) -> Iterator[Case]:
    grant, amount = files.grant(record.data["grant_id"]), record.data["amount_grosze"]
    if grant.award:
        said = {"contract_grosze": amount, "awarded_grosze": grant.awarded}
        yield case(amount <= grant.awarded, grant.grant_id, record, grant.award, **said)


def _year_in_force(files: Files, record: Record) -> Iterator[Case]:
    book, signed_on = files.ledgers.book(record.data["programme_id"]), _signed_on(record)
    held = book.in_force and book.in_force_on is not None and signed_on >= book.in_force_on
    said = {"signed_on": signed_on, "in_force_on": book.in_force_on}
    yield case(held, record.data["grant_id"], record, programme=record.data["programme_id"], **said)


def _no_cut_pending(files: Files, record: Record) -> Iterator[Case]:
    """By what programme had recorded. What grants knew of it then is said too: a cut may have been on its way."""
    programme = record.data["programme_id"]
    pending = files.ledgers.book(programme).cut_pending
    knew = files.grants_hear_of_cuts.get(programme)
    said = {"cut_pending_grosze": pending, "grants_knew_of_grosze": knew}
    yield case(pending == 0, record.data["grant_id"], record, programme=programme, **said)


def _within_the_year(_files: Files, record: Record) -> Iterator[Case]:
    data = record.data
    year = year_of(data["programme_id"])
    due = [date.fromisoformat(tranche["due_on"]) for tranche in data["tranches"]]
    days = {"signed_on": _signed_on(record), "last_tranche_on": max(due, default=None)}
    if data.get("task_until"):
        days["task_until"] = date.fromisoformat(data["task_until"])
    held = all(on is None or on.year <= year for on in days.values()) and all(on >= _signed_on(record) for on in due)
    yield case(held, data["grant_id"], record, **days)


def _annexed_within_the_year(_files: Files, record: Record) -> Iterator[Case]:
    """The tranches that an annex keeps may have fallen due before it."""
    due = [date.fromisoformat(tranche["due_on"]) for tranche in record.data["tranches"]]
    last, year = max(due, default=None), year_of(record.data["programme_id"])
    yield case(last is None or last.year <= year, record.data["grant_id"], record, last_tranche_on=last)


def _adds_up(_files: Files, record: Record) -> Iterator[Case]:
    data = record.data
    contract = data.get("contract_amount_grosze", data["amount_grosze"])
    numbers = [tranche["number"] for tranche in data["tranches"]]
    sums = sum(tranche["amount_grosze"] for tranche in data["tranches"])
    held = sums == contract and len(set(numbers)) == len(numbers)
    yield case(held, data["grant_id"], record, contract_grosze=contract, tranches_grosze=sums)


def _annex_on_a_contract(files: Files, record: Record) -> Iterator[Case]:
    grant, on = files.grant(record.data["grant_id"]), _signed_on(record)
    held = grant.contract is not None and grant.ended is None and (grant.signed_on is None or on >= grant.signed_on)
    held = held and (grant.task_until is None or on <= grant.task_until)
    yield case(held, grant.grant_id, record, grant.contract, grant.ended, annexed_on=on, task_until=grant.task_until)


def _annex_within_promises(files: Files, record: Record) -> Iterator[Case]:
    data = record.data
    grant, contract = files.grant(data["grant_id"]), data["contract_amount_grosze"]
    if data["direction"] == "up" and grant.promise:
        said = {"contract_grosze": contract, "promised_grosze": grant.held}
        yield case(contract <= grant.held, grant.grant_id, record, grant.promise, **said)


def _not_below_paid(files: Files, record: Record) -> Iterator[Case]:
    grant, contract = files.grant(record.data["grant_id"]), record.data["contract_amount_grosze"]
    out = grant.paid - grant.reversed
    yield case(contract >= out, grant.grant_id, record, contract_grosze=contract, paid_grosze=out)


def _at_most_five_years(files: Files, _today: date) -> Iterator[Case]:
    for (undertaking, grant), years in files.undertakings.items():
        count = max(years) - min(years) + 1
        held = count <= YEARS_MAX
        yield case(held, grant, undertaking=undertaking, first_year=min(years), last_year=max(years), years=count)


def _signed_on(record: Record) -> date:
    return date.fromisoformat(record.data["signed_on"])


RULES = (
    Rule(
        "award-before-contract",
        "A contract rests on a standing award and is not dated before it.",
        "Umowę zawiera się na podstawie przyznanej dotacji i nie przed jej przyznaniem.",
        "UDPP art. 15(4), 16(1)",
        looks_at=SIGNED,
        judge=_on_an_award,
    ),
    Rule(
        "contract-within-award",
        "A contract is not above its award.",
        "Kwota umowy nie przekracza przyznanej dotacji.",
        "UDPP art. 15(4), 16(1); UFP art. 261",
        looks_at=SIGNED,
        judge=_within_the_award,
    ),
    Rule(
        "no-signature-in-conditional-year",
        "No contract is signed before the year's budget is in force.",
        "Umowy nie podpisuje się przed uchwaleniem budżetu roku.",
        "UDPP art. 13(5); UFP art. 211, 239",
        looks_at=SIGNED,
        judge=_year_in_force,
    ),
    Rule(
        "no-signature-while-cut-pending",
        "While the limit still has to lose money, nothing is signed.",
        "Dopóki limit ma zostać obniżony, niczego się nie podpisuje.",
        "UDPP art. 13(5); UFP art. 261",
        looks_at=SIGNED,
        judge=_no_cut_pending,
    ),
    Rule(
        "contract-within-the-year",
        "Signature, task and tranches of an annual contract lie in the budget year, tranches not before the signature.",
        "Zawarcie, zadanie i transze umowy rocznej nie wykraczają poza rok budżetowy; transze następują po podpisaniu.",
        "UFP art. 221(3), 263(1)",
        looks_at=SIGNED,
        judge=_within_the_year,
    ),
    Rule(
        "annex-within-the-year",
        "An annex plans no tranche after the budget year.",
        "Aneks nie przewiduje transzy po roku budżetowym.",
        "UFP art. 221(3), 263(1)",
        looks_at=ANNEXED,
        judge=_annexed_within_the_year,
    ),
    Rule(
        "tranches-add-up",
        "The tranches make up the contract, to the grosz.",
        "Transze sumują się do kwoty umowy co do grosza.",
        "UFP art. 221(3)(2)",
        looks_at=(*SIGNED, *ANNEXED),
        judge=_adds_up,
    ),
    Rule(
        "annex-on-a-standing-contract",
        "An annex changes a contract that stands, before its task ends.",
        "Aneks zmienia obowiązującą umowę przed zakończeniem zadania.",
        "UDPP art. 16(1), 16(2)",
        looks_at=ANNEXED,
        judge=_annex_on_a_contract,
    ),
    Rule(
        "annex-within-promises",
        "A contract is raised by no more than was set aside for it.",
        "Umowę podwyższa się najwyżej o kwotę dla niej zarezerwowaną.",
        "UFP art. 261",
        looks_at=ANNEXED,
        judge=_annex_within_promises,
    ),
    Rule(
        "annex-not-below-paid",
        "A contract is not lowered below what was paid.",
        "Umowy nie obniża się poniżej kwoty już wypłaconej.",
        "UDPP art. 16(1); UFP art. 252",
        looks_at=ANNEXED,
        judge=_not_below_paid,
    ),
    Rule(
        "at-most-five-years",
        "A commitment to one grant runs for five years at most.",
        "Zobowiązanie na rzecz jednej umowy obejmuje najwyżej pięć lat.",
        "UDPP art. 16(3); UFP art. 226(3), 228",
        at_end=_at_most_five_years,
    ),
)
