"""Payments: two people, to the contract's account, within the contract, in the year (UFP art. 44, 53, 54, 221, 263)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from audit.checks.files import Files
from audit.checks.rules import Case, Rule, case
from audit.sources.record import Record
from shared.kernel.ids import year_of

PREPARED, AUTHORISED = ("payment.payment-prepared",), ("payment.payment-authorised",)
DISBURSED = ("tranche-plan.tranche-disbursed",)
ISSUED = ("payment-order.payment-order-issued",)


def _contract_before(files: Files, record: Record) -> Iterator[Case]:
    data = record.data
    grant, on = files.grant(data["grant_id"]), _value_on(record)
    held = grant.contract is not None and (grant.signed_on is None or on >= grant.signed_on)
    yield case(held, grant.grant_id, record, grant.contract, paid_on=on, signed_on=grant.signed_on)


def _two_people(files: Files, record: Record) -> Iterator[Case]:
    """By the fact's own words, by the actors of both acts, and by whoever acted on whose behalf."""
    data = record.data
    grant, number = files.grant(data["grant_id"]), data["tranche_number"]
    prepared = grant.prepared.get(number)
    first = {prepared[1], prepared[0].actor} if prepared else set()
    second = {data["authorised_by"], str(record.envelope.get("actor"))}
    said = {"tranche": number, "prepared_by": sorted(first), "authorised_by": sorted(second)}
    yield case(bool(first) and not first & second, grant.grant_id, record, prepared[0] if prepared else None, **said)


def _in_order(files: Files, record: Record) -> Iterator[Case]:
    data = record.data
    grant, number = files.grant(data["grant_id"]), data["tranche_number"]
    acts = (grant.prepared.get(number, (None,))[0], grant.authorised.get(number), grant.ordered.get(number))
    held = all(acts) and bool(data["ordered"])
    yield case(held, grant.grant_id, record, *acts, tranche=number, ordered=data["ordered"])


def _to_the_contracts_account(files: Files, record: Record) -> Iterator[Case]:
    data = record.data
    grant = files.grant(data["grant_id"])
    if grant.account:
        said = {"tranche": data["tranche_number"], "paid_to": data["bank_account"], "contract_says": grant.account}
        yield case(data["bank_account"] == grant.account, grant.grant_id, record, grant.contract, **said)


def _order_as_authorised(files: Files, record: Record) -> Iterator[Case]:
    """Each transfer of an order: to the contract's account, the tranche's amount, after two people agreed."""
    for payment in record.data["payments"]:
        grant, number = files.grant(payment["grant_id"]), payment["tranche_number"]
        second = grant.authorised.get(number)
        held = (
            second is not None
            and payment["creditor_account"] == grant.account
            and payment["amount_grosze"] == grant.tranches.get(number)
        )
        said = {
            "tranche": number,
            "order": record.data["order_id"],
            "paid_to": payment["creditor_account"],
            "contract_says": grant.account,
            "amount_grosze": payment["amount_grosze"],
            "tranche_grosze": grant.tranches.get(number),
        }
        yield case(held, grant.grant_id, record, second, grant.contract, **said)


def _within_the_contract(files: Files, record: Record) -> Iterator[Case]:
    data = record.data
    grant = files.grant(data["grant_id"])
    out = grant.paid - grant.reversed + data["amount_grosze"]
    said = {"paid_in_all_grosze": out, "contract_grosze": grant.contracted}
    yield case(out <= grant.contracted, grant.grant_id, record, grant.contract, **said)


def _as_the_tranche(files: Files, record: Record) -> Iterator[Case]:
    data = record.data
    grant, number = files.grant(data["grant_id"]), data["tranche_number"]
    planned = grant.tranches.get(number)
    said = {"tranche": number, "paid_grosze": data["amount_grosze"], "tranche_grosze": planned}
    yield case(planned == data["amount_grosze"], grant.grant_id, record, grant.contract, **said)


def _in_the_year(_files: Files, record: Record) -> Iterator[Case]:
    on = _value_on(record)
    held = on.year <= year_of(record.data["programme_id"])
    yield case(held, record.data["grant_id"], record, paid_on=on, amount_grosze=record.data["amount_grosze"])


def _ordered_in_the_year(files: Files, record: Record) -> Iterator[Case]:
    on = date.fromisoformat(record.data["execute_on"])
    for payment in record.data["payments"]:
        programme = files.grant(payment["grant_id"]).programme_id
        if programme:
            said = {"order": record.data["order_id"], "execute_on": on}
            yield case(on.year <= year_of(programme), payment["grant_id"], record, **said)


def _not_after_its_end(files: Files, record: Record) -> Iterator[Case]:
    grant, on = files.grant(record.data["grant_id"]), _value_on(record)
    if grant.contract:
        held = grant.ended is None or on <= grant.ended.on
        yield case(held, grant.grant_id, record, grant.ended, paid_on=on)


def _value_on(record: Record) -> date:
    return date.fromisoformat(record.data["value_on"])


RULES = (
    Rule(
        "contract-before-payment",
        "Money is paid after the contract is signed.",
        "Dotację wypłaca się po zawarciu umowy.",
        "UDPP art. 16(1); UFP art. 44, 221(2)",
        looks_at=DISBURSED,
        judge=_contract_before,
    ),
    Rule(
        "four-eyes",
        "Who prepared a payment is not who authorised it.",
        "Wypłatę przygotowuje i zatwierdza dwoje różnych ludzi.",
        "UFP art. 53, 54",
        looks_at=AUTHORISED,
        judge=_two_people,
    ),
    Rule(
        "payment-was-ordered",
        "What the bank debits was prepared, authorised and ordered before.",
        "To, co bank obciążył, zostało wcześniej przygotowane, zatwierdzone i zlecone.",
        "UFP art. 44, 54",
        looks_at=DISBURSED,
        judge=_in_order,
    ),
    Rule(
        "paid-to-the-contracts-account",
        "A payment is prepared for the account that the contract names.",
        "Wypłatę przygotowuje się na rachunek wskazany w umowie.",
        "UFP art. 221(3), 44",
        looks_at=PREPARED,
        judge=_to_the_contracts_account,
    ),
    Rule(
        "order-as-authorised",
        "An order holds what was authorised: the contract's account and the tranche's amount.",
        "Zlecenie zawiera to, co zatwierdzono: rachunek z umowy i kwotę transzy.",
        "UFP art. 54, 221(3)",
        looks_at=ISSUED,
        judge=_order_as_authorised,
    ),
    Rule(
        "paid-within-contract",
        "What is paid in all is not above the contract.",
        "Suma wypłat nie przekracza kwoty umowy.",
        "UFP art. 44, 221(3)",
        looks_at=DISBURSED,
        judge=_within_the_contract,
    ),
    Rule(
        "paid-as-the-tranche",
        "A payment is its tranche, to the grosz.",
        "Wypłata jest równa swojej transzy co do grosza.",
        "UFP art. 221(3)(2)",
        looks_at=DISBURSED,
        judge=_as_the_tranche,
    ),
    Rule(
        "no-payment-after-year-end",
        "From 1 January nothing is paid out of the old year.",
        "Od 1 stycznia niczego nie wypłaca się ze starego roku.",
        "UFP art. 263(1), 221(3)",
        looks_at=DISBURSED,
        judge=_in_the_year,
    ),
    Rule(
        "no-order-after-year-end",
        "No order of the old year is to be executed after 31 December.",
        "Żadnego zlecenia starego roku nie wykonuje się po 31 grudnia.",
        "UFP art. 263(1)",
        looks_at=ISSUED,
        judge=_ordered_in_the_year,
    ),
    Rule(
        "no-payment-after-termination",
        "Nothing is paid on a contract that has ended.",
        "Na rozwiązaną umowę niczego się nie wypłaca.",
        "UDPP art. 16; UFP art. 221(3)",
        looks_at=DISBURSED,
        judge=_not_after_its_end,
    ),
)
