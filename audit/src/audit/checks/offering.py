"""Offers and awards: in time, checked, scored, within request, call and promise (UDPP art. 11, 13, 14, 15)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from audit.checks.files import Call, Files
from audit.checks.rules import Case, Rule, acted_at, acted_on, case, day
from audit.sources.record import Record
from shared.kernel.ids import year_of


def _in_time(files: Files, record: Record) -> Iterator[Case]:
    call = files.call(record.data["call_id"])
    at = acted_at(record)
    if call.offers_until and call.opens_on:
        held = at < call.offers_until and acted_on(record) >= call.opens_on
        said = {"handed_in_at": at, "opens_on": call.opens_on, "offers_until": call.offers_until}
        yield case(held, record.data["offer_id"], record, call.announced, **said)


def _announced_before(files: Files, record: Record) -> Iterator[Case]:
    call = files.call(record.data["call_id"])
    yield case(call.announced is not None, record.data["offer_id"], record, call.announced, call=call.call_id)


def _fits_the_call(files: Files, record: Record) -> Iterator[Case]:
    data = record.data
    call, asked, cost = files.call(data["call_id"]), data["requested_grosze"], data["total_cost_grosze"]
    if call.terms:
        held = (
            call.terms["min_grant_grosze"] <= asked <= call.terms["max_grant_grosze"]
            and asked <= cost
            and _within_share(call, asked, cost)
        )
        yield case(held, data["offer_id"], record, call.announced, **_limits(call), requested_grosze=asked, cost=cost)


def _in_the_calls_time(files: Files, record: Record) -> Iterator[Case]:
    data = record.data
    terms = files.call(data["call_id"]).terms
    begins, ends = date.fromisoformat(data["task_from"]), date.fromisoformat(data["task_until"])
    first, last = day(terms, "task_from"), day(terms, "task_until")
    held = begins <= ends and (first is None or first <= begins) and (last is None or ends <= last)
    held = held and ends.year <= year_of(data["programme_id"])
    yield case(held, data["offer_id"], record, task_from=begins, task_until=ends, call_from=first, call_until=last)


def _checked_before_score(files: Files, record: Record) -> Iterator[Case]:
    grant = files.grant(record.data["offer_id"])
    held = grant.checked is not None and not grant.rejected and acted_on(record) >= grant.checked.on
    yield case(held, grant.grant_id, record, grant.checked, grant.offer)


def _scored_before_award(files: Files, record: Record) -> Iterator[Case]:
    grant = files.grant(record.data["grant_id"])
    held = grant.scored is not None and acted_on(record) >= grant.scored.on
    yield case(held, grant.grant_id, record, grant.scored, grant.checked)


def _passes(files: Files, record: Record) -> Iterator[Case]:
    grant = files.grant(record.data["grant_id"])
    mark = files.call(record.data["call_id"]).terms.get("pass_mark_points")
    if mark is not None and grant.points is not None:
        yield case(grant.points >= mark, grant.grant_id, record, grant.scored, points=grant.points, pass_mark=mark)


def _award_fits(files: Files, record: Record) -> Iterator[Case]:
    data = record.data
    grant, call, amount = files.grant(data["grant_id"]), files.call(data["call_id"]), data["amount_grosze"]
    if grant.offered and call.terms:
        asked, cost = grant.offered["requested_grosze"], grant.offered["total_cost_grosze"]
        held = 0 < amount <= min(asked, call.terms["max_grant_grosze"]) and _within_share(call, amount, cost)
        said = {"amount_grosze": amount, "requested_grosze": asked, "cost_grosze": cost}
        yield case(held, grant.grant_id, record, grant.offer, call.announced, **said, **_limits(call))


def _offered_before(files: Files, record: Record) -> Iterator[Case]:
    grant = files.grant(record.data["grant_id"])
    yield case(grant.offer is not None, grant.grant_id, record, grant.offer)


def _after_the_deadline(files: Files, record: Record) -> Iterator[Case]:
    call = files.call(record.data["call_id"])
    if call.offers_until and not call.terms.get("rolling") and call.basis:
        at = acted_at(record)
        held = at >= call.offers_until
        yield case(
            held, record.data["grant_id"], record, call.announced, proposed_at=at, offers_until=call.offers_until
        )


def _promised_before(files: Files, record: Record) -> Iterator[Case]:
    data = record.data
    grant = files.grant(data["grant_id"])
    promised = grant.promised.get(data["decision_no"])
    said = {"decision_no": data["decision_no"], "awarded_grosze": data["amount_grosze"], "promised_grosze": promised}
    yield case(promised == data["amount_grosze"], grant.grant_id, record, grant.promise, **said)


def _promised_while_open(files: Files, record: Record) -> Iterator[Case]:
    """A promise on top of a contract needs no open call; a first one comes out of a call that has not ended."""
    grant, call = files.grant(record.data["grant_id"]), files.call(record.data["call_id"])
    if not grant.contract:
        yield case(call.ended is None, grant.grant_id, record, call.ended, call.announced, call=call.call_id)


def _limits(call: Call) -> dict[str, object]:
    terms = call.terms
    return {
        "call": call.call_id,
        "max_grant_grosze": terms["max_grant_grosze"],
        "max_share_percent": terms["max_share_percent"],
        "mode": terms.get("mode"),
    }


def _within_share(call: Call, amount: int, cost: int) -> bool:
    """Compared as a product of integers. A call opened in one step names no mode: less than all of it is support."""
    share = call.terms["max_share_percent"]
    supporting = call.terms.get("mode") == "supporting"
    return amount * 100 <= share * cost and not (supporting and amount >= cost)


RULES = (
    Rule(
        "announced-before-offers",
        "Offers come after their call is announced.",
        "Oferty składa się po ogłoszeniu konkursu.",
        "UDPP art. 13(1)",
        looks_at=("offer.submitted",),
        judge=_announced_before,
    ),
    Rule(
        "offer-in-time",
        "An offer comes before the last moment of its call, and not before the call opens.",
        "Ofertę składa się w terminie wskazanym w ogłoszeniu.",
        "UDPP art. 13(1), 13(2)(5)",
        looks_at=("offer.submitted",),
        judge=_in_time,
    ),
    Rule(
        "offer-within-call",
        "What is asked for lies between the call's least and most, and within its share of the cost.",
        "Wnioskowana kwota mieści się w granicach konkursu i jego udziale w kosztach.",
        "UDPP art. 11(1), 13(2), 14(1)",
        looks_at=("offer.submitted",),
        judge=_fits_the_call,
    ),
    Rule(
        "task-in-the-calls-time",
        "A task lies within the call's time and ends in the budget year.",
        "Zadanie mieści się w czasie wskazanym w ogłoszeniu i kończy w roku budżetowym.",
        "UDPP art. 13(2)(4); UFP art. 221(3)",
        looks_at=("offer.submitted",),
        judge=_in_the_calls_time,
    ),
    Rule(
        "checked-before-score",
        "An offer is scored after it passed the formal check.",
        "Ofertę ocenia się merytorycznie po pozytywnej ocenie formalnej.",
        "UDPP art. 15(1), 5(3)",
        looks_at=("offer.scored",),
        judge=_checked_before_score,
    ),
    Rule(
        "offer-before-award",
        "A grant is proposed for an offer that was handed in.",
        "Dotację proponuje się na podstawie złożonej oferty.",
        "UDPP art. 13, 15(1)",
        looks_at=("award.proposed",),
        judge=_offered_before,
    ),
    Rule(
        "scored-before-award",
        "An award is proposed after the commission gave its points.",
        "Dotację proponuje się po ocenie komisji.",
        "UDPP art. 15(1), 15(2a)",
        looks_at=("award.proposed",),
        judge=_scored_before_award,
    ),
    Rule(
        "pass-mark",
        "Only an offer that reaches the call's pass mark is awarded.",
        "Dotację otrzymuje tylko oferta, która osiągnęła wymagane minimum punktów.",
        "UDPP art. 15(1), 13(2)(6)",
        looks_at=("award.proposed",),
        judge=_passes,
    ),
    Rule(
        "award-within-request-and-call",
        "An award is within the request, the call's most and its share of the cost.",
        "Przyznana kwota nie przekracza wnioskowanej, maksimum konkursu ani jego udziału w kosztach.",
        "UDPP art. 11(1), 13(2), 15(2g)",
        looks_at=("award.proposed",),
        judge=_award_fits,
    ),
    Rule(
        "award-after-the-deadline",
        "Nobody is chosen while the call still takes offers, unless it is a rolling one.",
        "Nikogo nie wybiera się, dopóki trwa nabór, chyba że jest to nabór ciągły.",
        "UDPP art. 5(3), 13(2)(6), 15(1)",
        looks_at=("award.proposed",),
        judge=_after_the_deadline,
    ),
    Rule(
        "promise-before-award",
        "A grant is awarded after exactly its amount was set aside from the limit.",
        "Dotację przyznaje się po zarezerwowaniu dokładnie tej kwoty w limicie.",
        "UFP art. 44, 46, 261",
        looks_at=("award.granted",),
        judge=_promised_before,
    ),
    Rule(
        "promise-from-an-open-call",
        "Nothing more is promised from a call that was resolved or annulled.",
        "Z rozstrzygniętego lub unieważnionego konkursu niczego więcej się nie obiecuje.",
        "UDPP art. 15(2h), 18a",
        looks_at=("reservation.funds-reserved",),
        judge=_promised_while_open,
    ),
)
