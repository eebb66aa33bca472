"""Putting facts into their files: what each stored name changes in the file of its grant, call or year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from audit.checks.files import SMALL_GRANTS, Files
from audit.checks.rules import day, instant, kind, ref
from audit.sources.record import Record

Data = dict[str, Any]
_PUT: dict[str, Callable[[Files, Record, Data], None]] = {}


def put(files: Files, record: Record) -> None:
    """Put a fact into its files; one that no rule needs changes nothing."""
    files.ledgers.await_entry(record)
    into = _PUT.get(kind(record))
    if into:
        into(files, record, record.data)


def _puts(*stems: str) -> Callable[[Callable[[Files, Record, Data], None]], Callable[[Files, Record, Data], None]]:
    def named(put: Callable[[Files, Record, Data], None]) -> Callable[[Files, Record, Data], None]:
        _PUT.update(dict.fromkeys(stems, put))
        return put

    return named


@_puts("call.drafted")
def _drafted(files: Files, _record: Record, data: Data) -> None:
    call = files.call(data["call_id"])
    call.programme_id, call.terms, call.by_the_steps = data["programme_id"], data["terms"], True


@_puts("call.content-written")
def _written(files: Files, _record: Record, data: Data) -> None:
    files.call(data["call_id"]).written.add(data["content"])


@_puts("call.published")
def _published(files: Files, _record: Record, data: Data) -> None:
    places = files.call(data["call_id"]).published.setdefault(data["matter"], {})
    places[data["place"]] = date.fromisoformat(data["published_on"])


@_puts("call.opened", "call.announced", "call.extended", "call.corrected", "call.rolling-call-stopped")
def _announced(files: Files, record: Record, data: Data) -> None:
    call = files.call(data["call_id"])
    call.programme_id = data["programme_id"]
    call.terms = data.get("terms") or data
    call.announced = call.announced or ref(record)
    call.opens_on, call.offers_until = day(data, "opens_on"), instant(data, "offers_until")
    if data.get("material"):
        call.material_change = ref(record)


@_puts("call.resolved", "call.annulled")
def _call_ended(files: Files, record: Record, data: Data) -> None:
    call = files.call(data["call_id"])
    call.ended, call.annulled = ref(record), kind(record) == "call.annulled"


@_puts("offer.submitted")
def _submitted(files: Files, record: Record, data: Data) -> None:
    grant = files.grant(data["offer_id"])
    grant.programme_id, grant.call_id = data["programme_id"], data["call_id"]
    grant.organisation_id, grant.offered, grant.offer = data["organisation_id"], data, ref(record)
    grant.task_until, grant.line_id = day(data, "task_until"), data["line_id"]
    files.call(data["call_id"]).offers += 1


@_puts("offer.formally-accepted")
def _formally_accepted(files: Files, record: Record, data: Data) -> None:
    grant = files.grant(data["offer_id"])
    grant.checked = ref(record)
    files.call(grant.call_id).accepted += 1


@_puts("offer.formally-rejected")
def _formally_rejected(files: Files, record: Record, data: Data) -> None:
    grant = files.grant(data["offer_id"])
    grant.checked, grant.rejected = ref(record), True


@_puts("offer.scored")
def _scored(files: Files, record: Record, data: Data) -> None:
    grant = files.grant(data["offer_id"])
    grant.scored, grant.points = ref(record), data["points"]


@_puts("reservation.funds-reserved")
def _promised(files: Files, record: Record, data: Data) -> None:
    grant = files.grant(data["grant_id"])
    grant.promised[data["decision_no"]], grant.promise = data["amount_grosze"], ref(record)


@_puts("award.granted")
def _granted(files: Files, record: Record, data: Data) -> None:
    grant = files.grant(data["grant_id"])
    grant.award, grant.awarded = ref(record), data["amount_grosze"]
    grant.awarded_on = day(data, "awarded_on")


@_puts("award.declined", "award.lapsed", "award.revoked", "increase.dropped")
def _released(files: Files, record: Record, data: Data) -> None:
    grant = files.grant(data["grant_id"])
    grant.promised.pop(data["decision_no"], None)
    if kind(record) != "increase.dropped":
        grant.award, grant.awarded = None, 0


@_puts("contract.signed")
def _signed(files: Files, record: Record, data: Data) -> None:
    grant = files.grant(data["grant_id"])
    grant.contract, grant.contracted, grant.account = ref(record), data["amount_grosze"], data.get("bank_account")
    grant.programme_id, grant.signed_on = data["programme_id"], day(data, "signed_on")
    grant.organisation_id = data.get("organisation_id") or grant.organisation_id
    grant.task_until = day(data, "task_until") or grant.task_until
    grant.tranches = _tranches(data)


@_puts("contract.annex-signed")
def _annexed(files: Files, _record: Record, data: Data) -> None:
    grant = files.grant(data["grant_id"])
    grant.contracted, grant.tranches = data["contract_amount_grosze"], _tranches(data)


@_puts("contract.terminated")
def _terminated(files: Files, record: Record, data: Data) -> None:
    files.grant(data["grant_id"]).ended = ref(record)


@_puts("contract.grant-taken-over")
def _taken_over(files: Files, record: Record, data: Data) -> None:
    grant = files.grant(data["grant_id"])
    grant.contract, grant.contracted, grant.from_register = ref(record), data["amount_grosze"], True
    grant.line_id = data["line_id"]
    grant.programme_id, grant.signed_on = data["programme_id"], day(data, "signed_on")


@_puts("undertaking.commitment-posted")
def _committed(files: Files, _record: Record, data: Data) -> None:
    if data["fact"] == "MultiYearCommitmentMade":
        years = files.undertakings.setdefault((data["undertaking_id"], data["grant_id"]), {})
        years[data["year"]] = years.get(data["year"], 0) + data["amount_grosze"]


@_puts("payment.payment-prepared")
def _prepared(files: Files, record: Record, data: Data) -> None:
    grant, number = files.grant(data["grant_id"]), data["tranche_number"]
    grant.prepared[number] = ref(record), data["prepared_by"]
    grant.authorised.pop(number, None)
    grant.ordered.pop(number, None)


@_puts("payment.payment-authorised")
def _authorised(files: Files, record: Record, data: Data) -> None:
    files.grant(data["grant_id"]).authorised[data["tranche_number"]] = ref(record)


@_puts("payment.payment-ordered")
def _ordered(files: Files, record: Record, data: Data) -> None:
    files.grant(data["grant_id"]).ordered[data["tranche_number"]] = ref(record)


@_puts("payment.payment-reversed")
def _begins_anew(files: Files, _record: Record, data: Data) -> None:
    grant = files.grant(data["grant_id"])
    for book in (grant.prepared, grant.authorised, grant.ordered):
        book.pop(data["tranche_number"], None)


@_puts("tranche-plan.tranche-disbursed", "tranche-plan.payment-taken-over")
def _paid(files: Files, _record: Record, data: Data) -> None:
    grant = files.grant(data["grant_id"])
    grant.paid += data["amount_grosze"]
    if files.call(grant.call_id).basis == SMALL_GRANTS:
        transfers = files.year(data["programme_id"]).small_transfers
        transfers[grant.organisation_id] = transfers.get(grant.organisation_id, 0) + data["amount_grosze"]


@_puts("tranche-plan.principal-returned")
def _returned(files: Files, _record: Record, data: Data) -> None:
    files.grant(data["grant_id"]).returned += data["amount_grosze"]


@_puts("tranche-plan.disbursement-reversed")
def _reversed(files: Files, _record: Record, data: Data) -> None:
    files.grant(data["grant_id"]).reversed += data["amount_grosze"]


@_puts("claim.claim-established")
def _claimed(files: Files, record: Record, data: Data) -> None:
    grant = files.grant(data["grant_id"])
    grant.claims[data["claim_number"]], grant.claim = data["principal_grosze"], ref(record)


@_puts("claim.claim-paid")
def _claim_paid(files: Files, _record: Record, data: Data) -> None:
    claims = files.grant(data["grant_id"]).claims
    claims[data["claim_number"]] = claims.get(data["claim_number"], 0) - data["principal_grosze"]


@_puts("claim.relief-granted", "claim.claim-time-barred")
def _written_off(files: Files, _record: Record, data: Data) -> None:
    grant = files.grant(data["grant_id"])
    grant.written_off += data["amount_grosze"]
    grant.claims[data["claim_number"]] = grant.claims.get(data["claim_number"], 0) - data["amount_grosze"]


@_puts("settlement.report-fallen-due")
def _report_due(files: Files, _record: Record, data: Data) -> None:
    files.grant(data["grant_id"]).report_due = day(data, "due_on")


@_puts("settlement.report-submitted")
def _reported(files: Files, record: Record, data: Data) -> None:
    files.grant(data["grant_id"]).report = ref(record)


@_puts("settlement.report-accepted")
def _report_accepted(files: Files, record: Record, data: Data) -> None:
    files.grant(data["grant_id"]).report_accepted = ref(record)


@_puts("settlement.expenditure-accepted")
def _accepted(files: Files, _record: Record, data: Data) -> None:
    files.grant(data["grant_id"]).accepted += data["amount_grosze"]


@_puts("settlement.acceptance-withdrawn")
def _withdrawn(files: Files, _record: Record, data: Data) -> None:
    files.grant(data["grant_id"]).accepted -= data["amount_grosze"]


@_puts("known-year.noted")
def _year_noted(files: Files, _record: Record, data: Data) -> None:
    files.grants_hear_of_cuts[data["programme_id"]] = data["cut_pending_grosze"]


@_puts("programme.drafted", "programme.multi-year-drafted")
def _programme_drafted(files: Files, record: Record, data: Data) -> None:
    files.year(data["programme_id"]).drafted = ref(record)


@_puts("programme.consultation-opened")
def _consultation_opened(files: Files, record: Record, data: Data) -> None:
    files.year(data["programme_id"]).consulted = ref(record)


@_puts("programme.consultation-closed")
def _consultation_closed(files: Files, record: Record, data: Data) -> None:
    files.year(data["programme_id"]).consultation_closed = ref(record)


@_puts("programme.council-opinion-requested")
def _opinion_asked(files: Files, record: Record, data: Data) -> None:
    year = files.year(data["programme_id"])
    year.opinion_asked, year.opinion_last_on = ref(record), day(data, "last_on")


@_puts("programme.council-opinion-given", "programme.council-opinion-waived")
def _opinion(files: Files, record: Record, data: Data) -> None:
    files.year(data["programme_id"]).opinion = ref(record)


@_puts("programme.council-found-absent")
def _no_council(files: Files, _record: Record, data: Data) -> None:
    files.year(data["programme_id"]).no_council = True


@_puts("programme.text-stated", "programme.meeting-held", "programme.remark-filed", "programme.task-areas-stated")
def _in_steps(files: Files, _record: Record, data: Data) -> None:
    files.year(data["programme_id"]).in_steps = True


@_puts("programme.adopted")
def _adopted(files: Files, record: Record, data: Data) -> None:
    year = files.year(data["programme_id"])
    year.adopted, year.adopted_on = ref(record), day(data, "adopted_on")


@_puts("execution.programme-report-published")
def _programme_reported(files: Files, record: Record, data: Data) -> None:
    files.year(data["programme_id"]).reported = ref(record)


@_puts("budget.entry-posted")
def _posted(files: Files, record: Record, _data: Data) -> None:
    files.ledgers.post(record)


def _tranches(data: Data) -> dict[int, int]:
    return {tranche["number"]: tranche["amount_grosze"] for tranche in data.get("tranches") or ()}
