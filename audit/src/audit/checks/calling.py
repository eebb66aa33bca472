"""Calls: announced in three places, 21 days, annulled on the two grounds, results published (UDPP art. 13, 15, 18a)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from audit.checks.files import Call, Files
from audit.checks.rules import Case, Rule, case, day, instant, kind
from audit.checks.terms import last_day, over_at
from audit.sources.record import Record

OPEN_CALL = "udpp-open-call"
PLACES = ("bip", "board", "website")
WRITTEN = ("task-type", "granting-rules", "execution-conditions", "choice", "earlier-tasks")
"""Contents of UDPP art. 13(2) that somebody writes; amount and deadline are figures of the call itself."""
LEAST_DAYS = 21
TOLD_WITHIN_DAYS = 14
GROUNDS = ("no-offer-submitted", "no-offer-met-the-requirements")
SINCE_2010 = date(2010, 3, 12)


def _in_three_places(files: Files, record: Record) -> Iterator[Case]:
    call = files.call(record.data["call_id"])
    if _open_by_steps(call, record):
        where = call.published.get("announcement", {})
        missing = [place for place in PLACES if place not in where]
        yield case(not missing, call.call_id, record, missing=missing or None, published=_days(where))


def _long_enough(files: Files, record: Record) -> Iterator[Case]:
    """Counted from the last mandatory place, or from the correction where it was material: its own last place, once
    that is known, else its day. A call opened in one step says only on which day it opened.
    """
    data = record.data
    call = files.call(data["call_id"])
    basis = (data.get("terms") or {}).get("legal_basis")
    until = instant(data, "offers_until")
    since = day(data, "opens_on")
    if until is None or since is None or basis not in (OPEN_CALL, None):
        return
    if basis:
        where = call.published.get("announcement", {})
        since = max((where[place] for place in PLACES if place in where), default=since)
    if data.get("material"):
        since = day(data, "corrected_on") or since
    elif call.material_change:
        since = call.material_change.on
    legal = last_day(since, LEAST_DAYS)
    yield case(
        until >= over_at(legal), call.call_id, record, last_published_on=since, earliest_last_day=legal, until=until
    )


def _contents_written(files: Files, record: Record) -> Iterator[Case]:
    call = files.call(record.data["call_id"])
    if _open_by_steps(call, record):
        missing = [content for content in WRITTEN if content not in call.written]
        yield case(not missing, call.call_id, record, missing=missing or None)


def _on_the_two_grounds(files: Files, record: Record) -> Iterator[Case]:
    data = record.data
    call, ground = files.call(data["call_id"]), data["ground"]
    true = call.offers == 0 if ground == GROUNDS[0] else call.offers > 0 and call.accepted == 0
    held = ground in GROUNDS and true
    yield case(held, call.call_id, record, call.announced, ground=ground, offers=call.offers, accepted=call.accepted)


def _annulled_where_it_must(files: Files, record: Record) -> Iterator[Case]:
    call = files.call(record.data["call_id"])
    if call.basis in (OPEN_CALL, "") and call.announced:
        yield case(call.accepted > 0, call.call_id, record, call.announced, offers=call.offers, accepted=call.accepted)


def _results_published(files: Files, today: date) -> Iterator[Case]:
    yield from _published_at_the_end(files, today, "results", annulled=False)


def _annulment_published(files: Files, today: date) -> Iterator[Case]:
    yield from _published_at_the_end(files, today, "annulment", annulled=True)


def _published_at_the_end(files: Files, today: date, matter: str, *, annulled: bool) -> Iterator[Case]:
    """Within a fortnight it may still come: the act says "without delay" and names no days."""
    for call in files.calls.values():
        if not call.ended or call.annulled is not annulled or not call.by_the_steps or call.basis != OPEN_CALL:
            continue
        where = call.published.get(matter, {})
        missing = [place for place in PLACES if place not in where]
        if missing and (today - call.ended.on).days <= TOLD_WITHIN_DAYS:
            continue
        yield case(not missing, call.call_id, call.ended, missing=missing or None, published=_days(where))


def _corrections_published(files: Files, today: date) -> Iterator[Case]:
    for call in files.calls.values():
        change = call.material_change
        if change and call.basis == OPEN_CALL and (today - change.on).days > TOLD_WITHIN_DAYS:
            where = call.published.get("correction", {})
            missing = [place for place in PLACES if place not in where]
            yield case(not missing, call.call_id, change, missing=missing or None, published=_days(where))


def _choice_after_deadline(files: Files, record: Record) -> Iterator[Case]:
    call = files.call(record.data["call_id"])
    if call.offers_until and not call.terms.get("rolling"):
        on = date.fromisoformat(record.data["resolved_on"])
        held = over_at(on) >= call.offers_until
        yield case(held, call.call_id, record, call.announced, resolved_on=on, offers_until=call.offers_until)


def _open_by_steps(call: Call, record: Record) -> bool:
    basis = record.data["terms"]["legal_basis"] if kind(record) == "call.announced" else call.basis
    return bool(call.by_the_steps and basis == OPEN_CALL)


def _days(where: dict[str, date]) -> dict[str, str] | None:
    return {place: on.isoformat() for place, on in sorted(where.items())} or None


RULES = (
    Rule(
        "announced-in-three-places",
        "An open call is announced in the Public Information Bulletin, on the notice board and on the website.",
        "Otwarty konkurs ofert ogłasza się w BIP, w siedzibie organu i na jego stronie internetowej.",
        "UDPP art. 13(3)",
        since=SINCE_2010,
        looks_at=("call.announced",),
        judge=_in_three_places,
    ),
    Rule(
        "twenty-one-days",
        "Offers are taken for at least 21 days from the last of the three publications.",
        "Termin składania ofert jest nie krótszy niż 21 dni od ukazania się ostatniego z trzech ogłoszeń.",
        "UDPP art. 13(1); KC art. 111, 115",
        since=SINCE_2010,
        looks_at=("call.announced", "call.opened", "call.extended", "call.corrected"),
        judge=_long_enough,
    ),
    Rule(
        "announcement-is-complete",
        "An announcement has its seven contents.",
        "Ogłoszenie konkursu zawiera siedem obowiązkowych elementów.",
        "UDPP art. 13(2)",
        since=SINCE_2010,
        looks_at=("call.announced",),
        judge=_contents_written,
    ),
    Rule(
        "material-change-published",
        "A material correction stands in the same three places.",
        "Istotna zmiana ogłoszenia ukazuje się w tych samych trzech miejscach.",
        "UDPP art. 13(3), 5(3)",
        since=SINCE_2010,
        at_end=_corrections_published,
    ),
    Rule(
        "annulled-on-ground",
        "A call is annulled only when no offer came, or none met the requirements.",
        "Konkurs unieważnia się tylko wtedy, gdy nie złożono żadnej oferty lub żadna nie spełniła wymogów.",
        "UDPP art. 18a(1)",
        since=SINCE_2010,
        looks_at=("call.annulled",),
        judge=_on_the_two_grounds,
    ),
    Rule(
        "annulled-where-it-must-be",
        "A call without an offer that met the requirements is annulled, not resolved.",
        "Konkurs bez oferty spełniającej wymogi unieważnia się, a nie rozstrzyga.",
        "UDPP art. 18a(1)",
        since=SINCE_2010,
        looks_at=("call.resolved",),
        judge=_annulled_where_it_must,
    ),
    Rule(
        "annulment-published",
        "An annulment is published in the three places.",
        "Unieważnienie konkursu podaje się do wiadomości w trzech miejscach.",
        "UDPP art. 18a(2)",
        since=SINCE_2010,
        at_end=_annulment_published,
    ),
    Rule(
        "choice-after-the-deadline",
        "A call is resolved after the last moment for offers.",
        "Konkurs rozstrzyga się po upływie terminu składania ofert.",
        "UDPP art. 13(2)(6), 15(1)",
        looks_at=("call.resolved",),
        judge=_choice_after_deadline,
    ),
    Rule(
        "results-published",
        "The results of a call are published in the three places.",
        "Wyniki konkursu ogłasza się niezwłocznie w trzech miejscach.",
        "UDPP art. 15(2h), 15(2j)",
        since=SINCE_2010,
        at_end=_results_published,
    ),
)
