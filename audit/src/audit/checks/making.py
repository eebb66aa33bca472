"""The making of a programme and its report; small grants; late entries (UDPP art. 5, 5a, 19a, 41i)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from audit.checks.files import SMALL_GRANTS, Files
from audit.checks.rules import WARNING, Case, Rule, acted_at, case
from audit.checks.terms import last_day, next_working
from audit.sources.record import Record
from shared.kernel import accounts, hlc
from shared.kernel.ids import year_of

OPINION_DAYS = 14
SMALL_GRANT_MAX_GROSZE, SMALL_GRANT_DAYS_MAX = 1_000_000, 90
ORGANISATION_MAX_GROSZE, POOL_MAX_PERCENT = 2_000_000, 20
CLOCKS_APART = timedelta(seconds=60)
ADOPTED = ("programme.adopted",)


def _consulted(files: Files, record: Record) -> Iterator[Case]:
    year, on = files.year(record.data["programme_id"]), date.fromisoformat(record.data["adopted_on"])
    closed = year.consultation_closed
    held = year.consulted is not None and closed is not None and closed.on <= on
    yield case(held, year.programme_id, record, year.consulted, closed, adopted_on=on)


def _council_heard(files: Files, record: Record) -> Iterator[Case]:
    """Judged where the programme was made in steps: one adopted in short states nothing of the Council."""
    year, on = files.year(record.data["programme_id"]), date.fromisoformat(record.data["adopted_on"])
    if year.opinion_asked or year.no_council or year.in_steps:
        silent = year.opinion_asked and on > last_day(year.opinion_asked.on, OPINION_DAYS)
        held = year.no_council or year.opinion is not None or bool(silent)
        yield case(held, year.programme_id, record, year.opinion_asked, year.opinion, adopted_on=on)


def _waived_after_a_fortnight(files: Files, record: Record) -> Iterator[Case]:
    year = files.year(record.data["programme_id"])
    if year.opinion_asked:
        said = date.fromisoformat(record.data["last_on"])
        counted = last_day(year.opinion_asked.on, OPINION_DAYS)
        held = said >= counted and acted_at(record).date() >= counted
        yield case(held, year.programme_id, record, year.opinion_asked, last_on=said, counted=counted)


def _by_30_november(_files: Files, record: Record) -> Iterator[Case]:
    programme, on = record.data["programme_id"], date.fromisoformat(record.data["adopted_on"])
    due = date(year_of(programme) - 1, 11, 30)
    yield case(on <= due, programme, record, adopted_on=on, due_on=due)


def _reported_by_31_may(files: Files, today: date) -> Iterator[Case]:
    for year in files.years.values():
        due = date(year_of(year.programme_id) + 1, 5, 31)
        if year.adopted and (year.reported or today > next_working(due)):
            held = year.reported is not None and year.reported.on <= due
            yield case(held, year.programme_id, year.reported or year.adopted, due_on=due)


def _small_and_short(files: Files, record: Record) -> Iterator[Case]:
    data = record.data
    grant = files.grant(data["grant_id"])
    if files.call(data["call_id"]).basis == SMALL_GRANTS and grant.offered:
        begins, ends = (date.fromisoformat(grant.offered[field]) for field in ("task_from", "task_until"))
        days = (ends - begins).days + 1
        held = data["amount_grosze"] <= SMALL_GRANT_MAX_GROSZE and days <= SMALL_GRANT_DAYS_MAX
        yield case(held, grant.grant_id, record, grant.offer, amount_grosze=data["amount_grosze"], days=days)


def _within_the_organisations_cap(files: Files, record: Record) -> Iterator[Case]:
    grant = files.grant(record.data["grant_id"])
    if files.call(grant.call_id).basis == SMALL_GRANTS:
        paid = files.year(record.data["programme_id"]).small_transfers.get(grant.organisation_id, 0)
        paid += record.data["amount_grosze"]
        said = {"organisation": grant.organisation_id, "transferred_grosze": paid}
        yield case(paid <= ORGANISATION_MAX_GROSZE, grant.grant_id, record, **said)


def _pool_within_a_fifth(files: Files, record: Record) -> Iterator[Case]:
    """What is set aside for small grants, and so what can be awarded as such, against the year's limit."""
    if record.data["fact"] != "SmallGrantPoolSet":
        return
    book = files.ledgers.book(record.data["programme_id"])
    pools = sum(n for a, n in book.journal.totals.items() if accounts.pool_account(_line(a)) == a)
    held = pools * 100 <= POOL_MAX_PERCENT * book.limit
    yield case(held, record.data["programme_id"], record, pools_grosze=pools, limit_grosze=book.limit)


def _line(account: str) -> str:
    return accounts.line_of_account(account) or ""


def _late_with_a_reason(_files: Files, record: Record) -> Iterator[Case]:
    """Of commands alone: what follows from them bears their moment. Which role let it in stands in no fact."""
    envelope = record.envelope
    if not envelope.get("command_id"):
        return
    at, recorded = acted_at(record), hlc.instant_of(record.stamp)
    if at > recorded + CLOCKS_APART:
        yield case(False, str(record), record, acted_at=at, recorded_at=recorded)
    else:
        late = recorded - at > CLOCKS_APART
        reason = envelope.get("late_reason")
        yield case(not late or bool(reason), str(record), record, **({"acted_at": at} if late and not reason else {}))


RULES = (
    Rule(
        "consultation-before-adoption",
        "A programme is adopted after its consultation has ended.",
        "Program uchwala się po zakończeniu konsultacji.",
        "UDPP art. 5(5), 5a(1)",
        looks_at=ADOPTED,
        judge=_consulted,
    ),
    Rule(
        "council-was-heard",
        "A programme is adopted with the Council's opinion, or after 14 days of its silence.",
        "Program uchwala się po opinii rady działalności pożytku publicznego albo po 14 dniach jej milczenia.",
        "UDPP art. 5a(2a), 41i(2)",
        since=date(2010, 3, 12),
        looks_at=ADOPTED,
        judge=_council_heard,
    ),
    Rule(
        "silence-is-fourteen-days",
        "The Council's silence counts after 14 days from the delivery.",
        "Milczenie rady liczy się po 14 dniach od doręczenia projektu.",
        "UDPP art. 41i(2); KC art. 111, 115",
        looks_at=("programme.council-opinion-waived",),
        judge=_waived_after_a_fortnight,
    ),
    Rule(
        "adopted-by-30-november",
        "A programme is adopted by 30 November of the year before.",
        "Program uchwala się do 30 listopada roku poprzedzającego.",
        "UDPP art. 5a(1)",
        severity=WARNING,
        since=date(2010, 3, 12),
        looks_at=ADOPTED,
        judge=_by_30_november,
    ),
    Rule(
        "report-by-31-may",
        "The report on the programme is published by 31 May of the year after.",
        "Sprawozdanie z realizacji programu ogłasza się do 31 maja następnego roku.",
        "UDPP art. 5a(3)",
        severity=WARNING,
        since=date(2016, 1, 1),
        at_end=_reported_by_31_may,
    ),
    Rule(
        "small-grant-is-small",
        "A small grant is 10 000 PLN at most, for 90 days at most.",
        "Mała dotacja wynosi najwyżej 10 000 zł i trwa najwyżej 90 dni.",
        "UDPP art. 19a(1)",
        looks_at=("award.proposed",),
        judge=_small_and_short,
    ),
    Rule(
        "small-grants-of-an-organisation",
        "One organisation gets 20 000 PLN of small grants a year at most.",
        "Jedna organizacja otrzymuje w trybie małych dotacji najwyżej 20 000 zł rocznie.",
        "UDPP art. 19a(6)",
        looks_at=("tranche-plan.tranche-disbursed",),
        judge=_within_the_organisations_cap,
    ),
    Rule(
        "small-grant-pool",
        "No more than 20 % of the year is set aside for small grants.",
        "Na małe dotacje przeznacza się najwyżej 20 % środków roku.",
        "UDPP art. 19a(7)",
        looks_at=("budget.entry-posted",),
        judge=_pool_within_a_fifth,
    ),
    Rule(
        "late-entry-has-a-reason",
        "An act recorded later than it was done says why; none is recorded before it was done.",
        "Czynność zapisana później, niż jej dokonano, podaje powód; żadnej nie zapisuje się z góry.",
        "Accounting Act art. 20(1), 24(5)",
        looks_at=(),
        judge=_late_with_a_reason,
    ),
)
