"""The commands of offers, contracts and payments, with their days and people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from grosz.demo.days import after, instant, working_days_before
from grosz.demo.draws import Draws
from grosz.demo.offers import DEFECTS, PROMISED, Fate, Offer, PlannedCall
from grosz.demo.organisations import organisation
from grosz.demo.steps import Kind, Step
from grosz.demo.year import Year
from shared.messages import grants_answers_v1, grants_v1, payments_v1
from shared.messages.fields import Command
from shared.messages.grants_shapes import Tranche

_TREASURY = 4
_ANSWERED = 9 * 60
"""On the day of the resolution, before it: minutes after midnight."""
_GROUNDS = {Fate.BELOW: "not-enough-points", Fate.BEYOND: "pool-used"}
_PREPARED_DAYS, _AUTHORISED_DAYS, _ORDERED_DAYS = 5, 3, 1


def offer_steps(year: Year, seed: int) -> Iterator[Step]:
    """Each offer to the answer that it gets."""
    tasks = {contract.grant_id: (contract.task_from, contract.task_until) for contract in year.contracts}
    for planned, offer in year.offers():
        draws = Draws(seed, "people", offer.offer_id)
        yield _submission(planned, offer, tasks.get(offer.offer_id))
        rejected = offer.fate is Fate.REJECTED
        checked = grants_v1.CheckOffer(
            offer_id=offer.offer_id, passed=not rejected, defect=draws.one_of(DEFECTS) if rejected else None
        )
        yield _grants(_office(draws, offer.checked_on), Kind.CHECK, f"p-grants-{draws.between(1, 6)}", "check", checked)
        if rejected:
            continue
        scored = grants_v1.ScoreOffer(offer_id=offer.offer_id, points=offer.points)
        at = _office(draws, offer.scored_on)
        yield _grants(at, Kind.SCORE, f"p-commission-{draws.between(1, 5)}", "score", scored)
        if offer.proposed_grosze:
            kind = Kind.PROPOSE if offer.fate in PROMISED else Kind.PROPOSE_BEYOND
            proposed = grants_v1.ProposeAward(grant_id=offer.offer_id, amount_grosze=offer.proposed_grosze)
            yield _grants(_office(draws, offer.proposed_on), kind, "p-director-1", "propose", proposed)
        ground = _GROUNDS.get(offer.fate)
        if ground:
            against = grants_answers_v1.DecideNotToAward(
                offer_id=offer.offer_id, ground=ground, decided_on=planned.resolved_on
            )
            at = instant(planned.resolved_on, _ANSWERED)
            yield _grants(at, Kind.NOT_AWARD, "p-director-1", "decide against", against)
        if offer.fate is Fate.DECLINED:
            day = after(planned.resolved_on, draws.between(2, 12))
            declined = grants_v1.DeclineAward(grant_id=offer.offer_id, declined_on=day)
            applicant = organisation(offer.applicant).applicant
            yield _grants(_office(draws, day), Kind.DECLINE, applicant, "decline", declined)


def contract_steps(year: Year, seed: int) -> Iterator[Step]:
    """Signature, report and acceptance."""
    for number, contract in enumerate(sorted(year.contracts, key=lambda c: (c.signed_on, c.grant_id)), start=1):
        draws = Draws(seed, "office", contract.grant_id)
        signed = grants_v1.SignContract(
            grant_id=contract.grant_id,
            contract_number=f"zmyslona {number:03d}/{year.year}",
            amount_grosze=contract.amount_grosze,
            signed_on=contract.signed_on,
            tranches=[
                Tranche(number=tranche.number, amount_grosze=tranche.amount_grosze, due_on=tranche.due_on)
                for tranche in contract.tranches
            ],
        )
        yield _grants(_office(draws, contract.signed_on), Kind.SIGN, "p-director-1", "sign", signed)
        if contract.report is None:
            continue
        report = contract.report
        submitted = grants_v1.SubmitReport(
            grant_id=contract.grant_id, spent_grosze=report.spent_grosze, submitted_on=report.submitted_on
        )
        applicant = organisation(contract.applicant).applicant
        yield _grants(_office(draws, report.submitted_on), Kind.REPORT, applicant, "report", submitted)
        accepted = grants_v1.AcceptReport(
            grant_id=contract.grant_id, accepted_grosze=report.accepted_grosze, accepted_on=report.accepted_on
        )
        clerk = f"p-grants-{draws.between(1, 6)}"
        yield _grants(_office(draws, report.accepted_on), Kind.ACCEPT, clerk, "accept", accepted)


def payment_steps(year: Year, seed: int) -> Iterator[Step]:
    """Each tranche by two people of the treasury; one order and one statement for each day on which money moves."""
    orders: dict[date, list[payments_v1.PaymentReference]] = defaultdict(list)
    moved: dict[date, list[payments_v1.StatementLine]] = defaultdict(list)
    for contract in year.contracts:
        for tranche in contract.tranches:
            if not tranche.paid:
                continue
            grant, number, due_on = contract.grant_id, tranche.number, tranche.due_on
            yield from _two_people(Draws(seed, "treasury", grant, number), grant, number, due_on)
            orders[due_on].append(payments_v1.PaymentReference(grant_id=grant, tranche_number=number))
            moved[due_on].append(_line("debit", tranche.amount_grosze, due_on, f"{grant}/{number}"))
        if contract.given_back_on:
            day = contract.given_back_on
            moved[day].append(_line("credit", contract.given_back_grosze, day, contract.grant_id))
    for day, references in orders.items():
        order = payments_v1.IssuePaymentOrder(
            order_id=f"{year.programme_id}-o-{day:%Y%m%d}", execute_on=day, payments=references
        )
        at = instant(working_days_before(day, _ORDERED_DAYS), 14 * 60)
        yield Step(at, Kind.ORDER, "payments", "p-treasury-1", f"order {day}", order)
    for day, lines in moved.items():
        statement = payments_v1.RecordStatement(statement_id=f"{year.programme_id}-s-{day:%Y%m%d}", lines=lines)
        yield Step(instant(day, 20 * 60), Kind.STATEMENT, "payments", "bank", f"statement {day}", statement)


def _two_people(draws: Draws, grant: str, number: int, due_on: date) -> Iterator[Step]:
    """The four of the treasury may each do both; never one of them both for the same payment."""
    first = draws.between(0, _TREASURY - 1)
    second = (first + draws.between(1, _TREASURY - 1)) % _TREASURY
    prepared = payments_v1.PreparePayment(grant_id=grant, tranche_number=number)
    at = _office(draws, working_days_before(due_on, _PREPARED_DAYS))
    yield Step(at, Kind.PREPARE, "payments", f"p-treasury-{first + 1}", f"prepare {grant}/{number}", prepared)
    authorised = payments_v1.AuthorisePayment(grant_id=grant, tranche_number=number)
    at = _office(draws, working_days_before(due_on, _AUTHORISED_DAYS))
    yield Step(at, Kind.AUTHORISE, "payments", f"p-treasury-{second + 1}", f"authorise {grant}/{number}", authorised)


def _submission(planned: PlannedCall, offer: Offer, task: tuple[date, date] | None) -> Step:
    known = organisation(offer.applicant)
    task_from = planned.resolved_on + timedelta(days=20)
    task_from, task_until = task or (task_from, task_from + timedelta(days=60))
    command = grants_v1.SubmitOffer(
        offer_id=offer.offer_id,
        call_id=planned.call_id,
        organisation_id=known.organisation_id,
        title=f"Invented task {offer.offer_id}: {planned.call.title}",
        requested_grosze=offer.requested_grosze,
        total_cost_grosze=offer.cost_grosze,
        task_from=task_from,
        task_until=task_until,
    )
    return Step(offer.submitted_at, Kind.OFFER, "grants", known.applicant, f"submit {offer.offer_id}", command)


def _grants(at: datetime, kind: Kind, person: str, verb: str, command: Command) -> Step:
    subject = getattr(command, "offer_id", None) or getattr(command, "grant_id", "")
    return Step(at, kind, "grants", person, f"{verb} {subject}", command)


def _line(direction: str, amount: int, day: date, reference: str) -> payments_v1.StatementLine:
    return payments_v1.StatementLine.model_validate(
        {"direction": direction, "amount_grosze": amount, "value_on": day, "reference": reference}
    )


def _office(draws: Draws, day: date) -> datetime:
    """Some minute of office hours."""
    return instant(day, draws.between(8 * 60, 15 * 60 + 29))
