"""Reports, acceptance and money that comes back (UDPP art. 17, 18; UFP art. 251)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from audit.checks.files import Files, Grant
from audit.checks.rules import WARNING, Case, Rule, case
from audit.checks.terms import last_day, next_working
from audit.sources.record import Record
from shared.kernel.ids import year_of

REPORT_DAYS = 30
RETURN_DAYS = 15
SINCE_UFP = date(2010, 1, 1)


def _report_in_time(files: Files, record: Record) -> Iterator[Case]:
    grant = files.grant(record.data["grant_id"])
    if grant.task_until:
        due, on = last_day(grant.task_until, REPORT_DAYS), date.fromisoformat(record.data["submitted_on"])
        yield case(on <= due, grant.grant_id, record, grant.contract, submitted_on=on, due_on=due)


def _report_missing(files: Files, today: date) -> Iterator[Case]:
    """Judged once the term is over; who reported, late or not, is judged when the report comes."""
    for grant in files.grants.values():
        if grant.contract and grant.task_until and not grant.from_register and not grant.ended:
            due = last_day(grant.task_until, REPORT_DAYS)
            if today > due:
                yield case(grant.report is not None, grant.grant_id, grant.contract, grant.report, due_on=due)


def _due_as_counted(files: Files, record: Record) -> Iterator[Case]:
    grant = files.grant(record.data["grant_id"])
    if grant.task_until:
        said, counted = date.fromisoformat(record.data["due_on"]), last_day(grant.task_until, REPORT_DAYS)
        yield case(said == counted, grant.grant_id, record, grant.contract, stated=said, counted=counted)


def _after_a_report(files: Files, record: Record) -> Iterator[Case]:
    grant = files.grant(record.data["grant_id"])
    yield case(grant.report is not None, grant.grant_id, record, grant.report)


def _within_what_was_paid(files: Files, record: Record) -> Iterator[Case]:
    grant = files.grant(record.data["grant_id"])
    accepted = grant.accepted + record.data["amount_grosze"]
    out = grant.paid - grant.reversed
    said = {"accepted_grosze": accepted, "paid_grosze": out}
    yield case(accepted <= out, grant.grant_id, record, grant.contract, **said)


def _settled_to_the_grosz(files: Files, record: Record) -> Iterator[Case]:
    grant = files.grant(record.data["grant_id"])
    out = grant.paid - grant.reversed
    said = {"paid_grosze": out, "accepted_grosze": grant.accepted, "returned_grosze": grant.returned}
    explained = grant.accepted + grant.returned + grant.written_off
    yield case(out == explained, grant.grant_id, record, grant.contract, **said)


def _returned_in_time(files: Files, record: Record) -> Iterator[Case]:
    grant, on = files.grant(record.data["grant_id"]), date.fromisoformat(record.data["value_on"])
    due = _return_due(grant)
    if due:
        said = {"returned_on": on, "due_on": due, "amount_grosze": record.data["amount_grosze"]}
        yield case(on <= due, grant.grant_id, record, grant.contract, **said)


def _unused_came_back(files: Files, today: date) -> Iterator[Case]:
    """What was paid and is not accepted as used, once a report is accepted: it came back, or its term still runs."""
    for grant in files.grants.values():
        due = _return_due(grant)
        if grant.report_accepted and due and today > due:
            left = grant.paid - grant.reversed - grant.accepted - grant.returned - grant.written_off
            said = {"outstanding_grosze": left, "due_on": due}
            yield case(left <= 0, grant.grant_id, grant.report_accepted, grant.contract, **said)


def _paid_before_return(files: Files, record: Record) -> Iterator[Case]:
    grant = files.grant(record.data["grant_id"])
    back = grant.returned + record.data["amount_grosze"]
    said = {"returned_grosze": back, "paid_grosze": grant.paid}
    yield case(back <= grant.paid, grant.grant_id, record, grant.contract, **said)


def _within_its_claim(files: Files, record: Record) -> Iterator[Case]:
    grant, data = files.grant(record.data["grant_id"]), record.data
    left = grant.claims.get(data["claim_number"])
    said = {"claim": data["claim_number"], "written_off_grosze": data["amount_grosze"], "demanded_grosze": left}
    yield case(left is not None and data["amount_grosze"] <= left, grant.grant_id, record, grant.claim, **said)


def _return_due(grant: Grant) -> date | None:
    """31 January where the money may be used to the end of the year, else 15 days after the term of use."""
    if not grant.task_until or not grant.programme_id:
        return None
    year = year_of(grant.programme_id)
    if grant.task_until >= date(year, 12, 31):
        return next_working(date(year + 1, 1, 31))
    return next_working(grant.task_until + timedelta(days=RETURN_DAYS))


RULES = (
    Rule(
        "report-in-time",
        "The report comes within 30 days after the task.",
        "Sprawozdanie składa się w ciągu 30 dni od zakończenia zadania.",
        "UDPP art. 18(1); KC art. 115",
        severity=WARNING,
        looks_at=("settlement.report-submitted",),
        judge=_report_in_time,
    ),
    Rule(
        "report-came",
        "Once its term is over, the report is there.",
        "Po upływie terminu sprawozdanie jest złożone.",
        "UDPP art. 18(1)",
        severity=WARNING,
        at_end=_report_missing,
    ),
    Rule(
        "report-due-as-counted",
        "The day noted as a report's last is the thirtieth after the task, moved off free days.",
        "Odnotowany ostatni dzień na sprawozdanie to trzydziesty po zadaniu, przesunięty z dnia wolnego.",
        "UDPP art. 18(1); KC art. 111, 115",
        severity=WARNING,
        looks_at=("settlement.report-fallen-due",),
        judge=_due_as_counted,
    ),
    Rule(
        "report-before-acceptance",
        "Expenditure is accepted after the report came.",
        "Wydatki przyjmuje się po złożeniu sprawozdania.",
        "UDPP art. 17, 18",
        looks_at=("settlement.expenditure-accepted", "settlement.report-accepted"),
        judge=_after_a_report,
    ),
    Rule(
        "accepted-within-paid",
        "No more is accepted as used than was paid.",
        "Nie przyjmuje się za wykorzystane więcej, niż wypłacono.",
        "UFP art. 251(4), 252",
        since=SINCE_UFP,
        looks_at=("settlement.expenditure-accepted",),
        judge=_within_what_was_paid,
    ),
    Rule(
        "settled-to-the-grosz",
        "A grant is settled when all that was paid is accepted or back.",
        "Dotacja jest rozliczona, gdy całość wypłaty przyjęto lub zwrócono.",
        "UFP art. 251, 252; UDPP art. 18",
        looks_at=("settlement.grant-settled",),
        judge=_settled_to_the_grosz,
    ),
    Rule(
        "return-within-paid",
        "No more comes back than was paid.",
        "Nie zwraca się więcej, niż wypłacono.",
        "UFP art. 251",
        looks_at=("tranche-plan.principal-returned",),
        judge=_paid_before_return,
    ),
    Rule(
        "return-in-time",
        "Unused money comes back 15 days after the term of use, or by 31 January; later it bears interest.",
        "Niewykorzystaną dotację zwraca się w 15 dni od upływu terminu wykorzystania albo do 31 stycznia.",
        "UFP art. 251(1)–(3)",
        severity=WARNING,
        since=SINCE_UFP,
        looks_at=("tranche-plan.principal-returned",),
        judge=_returned_in_time,
    ),
    Rule(
        "written-off-within-claim",
        "Nothing is written off beyond what is still demanded by that claim.",
        "Umarza się najwyżej tyle, ile z danej należności pozostało do zwrotu.",
        "UFP art. 60(1), 64, 67",
        since=SINCE_UFP,
        looks_at=("claim.relief-granted", "claim.claim-time-barred"),
        judge=_within_its_claim,
    ),
    Rule(
        "unused-came-back",
        "What was paid and not accepted as used has come back once its term is over.",
        "Po upływie terminu niewykorzystana część dotacji jest zwrócona.",
        "UFP art. 251(1), 251(3)",
        severity=WARNING,
        since=SINCE_UFP,
        at_end=_unused_came_back,
    ),
)
